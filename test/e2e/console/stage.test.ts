import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoPorts } from '../../../demo/settings.js';
import { startDemo } from '../../../demo/start-demo.js';
import { expectNoAxeViolations, type OpenedPage, openConsole, type Served } from '../../support/browser.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { ownPortsInARow } from '../../support/own-port.js';

let served: Served;
let stageOrigin: string;
let opened: OpenedPage;
let page: Page;

beforeAll(async () => {
  const ports = demoPorts(['--port', String(await ownPortsInARow(4))]);
  const url = await freshDatabase();
  const demo = await startDemo({
    ports,
    // The server of the tests goes on.
    database: Promise.resolve({ url, stop: async () => undefined }),
    say: () => undefined,
  });
  atEndOfFile(() => demo.close());
  await demo.ready;
  served = { gateway: { url: `http://127.0.0.1:${ports.gateway}/graphql` } };
  stageOrigin = `http://127.0.0.1:${ports.stage}`;
  opened = await openConsole(served, { role: 'technician', path: '/threats', beside: [stageOrigin] });
  page = opened.page;
});

const rowOf = (text: RegExp) => page.locator('tbody tr[data-row]').filter({ hasText: text });
const press = (action: RegExp) => page.getByRole('button', { name: action }).click();

describe('the stage in a browser', () => {
  it('is asked nothing while it is closed', async () => {
    // The stage is no origin that this page may reach: a request there is a problem.
    const closed = await openConsole(served, { role: 'technician' });
    await closed.page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await closed.page.getByText('Clients by need').waitFor();
    expect(closed.takeProblems()).toEqual([]);
    await closed.page.getByRole('button', { name: 'Stage' }).click();
    await closed.page.getByRole('button', { name: /Ransomware/ }).waitFor();
    expect(closed.takeProblems().join()).toContain(stageOrigin);
  });

  it('makes ransomware a row, an alert and a ticket on screen, without a reload', async () => {
    await page.evaluate('window.stillTheSame = true');
    await page.getByRole('button', { name: 'Stage' }).click();
    await press(/Ransomware on WIN-ABC123/);
    const row = rowOf(/WIN-ABC123/i).first();
    await row.getByText(/INC-\d+/).waitFor();
    await row.getByText('Critical').waitFor();
    await page.getByRole('button', { name: 'Close the stage' }).click();
    await row.locator('td').nth(2).click();
    const panel = page.getByRole('dialog');
    await panel.getByRole('heading', { name: 'Alert', exact: true }).waitFor();
    await panel.getByText(/Bitdefender high-severity -> ticket/).waitFor();
    await panel.getByText(/INC-\d+/).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate('window.stillTheSame')).toBe(true);
  });

  it('makes EICAR a row of Medium severity', async () => {
    await page.goto(new URL('/threats?severity=MEDIUM', page.url()).href);
    await page.getByRole('button', { name: 'Stage' }).click();
    await press(/EICAR on WIN-ABC123/);
    await rowOf(/EICAR/)
      .filter({ hasText: /WIN-ABC123/i })
      .first()
      .waitFor();
  });

  it.each(['light', 'dark'] as const)('has no violation of WCAG AA when it is %s', async (colorScheme) => {
    const shown = await openConsole(served, { path: '/mutes', colorScheme, beside: [stageOrigin] });
    await shown.page.getByRole('button', { name: 'Stage' }).click();
    await shown.page.getByRole('button', { name: /Ransomware/ }).waitFor();
    await expectNoAxeViolations(shown.page);
  });
});
