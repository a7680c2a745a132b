import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, openConsole } from '../../support/browser.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let bakery: ReturnType<typeof addBakery>;

const detect = (name: string, severityScore: number) =>
  environment.gravityZone.world.addIncident({
    companyId: bakery.companyId,
    deviceId: bakery.deviceId,
    name,
    severityScore,
  });
const rowOf = (page: Page, name: string) => page.locator('tbody tr[data-row]').filter({ hasText: name });
const searchOf = (page: Page) => new URL(page.url()).searchParams;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  bakery = addBakery(environment);
  environment.gravityZone.world.addDevice({ companyId: bakery.companyId, name: 'TILL-07.local' });
  for (const hostname of ['oven-01', 'cash-desk'])
    environment.core.world('msp-one').addAgent({ clientId: bakery.clientId, hostname });
  environment.core.world('msp-one').addClient({ name: 'Café Zürich' });
  await connectSimulator(environment);
  await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
  detect('Ransom.One', 95);
  await syncNow(environment, bakery.clientId);
});

describe('Today in a browser', () => {
  it('says in one sentence who needs somebody, with two queries', async () => {
    const { page, takeOperations } = await openConsole(environment);
    await page.getByText('1 client needs you.').waitFor();
    await page.getByRole('link', { name: 'The Bakery' }).first().waitFor();
    expect(takeOperations()).toEqual({ Dashboard: 1, DashboardTables: 1, LiveAlerts: 1, LiveThreats: 1 });
  });

  it('leads from a day of the month to its threats, by a bar and by the table', async () => {
    const { page } = await openConsole(environment);
    const bar = page.locator('.recharts-bar-rectangle path').first();
    await bar.click();
    await rowOf(page, 'Ransom.One').waitFor();
    const byBar = [searchOf(page).get('from'), searchOf(page).get('to'), searchOf(page).get('severity')];
    expect(byBar).toEqual([expect.stringMatching(/T23:00|T22:00/), expect.stringMatching(/T23:00|T22:00/), '']);
    await page.goBack();
    await page.getByRole('button', { name: 'As table' }).press('Enter');
    const table = page.getByRole('table', { name: 'Threats this month, by day and severity' });
    await table.getByRole('link').first().press('Enter');
    await rowOf(page, 'Ransom.One').waitFor();
    expect([searchOf(page).get('from'), searchOf(page).get('to'), searchOf(page).get('severity')]).toEqual(byBar);
  });

  it('shows what happens while it is open, without a reload', async () => {
    const { page } = await openConsole(environment);
    const feed = page.getByRole('log');
    await feed.getByText('Nothing has happened').waitFor();
    await page.getByRole('button', { name: /^Unresolved\s*1/ }).waitFor();
    detect('Trojan.Live', 80);
    await syncNow(environment, bakery.clientId);
    await feed.getByRole('link', { name: 'Trojan.Live' }).first().waitFor();
    await page.getByRole('button', { name: /^Unresolved\s*2/ }).waitFor();
  });

  it('leads from a gap to its machines', async () => {
    const { page } = await openConsole(environment);
    await page.getByRole('link', { name: 'Protected, without an agent' }).click();
    await rowOf(page, 'TILL-07').getByText('Only in Bitdefender: no scripts').waitFor();
    expect(searchOf(page).get('gaps')).toBe('NO_AGENT');
    expect(await rowOf(page, 'oven-01').count()).toBe(0);
  });
});

