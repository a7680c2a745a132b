import { OperationTypeNode } from 'graphql';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, type OpenedPage, openConsole, viewports } from '../../support/browser.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { operationsOf, readScreens } from '../../support/screens.js';

const subscriptions = new Set(
  [...readScreens().values()]
    .flatMap(operationsOf)
    .filter(({ operation }) => operation === OperationTypeNode.SUBSCRIPTION)
    .map(({ name }) => name?.value),
);

const ofMenu = [
  '/',
  '/threats',
  '/clients',
  '/devices',
  '/alerts',
  '/rules',
  '/mutes',
  '/diagnostics',
  '/settings/bitdefender',
  '/settings/bitdefender/mappings',
  '/runs',
  '/jobs',
  '/audit',
];
/** Those below a screen of the menu. */
const ofOne = ['/clients/$client', '/devices/$device'];
const all = [...ofMenu, ...ofOne, '/portal'];
const ofOwner = ['/settings/bitdefender', '/audit'];

let environment: TestEnvironment;
let bakery: ReturnType<typeof addBakery>;
let deviceId: string;
const opened: Record<'owner' | 'portal', OpenedPage> = {} as never;
/** How often each query was sent, by screen, while there was little to show. */
const queries = new Map<string, Record<string, number>>();

const addressOf = (path: string) => path.replace('$client', bakery.clientId).replace('$device', deviceId);

/** Waits until a screen shows what it has, and asks for nothing more. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
}

/** Opens a screen, and counts its queries. */
async function visit(path: string): Promise<{ page: Page; sent: Record<string, number> }> {
  const { page, takeOperations } = path === '/portal' ? opened.portal : opened.owner;
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
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  bakery = addBakery(environment);
  const { gravityZone, core } = environment;
  core.world('msp-one').addAgent({ clientId: bakery.clientId, hostname: 'oven-01' });
  const { companyId } = bakery;
  gravityZone.world.addDevice({ companyId, name: 'TILL-02' });
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: bakery.clientId });
  for (const [name, severityScore] of [
    ['Ransom.One', 95],
    ['Adware.Two', 20],
  ] as const)
    gravityZone.world.addIncident({ companyId, deviceId: bakery.deviceId, name, severityScore });
  await syncNow(environment, bakery.clientId);
  deviceId = (await environment.database.query("select id from device where name = 'OVEN-01'")).rows[0]?.id;
  opened.owner = await openConsole(environment);
  opened.portal = await openConsole(environment, { role: { portalOf: bakery.clientId }, path: '/portal' });
});

describe('each screen of the console', () => {
  it('is in the menu of the owner, if it is not of one client or device', async () => {
    const links = opened.owner.page.getByRole('navigation', { name: 'Screens' }).getByRole('link');
    const paths = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href')));
    expect(paths).toEqual(ofMenu);
  });

  it.each(all)('%s asks at most two queries, has no violation of WCAG AA, and fits on a phone', async (path) => {
    const { page, sent } = await visit(path);
    queries.set(path, sent);
    expect(Object.values(sent).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect(Object.values(sent).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
    await expectNoAxeViolations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await expectNoAxeViolations(page);
    await page.setViewportSize(viewports.phone);
    await settle(page);
    await expectNoAxeViolations(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewports.phone.width);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(viewports.desktop);
  });
});

describe('what is offered', () => {
  const deciding =
    /^(Resolve|Reopen|False positive|Acknowledge|Snooze|Assign|Sync now|Save|Connect|Rotate|New rule|Edit|Mute|End now|Pin|Forbid|Take|Ignore|Map$|Enable|Run through|Retry|Dismiss)/;

  it.each([
    ['technician', /^(Save|Connect|Rotate|New rule|Edit|Take the suggestion|Ignore|Enable)/],
    ['read-only', deciding],
  ] as const)('to %s leaves out what would be refused', async (role, refused) => {
    const { page } = await openConsole(environment, { role });
    const links = page.getByRole('navigation', { name: 'Screens' }).getByRole('link');
    const paths = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href')));
    expect(paths).toEqual(ofMenu.filter((path) => !ofOwner.includes(path)));
    for (const path of [...ofMenu, ...ofOne]) {
      await page.goto(new URL(addressOf(path), page.url()).href);
      await settle(page);
      const main = page.getByRole('main');
      const buttons = main.getByRole('button').filter({ visible: true });
      const names = await buttons.evaluateAll((found) =>
        found.map((button) => button.getAttribute('aria-label') ?? button.textContent ?? ''),
      );
      expect(names.filter((name) => refused.test(name) && !/^Save this view/.test(name))).toEqual([]);
      // A view of one's own is kept in the browser: everybody may save one.
      const switches = await main.getByRole('switch').and(main.locator(':enabled')).count();
      const isFilter = path === '/clients' || path === '/mutes';
      if (!isFilter) expect([path, switches]).toEqual([path, 0]);
      if (role === 'read-only' && !isFilter)
        expect([path, await main.getByRole('checkbox').and(main.locator(':enabled')).count()]).toEqual([path, 0]);
    }
  });

  it('to a user of the portal is the portal alone', async () => {
    const { page } = opened.portal;
    await page.goto(new URL('/threats', page.url()).href);
    await page.getByRole('heading', { level: 1, name: 'Your week' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/portal');
    expect(await page.getByRole('navigation').count()).toBe(0);
  });
});

describe('without the graph', () => {
  it.each(all)('%s says that it cannot be reached, and recovers by "Try again"', async (path) => {
    const { page, takeProblems } = path === '/portal' ? opened.portal : opened.owner;
    await page.route('**/graphql', (route) => route.abort());
    await page.goto(new URL(addressOf(path), page.url()).href);
    const alert = page.getByRole('alert').filter({ hasText: 'No connection' }).first();
    await alert.waitFor();
    expect(takeProblems().every((problem) => /ERR_FAILED/.test(problem))).toBe(true);
    await page.unroute('**/graphql');
    while ((await alert.count()) > 0) {
      await alert.getByRole('button', { name: 'Try again' }).click();
      await settle(page);
    }
    takeProblems();
    expect(await page.getByRole('main').getByText('No connection').count()).toBe(0);
  });
});

describe('in a world with many rows', () => {
  beforeAll(() => fill(24));

  it.each(all)('%s asks as many queries as with few', async (path) => {
    const { sent } = await visit(path);
    expect(sent).toEqual(queries.get(path));
  });
});
