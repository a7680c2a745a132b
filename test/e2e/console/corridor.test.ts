import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OpenedPage, openConsole } from '../../support/browser.js';
import { choose, everythingKept, keepAnswers, lookAs, openFromMenu } from '../../support/console.js';
import { eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, syncNow } from '../../support/msp.js';

const ticketRule = 'Bitdefender high-severity -> ticket';

let environment: TestEnvironment;
let bakery: ReturnType<typeof addBakery>;
let cafe: { companyId: string; clientId: string };
let opened: OpenedPage;
let page: Page;
let answers: () => Promise<string[]>;
let apiKey: string;

const rowOf = (name: string, of: Page = page) => of.locator('tbody tr').filter({ hasText: name });
const threatNames = async () => (await page.locator('tbody tr[data-row] td:nth-child(3)').allTextContents()).toSorted();
const dialog = () => page.getByRole('dialog');

/** A detection that the next sync shows. */
const detect = (name: string, severityScore: number, deviceId = bakery.deviceId, companyId = bakery.companyId) =>
  environment.gravityZone.world.addIncident({
    companyId,
    deviceId,
    name,
    severityScore,
    filePath: `C:\\${name}.exe`,
  });

const runsOf = async (clientId: string): Promise<string[]> =>
  (await environment.database.query('select state from sync_run where client_id = $1', [clientId])).rows.map(
    ({ state }) => state,
  );

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  const { gravityZone, core } = environment;
  bakery = addBakery(environment);
  core.world('msp-one').addAgent({ clientId: bakery.clientId, hostname: 'oven-01.bakery.local' });
  gravityZone.world.addDevice({ companyId: bakery.companyId, name: 'TILL-02' });
  const companyId = gravityZone.world.addCompany('Cafe Corner').id;
  const clientId = core.world('msp-one').addClient({ name: 'Cafe Corner' }).id;
  const deviceId = gravityZone.world.addDevice({ companyId, name: 'GRINDER-01' }).id;
  cafe = { companyId, clientId };
  detect('Ransom.Bakery', 95);
  detect('Trojan.Bakery', 80);
  detect('Adware.Bakery', 20);
  detect('Trojan.Cafe', 80, deviceId, companyId);
  apiKey = gravityZone.addKey();
  opened = await openConsole(environment);
  page = opened.page;
  answers = keepAnswers(page);
});

