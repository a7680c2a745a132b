import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, type OpenedPage, openConsole } from '../../support/browser.js';
import { admin, eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let bakery: ReturnType<typeof addBakery>;
let opened: OpenedPage;
let page: Page;

const rows = (of: Page = page) => of.locator('tbody tr[data-row]');
const rowOf = (name: string, of: Page = page) => rows(of).filter({ hasText: name });
const names = async () => (await rows().locator('td:nth-child(3)').allTextContents()).toSorted();

/** A detection that the next sync shows. */
const detect = (name: string, severityScore: number) =>
  environment.gravityZone.world.addIncident({
    companyId: bakery.companyId,
    deviceId: bakery.deviceId,
    name,
    severityScore,
    filePath: `C:\\${name}.exe`,
  });

const statusOf = async (name: string): Promise<string | undefined> => {
  const { bitdefenderThreats } = await environment.data<{
    bitdefenderThreats: { edges: { node: { name: string; status: string } }[] };
  }>(
    admin,
    '{ bitdefenderThreats(first: 50, filter: { minimumSeverity: UNKNOWN, status: [ALL] }) { edges { node { name status } } } }',
  );
  return bitdefenderThreats.edges.find(({ node }) => node.name === name)?.node.status;
};

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  bakery = addBakery(environment);
  environment.core.world('msp-one').addAgent({ clientId: bakery.clientId, hostname: 'oven-01' });
  await connectSimulator(environment);
  await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
  for (const [name, score] of [
    ['Ransom.One', 95],
    ['Trojan.Two', 80],
    ['Trojan.Three', 80],
    ['Adware.Four', 20],
  ] as const)
    detect(name, score);
  await syncNow(environment, bakery.clientId);
  opened = await openConsole(environment, { role: 'technician', path: '/threats' });
  page = opened.page;
  await rowOf('Ransom.One').waitFor();
});

describe('the list of threats in a browser', () => {
  it('opens with high and above, unresolved, and says so in the address', async () => {
    expect(await names()).toEqual(['Ransom.One', 'Trojan.Three', 'Trojan.Two']);
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('severity')).toBe('CRITICAL,HIGH');
    expect(searchParams.get('status')).toBe('UNRESOLVED');
  });

  it('asks one query, and subscribes twice', () => {
    expect(opened.takeOperations()).toEqual({ LiveAlerts: 1, LiveThreats: 1, ThreatsPage: 1 });
  });

  it('shows what a chosen filter matches, with its number beside each choice', async () => {
    await page.getByLabel('Severity', { exact: true }).first().press('ArrowDown');
    await page.getByRole('option', { name: 'Low (1)' }).click();
    await rowOf('Adware.Four').waitFor();
    expect(new URL(page.url()).searchParams.get('severity')).toContain('LOW');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Reset filters' }).click();
    await rowOf('Adware.Four').waitFor({ state: 'detached' });
  });

  it('filters by a device whose name is typed', async () => {
    await page.getByLabel('Device', { exact: true }).first().fill('oven');
    await page.getByRole('option', { name: /oven-01/i }).click();
    await eventually(async () => new URL(page.url()).searchParams.has('device'));
    expect(await names()).toEqual(['Ransom.One', 'Trojan.Three', 'Trojan.Two']);
    await page.getByRole('button', { name: 'Reset filters' }).click();
  });

  it('shows a new threat, its alert and its ticket without a reload', async () => {
    await page.evaluate('window.stillTheSame = true');
    detect('Ransom.Live', 96);
    await syncNow(environment, bakery.clientId);
    await rowOf('Ransom.Live')
      .getByText(/INC-\d+/)
      .waitFor();
    expect(await page.evaluate('window.stillTheSame')).toBe(true);
  });

  it('opens the whole life of a threat beside the list', async () => {
    await rowOf('Ransom.Live').locator('td').nth(2).click();
    const panel = page.getByRole('dialog');
    await panel.getByText('C:\\Ransom.Live.exe').first().waitFor();
    for (const title of ['Detection', 'Severity, and why', 'Alert', 'Ticket', 'History'])
      await panel.getByRole('heading', { name: title, exact: true }).waitFor();
    await panel.getByText('Score 96 of 100').waitFor();
    await panel.getByText(/INC-\d+/).waitFor();
    await expectNoAxeViolations(page);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.has('threat')).toBe(false);
  });

  it('moves with j and k, assigns with a, and resolves with r; and takes it back', async () => {
    await page.getByRole('button', { name: 'Daily review' }).click();
    await eventually(async () => new URL(page.url()).searchParams.get('order') === 'MOST_SEVERE');
    const current = page.locator('tr[aria-current="true"]');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const name = (await current.locator('td').nth(2).textContent()) ?? '';
    await page.keyboard.press('a');
    await page.getByText('1 assigned to you').waitFor();
    await page.keyboard.press('r');
    await page.getByText('1 resolved').waitFor();
    await rowOf(name).waitFor({ state: 'detached' });
    expect(await statusOf(name)).toBe('RESOLVED');
    await page.getByRole('button', { name: 'Undo' }).click();
    await rowOf(name).waitFor();
    expect(await statusOf(name)).toBe('UNRESOLVED');
    await page.getByRole('button', { name: 'Dismiss' }).click();
  });

  it('decides on a batch, reports how many, and takes it back', async () => {
    const all = await rows().count();
    await page.getByLabel('Select all rows shown').check();
    await page.getByText(`${all} threats selected`).waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'False positive' }).click();
    await page.getByText(`${all} marked as false positives`).waitFor();
    await page.getByText('No threats match').waitFor();
    expect(await statusOf('Trojan.Two')).toBe('FALSE_POSITIVE');
    await page.getByRole('button', { name: 'Undo' }).click();
    await rowOf('Trojan.Two').waitFor();
    expect(await rows().count()).toBe(all);
    await page.getByRole('button', { name: 'Dismiss' }).click();
  });

  it('keeps a view under a name, also after a reload', async () => {
    await page.getByLabel('Search', { exact: true }).fill('Trojan');
    await rowOf('Ransom.One').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByLabel('Name of the view').fill('Trojans');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'High and above, unresolved' }).click();
    await rowOf('Ransom.One').waitFor();
    await page.reload();
    await rowOf('Ransom.One').waitFor();
    await page.getByRole('button', { name: 'Trojans', exact: true }).click();
    await rowOf('Ransom.One').waitFor({ state: 'detached' });
    expect(await names()).toEqual(['Trojan.Three', 'Trojan.Two']);
  });

  it('offers no decision to who may only read', async () => {
    const reader = await openConsole(environment, { role: 'read-only', path: '/threats' });
    await rowOf('Ransom.One', reader.page).waitFor();
    expect(await reader.page.getByRole('checkbox').count()).toBe(0);
    await reader.page.keyboard.press('j');
    await reader.page.keyboard.press('r');
    await rowOf('Ransom.One', reader.page).locator('td').nth(1).click();
    const panel = reader.page.getByRole('dialog');
    await panel.getByRole('heading', { name: 'History' }).waitFor();
    expect(await panel.getByRole('button', { name: 'Resolve' }).count()).toBe(0);
    reader.takeOperations();
    expect(await statusOf('Ransom.One')).toBe('UNRESOLVED');
  });

  it.each(['light', 'dark'] as const)('has no violation of WCAG AA, on a phone that is %s', async (colorScheme) => {
    const phone = await openConsole(environment, { path: '/threats', viewport: 'phone', colorScheme });
    await rowOf('Ransom.One', phone.page).waitFor();
    await expectNoAxeViolations(phone.page);
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});
