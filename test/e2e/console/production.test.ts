import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../../demo/gateway/compose.js';
import { startGateway } from '../../../demo/gateway/gateway.js';
import { createConsolePages } from '../../../demo/pages/console.js';
import { launchChromium } from '../../support/chromium.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { watchPage } from '../../support/page-watch.js';

const folder = 'dist/console';
const scriptsOf = (built: string) =>
  readdirSync(join(built, 'assets'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(built, 'assets', name), 'utf8'));
/** What only the switch of roles and the stage contain. */
const marks = ['/session/token', 'demo-identity', '/stage'];

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true });
});

describe('the console without the demo', () => {
  it('has neither the stage nor the switch of roles, which that of the demo has', () => {
    for (const mark of marks) {
      expect(scriptsOf(folder).filter((script) => script.includes(mark))).toEqual([]);
      expect(scriptsOf('dist/console-demo').filter((script) => script.includes(mark))).not.toEqual([]);
    }
  });

  it('asks for a token, keeps it in memory, and is the same console for its person', async () => {
    const host = await startGateway({
      supergraph: composeSupergraph(),
      bitdefenderUrl: environment.app.url,
      coreUrl: environment.core.url,
      pages: createConsolePages({ folder, page: 'index.html' }),
    });
    atEndOfFile(() => host.close());
    const { origin } = new URL(host.url);
    const browser = await launchChromium();
    atEndOfFile(() => browser.close());
    const page = await browser.newPage();
    const { takeProblems } = watchPage(page, [origin]);
    await page.goto(`${origin}/threats`);
    await page.getByLabel('Access token').fill('no token');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('This is not an access token.').waitFor();
    const token = await environment.tokens.issue(technician);
    await page.getByLabel('Access token').fill(token);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('heading', { level: 1, name: 'Threats' }).waitFor();
    await page.getByText('No threats match').waitFor();
    expect(await page.getByLabel('Role').count()).toBe(0);
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])',
    );
    expect(kept).not.toContain(token.split('.')[1]);
    expect(takeProblems()).toEqual([]);
  });
});