describe('the corridor of the product page, as a person walks it', () => {
  it('begins at Settings, Bitdefender, where nothing is connected', async () => {
    await openFromMenu(page, 'Bitdefender');
    await page.getByRole('button', { name: 'Connect GravityZone' }).waitFor();
    await page.getByText('No GravityZone is connected', { exact: true }).waitFor();
  });

  it('refuses a wrong key, and says what to do', async () => {
    await page.getByRole('button', { name: 'Connect GravityZone' }).click();
    await dialog().getByText('On-premises', { exact: true }).click();
    await dialog().getByLabel('Access URL').fill(environment.gravityZone.url);
    await dialog().getByText('Signed by a private authority').click();
    await dialog().getByLabel('Certificate of the authority (PEM)').fill(environment.gravityZone.caCertificate);
    await dialog().getByRole('button', { name: 'Next' }).click();
    await dialog().getByLabel('API key', { exact: true }).fill('not-a-key');
    await dialog().getByRole('button', { name: 'Test', exact: true }).click();
    const checklist = dialog().getByRole('list', { name: 'Checklist of the test' });
    const step = (name: string) => checklist.getByRole('listitem').filter({ hasText: name });
    await step('Key accepted').getByRole('img', { name: 'failed' }).waitFor();
    expect(await step('Certificate trusted').getByRole('img', { name: 'passed', exact: true }).count()).toBe(1);
    expect(await step('Companies visible').getByRole('img', { name: 'not checked' }).count()).toBe(1);
    expect(await step('Key accepted').textContent()).toMatch(/Generate a key in Control Center/);
  });

  it('tests the right key as a checklist, and counts the companies', async () => {
    await dialog().getByRole('button', { name: 'Back' }).click();
    await dialog().getByLabel('API key', { exact: true }).fill(apiKey);
    await dialog().getByRole('button', { name: 'Test', exact: true }).click();
    // With that of the MSP itself.
    await dialog().getByText('3 companies').waitFor();
    expect(await dialog().getByRole('img', { name: 'failed' }).count()).toBe(0);
    await dialog().getByRole('button', { name: 'Connect', exact: true }).click();
    await dialog().getByText('This key sees 3 companies.').waitFor();
  });

  it('keeps the key nowhere in the browser', async () => {
    expect(await everythingKept(page)).not.toContain(apiKey);
  });

  it('maps a company to a client by dropdown, and one by its suggestion, with Save', async () => {
    await dialog().getByRole('link', { name: 'Map 3 companies' }).click();
    await choose(page, 'Client of Bakery', 'The Bakery');
    await page.getByRole('button', { name: /^Take the suggestion Cafe Corner for Cafe Corner/ }).click();
    await page.getByText('2 changes').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('2 mappings were saved. Their first sync begins now.').waitFor();
    await page.getByText('Mapped (2)').click();
    await page.getByRole('combobox', { name: 'Client of Cafe Corner' }).waitFor();
  });

  it('syncs a client now, with live progress to its end', async () => {
    const { gravityZone } = environment;
    await eventually(async () => (await runsOf(bakery.clientId)).every((state) => state === 'SUCCEEDED'));
    await openFromMenu(page, 'Clients');
    await page.getByRole('main').getByRole('link', { name: 'The Bakery' }).click();
    const isSeen = Promise.withResolvers<void>();
    gravityZone.beforeAnswer = ({ method }) => (/Quarantine/.test(method) ? isSeen.promise : undefined);
    await page.getByRole('button', { name: 'Sync now' }).first().click();
    const sync = page.getByRole('region', { name: 'Sync', exact: true }).first();
    await sync.getByText(/^Reading\. [1-9]\d?% done$/).waitFor();
    isSeen.resolve();
    await sync.getByText(/^Everything was read: \d+ rows/).waitFor();
    gravityZone.beforeAnswer = null;
    await sync.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Ransom.Bakery').first().waitFor();
  });

  it('shows on a device its badge, with policy, last scan and threats of today, week and month', async () => {
    await openFromMenu(page, 'Devices');
    const row = rowOf('oven-01');
    await row.getByRole('button', { name: /^Bitdefender: / }).hover();
    const card = page.getByRole('tooltip').filter({ hasText: 'Threats today' });
    await card.waitFor();
    const fact = (name: string) => card.getByRole('row', { name }).getByRole('cell').textContent();
    expect(await fact('Policy')).toContain('Default policy');
    expect(await fact('Last scan')).toMatch(/\S/);
    for (const window of ['Threats today', 'This week', 'This month']) expect(await fact(window)).toMatch(/^3 read /);
    await page.mouse.move(0, 0);
    await card.waitFor({ state: 'detached' });
  });

  it('lists a device that only Bitdefender knows, annotated and without scripts', async () => {
    const row = rowOf('TILL-02');
    await row.getByText('Only in Bitdefender: no scripts').waitFor();
    await row.getByRole('link', { name: 'TILL-02' }).click();
    await page.getByText('Only in Bitdefender: OpsMerge has no agent on it, so no scripts can be run.').waitFor();
    await page.getByText('No agent', { exact: true }).first().waitFor();
  });

  it('lists threats of high severity and above that are unresolved, and by each filter', async () => {
    await openFromMenu(page, 'Threats');
    await rowOf('Ransom.Bakery').waitFor();
    expect(await threatNames()).toEqual(['Ransom.Bakery', 'Trojan.Bakery', 'Trojan.Cafe']);
    await choose(page, 'Severity', 'Low (1)');
    await rowOf('Adware.Bakery').waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'Client', /^Cafe Corner/);
    await rowOf('Ransom.Bakery').waitFor({ state: 'detached' });
    expect(await threatNames()).toEqual(['Trojan.Cafe']);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Reset filters' }).click();
    await rowOf('Ransom.Bakery').waitFor();
    await page.getByRole('combobox', { name: 'Device', exact: true }).fill('grind');
    await page.getByRole('option', { name: /GRINDER-01/ }).click();
    await rowOf('Ransom.Bakery').waitFor({ state: 'detached' });
    expect(await threatNames()).toEqual(['Trojan.Cafe']);
    await page.getByRole('button', { name: 'Reset filters' }).click();
    await rowOf('Ransom.Bakery').waitFor();
  });

  it('decides on a batch in the daily review, and finds it by its status', async () => {
    await page.getByRole('button', { name: 'Daily review' }).click();
    for (const name of ['Trojan.Bakery', 'Trojan.Cafe']) await rowOf(name).getByRole('checkbox').check();
    await page.getByText('2 threats selected').waitFor();
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await page.getByText('2 resolved').waitFor();
    await rowOf('Trojan.Bakery').waitFor({ state: 'detached' });
    expect(await threatNames()).toEqual(['Ransom.Bakery']);
    await choose(page, 'Status', /^Resolved/);
    await rowOf('Trojan.Bakery').waitFor();
    expect(await threatNames()).toEqual(['Ransom.Bakery', 'Trojan.Bakery', 'Trojan.Cafe']);
  });

  it('has the rule that makes tickets, tries it on 30 days, and switches it off and on', async () => {
    await openFromMenu(page, 'Rules');
    const rule = page.getByRole('listitem').filter({ hasText: ticketRule });
    await rule.getByText(/High and above/).waitFor();
    await rule.getByText(/Ticket for Security with priority Critical/i).waitFor();
    await rule.getByRole('button', { name: `Edit: ${ticketRule}` }).click();
    await dialog().getByRole('button', { name: 'Try on the last 30 days' }).click();
    await dialog().getByText('On the alerts of the last 30 days').waitFor();
    await dialog().getByText('Latest that match').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    // A person clicks the switch, which lies over its input.
    await rule.getByRole('switch').locator('..').click();
    await rule.getByRole('switch', { name: `Switch on ${ticketRule}` }).waitFor();
    await rule.getByRole('switch').locator('..').click();
    await dialog().getByText('Alerts considered').waitFor();
    await dialog().getByRole('button', { name: 'Switch on' }).click();
    await rule.getByRole('switch', { name: `Switch off ${ticketRule}` }).waitFor();
  });

  it('shows a severe detection as a row, an alert and a ticket, without a reload', async () => {
    await openFromMenu(page, 'Threats');
    await rowOf('Ransom.Bakery').waitFor();
    await page.evaluate('window.stillTheSame = true');
    detect('Ransom.Live', 97);
    await syncNow(environment, bakery.clientId);
    await rowOf('Ransom.Live')
      .getByText(/INC-\d+/)
      .waitFor();
    await openFromMenu(page, 'Alerts');
    await rowOf('Ransom.Live')
      .getByText(/INC-\d+/)
      .waitFor();
    expect(await page.evaluate('window.stillTheSame')).toBe(true);
  });

  it('shows clients nothing in the portal before the MSP allows it', async () => {
    await lookAs(page, 'Portal: The Bakery');
    await page.getByText('Nothing to see here yet').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  });

  it('shows a client its own week in plain words once it is allowed in the settings', async () => {
    await lookAs(page, 'Owner');
    await openFromMenu(page, 'Bitdefender');
    await page.getByRole('switch', { name: 'Clients see their own threats in the portal' }).check();
    await page.getByRole('button', { name: 'Save the settings' }).click();
    await page.getByText('The settings were saved.').waitFor();
    await lookAs(page, 'Portal: The Bakery');
    await page
      .getByRole('heading', { level: 2, name: /^\d+ threats were found on 1 machine: / })
      .first()
      .waitFor();
    await page.getByText('Ransom.Live').waitFor();
    await page.getByText('Being handled').first().waitFor();
    const shown = await page.getByRole('main').textContent();
    expect(shown).not.toContain('Trojan.Cafe');
    expect(shown).not.toContain('GRINDER-01');
    await lookAs(page, 'Portal: Cafe Corner');
    await page.getByText('Trojan.Cafe').waitFor();
    expect(await page.getByRole('main').textContent()).not.toContain('Ransom');
    await lookAs(page, 'Owner');
  });

  it('disconnects, and keeps the data, marked as no longer syncing', async () => {
    await openFromMenu(page, 'Bitdefender');
    await page.getByRole('button', { name: /^More about / }).click();
    await page.getByRole('menuitem', { name: 'Disconnect' }).click();
    await dialog().getByText('Devices, threats, alerts and tickets stay, marked as no longer syncing.').waitFor();
    await dialog().getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Disconnected', { exact: true }).first().waitFor();
    await page.getByText('No longer updated').waitFor();
    await openFromMenu(page, 'Clients');
    await page.getByRole('main').getByRole('link', { name: 'The Bakery' }).click();
    await page.getByText('Its GravityZone is disconnected').waitFor();
    await page.getByText('Ransom.Live').first().waitFor();
    expect(await page.getByRole('button', { name: 'Sync now' }).count()).toBe(0);
    await openFromMenu(page, 'Mappings');
    await page.getByText('Mapped (2)').click();
    await rowOf('Bakery').first().getByText('No longer syncing').waitFor();
  });

  it('connects again with another key, with the mappings as they were', async () => {
    const otherKey = environment.gravityZone.addKey();
    await openFromMenu(page, 'Bitdefender');
    await page.getByRole('button', { name: 'Connect again' }).click();
    await dialog().getByLabel('API key', { exact: true }).fill(otherKey);
    await dialog().getByRole('button', { name: 'Test', exact: true }).click();
    await dialog().getByRole('button', { name: 'Connect', exact: true }).click();
    await dialog().getByText('Its mappings are back as they were.').waitFor();
    await dialog().getByRole('link', { name: 'Map companies' }).click();
    await page.getByText('Mapped (2)').click();
    await rowOf('Cafe Corner').waitFor();
    expect(await page.getByRole('combobox', { name: 'Client of Bakery' }).inputValue()).toBe('The Bakery');
    expect(await page.getByText('No longer syncing').count()).toBe(0);
    await syncNow(environment, cafe.clientId);
    expect(await everythingKept(page)).not.toContain(otherKey);
  });

  it('never sent a key back', async () => {
    const all = (await answers()).join('\n');
    expect(all).toContain('Ransom.Live');
    expect(all).not.toContain(apiKey);
  });
});