describe('clients in a browser', () => {
  it('lists those without a company too, and finds names without their accents', async () => {
    const { page } = await openConsole(environment, { path: '/clients' });
    await rowOf(page, 'The Bakery').waitFor();
    await rowOf(page, 'Café Zürich').getByText('No company mapped').waitFor();
    await page.getByLabel('Search').fill('zurich');
    await rowOf(page, 'The Bakery').waitFor({ state: 'detached' });
    expect(searchOf(page).get('q')).toBe('zurich');
    expect(await rowOf(page, 'Café Zürich').count()).toBe(1);
  });

  it('syncs one, and follows that to its result', async () => {
    detect('Trojan.Synced', 82);
    const { page } = await openConsole(environment, { role: 'technician', path: `/clients/${bakery.clientId}` });
    await page.getByRole('heading', { name: 'The Bakery', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Sync now' }).first().click();
    await page.getByText(/^Everything was read: \d+ rows/).waitFor();
    await page
      .getByRole('region', { name: 'Threats that wait' })
      .getByRole('link', { name: 'Trojan.Synced' })
      .waitFor();
    await expectNoAxeViolations(page);
  });

  it('offers no sync to who may only read', async () => {
    const { page } = await openConsole(environment, { role: 'read-only', path: `/clients/${bakery.clientId}` });
    await page.getByRole('heading', { name: 'Gaps, both ways' }).waitFor();
    expect(await page.getByRole('button', { name: 'Sync now' }).count()).toBe(0);
  });
});

describe('devices in a browser', () => {
  it('shows policy, last scan, health and threats with their age when the badge has the focus', async () => {
    const { page } = await openConsole(environment, { path: '/devices' });
    await rowOf(page, 'oven-01').getByRole('button', { name: 'Bitdefender: At risk' }).focus();
    const card = page.getByRole('tooltip');
    for (const name of ['Policy', 'Last scan', 'Health', 'Threats today', 'This week', 'This month'])
      await card.getByRole('rowheader', { name, exact: true }).waitFor();
    await card
      .getByText(/read .*(ago|now)/)
      .first()
      .waitFor();
    await expectNoAxeViolations(page);
  });

  it('pins a machine that differs in its name to its agent, and takes that back', async () => {
    const { page } = await openConsole(environment, { role: 'technician', path: '/devices' });
    await rowOf(page, 'TILL-07').getByRole('link', { name: 'TILL-07' }).click();
    await page.getByText('so no scripts can be run').waitFor();
    await page.getByRole('combobox', { name: 'Pin to an agent' }).fill('cash');
    await page.getByRole('option', { name: 'cash-desk' }).click();
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await page.getByRole('heading', { name: 'cash-desk', level: 1 }).waitFor();
    await page.getByText('Pinned by a person').waitFor();
    await page.getByRole('button', { name: 'Take back: Pinned to cash-desk' }).click();
    await page.getByText('so no scripts can be run').waitFor();
  });

  it('forbids a match, and offers no decision to who may only read', async () => {
    const { page } = await openConsole(environment, { role: 'technician', path: '/devices?q=oven' });
    await rowOf(page, 'oven-01').getByRole('link', { name: 'oven-01' }).click();
    await page.getByRole('button', { name: 'Forbid oven-01 for this device' }).click();
    const takeBack = page.getByRole('button', { name: 'Take back: Never oven-01' });
    await takeBack.waitFor();
    const reader = await openConsole(environment, { role: 'read-only', path: new URL(page.url()).pathname });
    await reader.page.getByText('Never oven-01').waitFor();
    expect(await reader.page.getByRole('button', { name: /^(Pin|Forbid|Take back)/ }).count()).toBe(0);
    await takeBack.click();
    await page.getByRole('button', { name: 'Forbid oven-01 for this device' }).waitFor();
  });
});

describe('on a phone', () => {
  it.each(['light', 'dark'] as const)('each screen fits and has no violation of WCAG AA, %s', async (colorScheme) => {
    const { page } = await openConsole(environment, { viewport: 'phone', colorScheme });
    const visit = async (path: string, heading: string) => {
      await page.goto(new URL(path, page.url()).href);
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      await expectNoAxeViolations(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    };
    await visit('/', 'Gaps in protection');
    await visit('/?days=table', 'Gaps in protection');
    await visit('/clients', 'Clients');
    await visit(`/clients/${bakery.clientId}`, 'Gaps, both ways');
    await visit('/devices', 'Devices');
    await page.getByRole('link', { name: 'oven-01' }).click();
    await visit(new URL(page.url()).pathname, 'How it was matched');
  });
});
