import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { connectAssistant } from '../../support/assistant.js';
import { expectNoAxeViolations, type OpenedPage, openConsole, viewports } from '../../support/browser.js';
import { everythingKept, openFromMenu, settle } from '../../support/console.js';
import { buildConsoleWorld } from '../../support/console-world.js';
import { admin, type TestEnvironment } from '../../support/environment.js';

let environment: TestEnvironment;
let opened: OpenedPage;
let page: Page;

beforeAll(async () => {
  ({ environment } = await buildConsoleWorld());
  opened = await openConsole(environment);
  ({ page } = opened);
  await openFromMenu(page, 'Ask in words');
  await settle(page);
  await page.getByRole('list', { name: 'Tools' }).waitFor();
});

const toolsShown = async (of: Page) =>
  (await of.getByRole('list', { name: 'Tools' }).getByRole('listitem').locator('code').allTextContents()).sort();

describe('the screen that explains how to connect an assistant', () => {
  it('shows the address, the header and the command, to copy', async () => {
    const shown = await page.getByRole('main').locator('pre').allTextContents();
    const { origin } = new URL(page.url());
    expect(shown).toEqual([
      environment.gateway?.mcpUrl,
      'Authorization: Bearer YOUR_OPSMERGE_TOKEN',
      expect.stringContaining(`"MCP_GRAPH_URL": "${origin}/graphql"`),
    ]);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await page.getByRole('button', { name: 'Copy: Settings of the assistant' }).click();
    await page.getByRole('button', { name: 'Settings of the assistant: copied' }).waitFor();
    const copied = JSON.parse(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied.mcpServers['opsmerge-bitdefender'].env).toEqual({
      MCP_GRAPH_URL: environment.gateway?.url,
      MCP_TOKEN: 'YOUR_OPSMERGE_TOKEN',
    });
  });

  it('lists the tools that an assistant with the token is offered', async () => {
    const { tools } = await (await connectAssistant(environment, admin)).listTools();
    expect(await toolsShown(page)).toEqual(tools.map(({ name }) => name));
    await page.getByRole('heading', { level: 2, name: `${tools.length} tools for you` }).waitFor();
    await page.getByLabel('Find a tool').fill('who changed');
    expect(await toolsShown(page)).toEqual(['list_audit']);
    await page.getByLabel('Find a tool').fill('nothing of the kind');
    await page.getByText('No such tool').waitFor();
    await page.getByLabel('Find a tool').fill('');
  });

  it('lists for a technician fewer than for the owner', async () => {
    const other = await openConsole(environment, { role: 'technician', path: '/settings/assistants' });
    await other.page.getByRole('list', { name: 'Tools' }).waitFor();
    const offered = await toolsShown(other.page);
    expect(offered).toContain('list_threats');
    expect(offered).not.toContain('list_audit');
  });

  it('shows no token', async () => {
    const kept = await everythingKept(page);
    expect(kept).toContain('YOUR_OPSMERGE_TOKEN');
    expect(kept).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
  });

  it('has no violation of WCAG AA, light and dark, and fits on a phone', async () => {
    await expectNoAxeViolations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await page.setViewportSize(viewports.phone);
    await page.evaluate(
      'for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish()',
    );
    await expectNoAxeViolations(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewports.phone.width);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(viewports.desktop);
  });

  it('says that the tools cannot be listed, and recovers by "Try again"', async () => {
    await page.route('**/mcp', (route) => route.abort());
    await page.reload();
    const alert = page.getByRole('alert').filter({ hasText: 'No connection' });
    await alert.waitFor();
    expect(opened.takeProblems().every((problem) => /ERR_FAILED/.test(problem))).toBe(true);
    await page.unroute('**/mcp');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('list', { name: 'Tools' }).waitFor();
    expect(await alert.count()).toBe(0);
  });
});
