import { OperationTypeNode } from 'graphql';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, type OpenedPage, openConsole, viewports } from '../../support/browser.js';
import { allScreens, ofMenu, settle } from '../../support/console.js';
import { buildConsoleWorld, type ConsoleWorld } from '../../support/console-world.js';
import type { TestEnvironment } from '../../support/environment.js';
import { mapByBdId, syncNow } from '../../support/msp.js';
import { operationsOf, readScreens } from '../../support/screens.js';

const subscriptions = new Set(
  [...readScreens().values()]
    .flatMap(operationsOf)
    .filter(({ operation }) => operation === OperationTypeNode.SUBSCRIPTION)
    .map(({ name }) => name?.value),
);

let environment: TestEnvironment;
let bakery: ConsoleWorld['bakery'];
let addressOf: ConsoleWorld['addressOf'];
const opened: Record<'owner' | 'portal', OpenedPage> = {} as never;
/** How often each query was sent, by screen, while there was little to show. */
const queries = new Map<string, Record<string, number>>();

/** A colour on its way from one scheme to another belongs to neither. */
const endTransitions = (page: Page) =>
  page.evaluate('for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish()');

/** Opens a screen, and counts its queries. */
async function visit(path: string): Promise<{ page: Page; sent: Record<string, number> }> {
  const { page, takeOperations } = path.startsWith('/portal') ? opened.portal : opened.owner;
  takeOperations();
  await page.goto(new URL(addressOf(path), page.url()).href);
  await settle(page);
  const sent = Object.entries(takeOperations()).filter(([name]) => !subscriptions.has(name));
  return { page, sent: Object.fromEntries(sent) };
}

/** Many rows for each screen. */
async function fill(size: number): Promise<void> {
  const { world } = environment.gravityZone;
  const core = environment.core.world('msp-one');
  const mapping: Record<string, string> = {};
  for (let number = 0; number < size; number += 1) {
    const name = `PC-${number}`;
    const machine = world.addDevice({ companyId: bakery.companyId, name }).id;
    core.addAgent({ clientId: bakery.clientId, hostname: name });
    for (const device of [machine, bakery.deviceId])
      world.addIncident({
        companyId: bakery.companyId,
        deviceId: device,
        name: `Trojan.${number}`,
        severityScore: 80,
        filePath: `C:\\${number}.exe`,
      });
    const client = core.addClient({ name: `Client ${number}` }).id;
    const company = world.addCompany(`Client ${number}`).id;
    world.addDevice({ companyId: company, name: `SHOP-${number}` });
    if (number % 4 === 0) mapping[company] = client;
  }
  await syncNow(environment, bakery.clientId);
  await mapByBdId(environment, mapping);
  for (const clientId of Object.values(mapping)) await syncNow(environment, clientId);
}

beforeAll(async () => {
  ({ environment, bakery, addressOf } = await buildConsoleWorld());
  opened.owner = await openConsole(environment);
  opened.portal = await openConsole(environment, { role: { portalOf: bakery.clientId }, path: '/portal' });
});

describe('each screen of the console', () => {
  it('is in the menu of the owner, if it is not of one client or device', async () => {
    const links = opened.owner.page.getByRole('navigation', { name: 'Screens' }).getByRole('link');
    const paths = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href')));
    expect(paths).toEqual(ofMenu);
  });

  it.each(allScreens)('%s asks at most two queries, has no violation of WCAG AA, and fits on a phone', async (path) => {
    const { page, sent } = await visit(path);
    queries.set(path, sent);
    expect(Object.values(sent).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect(Object.values(sent).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
    await expectNoAxeViolations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await endTransitions(page);
    await expectNoAxeViolations(page);
    await page.setViewportSize(viewports.phone);
    await endTransitions(page);
    await expectNoAxeViolations(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewports.phone.width);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(viewports.desktop);
  });
});

describe('in a world with many rows', () => {
  beforeAll(() => fill(24));

  it.each(allScreens)('%s asks as many queries as with few', async (path) => {
    const { sent } = await visit(path);
    expect(sent).toEqual(queries.get(path));
  });
});
