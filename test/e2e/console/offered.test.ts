import { beforeAll, describe, expect, it } from 'vitest';
import { type OpenedPage, openConsole } from '../../support/browser.js';
import { allScreens, ofMenu, ofOne, settle } from '../../support/console.js';
import { buildConsoleWorld, type ConsoleWorld } from '../../support/console-world.js';
import type { TestEnvironment } from '../../support/environment.js';

const ofOwner = ['/settings/bitdefender', '/audit'];

let environment: TestEnvironment;
let bakery: ConsoleWorld['bakery'];
let addressOf: ConsoleWorld['addressOf'];
const opened: Record<'owner' | 'portal', OpenedPage> = {} as never;

beforeAll(async () => {
  ({ environment, bakery, addressOf } = await buildConsoleWorld());
  opened.owner = await openConsole(environment);
  opened.portal = await openConsole(environment, { role: { portalOf: bakery.clientId }, path: '/portal' });
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
      const isFilter = ['/clients', '/mutes', '/maintenance', '/seats'].includes(path);
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
  it.each(allScreens)('%s says that it cannot be reached, and recovers by "Try again"', async (path) => {
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
