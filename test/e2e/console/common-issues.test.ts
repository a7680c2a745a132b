import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openConsole } from '../../support/browser.js';
import { choose } from '../../support/console.js';
import { admin, eventually, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let bakery: ReturnType<typeof addBakery>;
let apiKey: string;
let page: Page;

/** A finding in Diagnostics, by a part of its message. */
const finding = (message: string | RegExp) => page.getByRole('main').getByRole('listitem').filter({ hasText: message });
const dialog = () => page.getByRole('dialog');

/** Opens Diagnostics of one client, device or threat; of everything where nothing is named. */
const diagnose = (search = '') => page.goto(new URL(`/diagnostics${search}`, page.url()).href);

const isGone = (message: string | RegExp) => finding(message).waitFor({ state: 'detached' });

/** Sets how host names are compared. */
async function compareNames(matchMode: 'STRICT' | 'NORMALISED'): Promise<void> {
  const { bitdefenderSettings } = await environment.data<{ bitdefenderSettings: { version: string } }>(
    admin,
    '{ bitdefenderSettings { version } }',
  );
  const update = `mutation ($input: UpdateBitdefenderSettingsInput!) {
    updateBitdefenderSettings(input: $input) { userErrors { message } } }`;
  const input = { matchMode, version: bitdefenderSettings.version };
  expect(await environment.data(admin, update, { input })).toEqual({ updateBitdefenderSettings: { userErrors: [] } });
}

const idOf = async (table: 'threat' | 'device', name: string): Promise<string> =>
  (await environment.database.query(`select id from ${table} where name = $1`, [name])).rows[0]?.id;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  bakery = addBakery(environment);
  const { core, gravityZone } = environment;
  core.world('msp-one').addAgent({ clientId: bakery.clientId, hostname: 'oven-01' });
  const butcher = gravityZone.world.addCompany('Butcher').id;
  const deviceId = gravityZone.world.addDevice({ companyId: butcher, name: 'KNIFE-01' }).id;
  gravityZone.world.addIncident({ companyId: butcher, deviceId, name: 'Trojan.Butcher', severityScore: 80 });
  core.world('msp-one').addClient({ name: 'The Butcher' });
  ({ apiKey } = await connectSimulator(environment));
  await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
  await syncNow(environment, bakery.clientId);
  ({ page } = await openConsole(environment, { path: '/diagnostics' }));
});

describe('the common issues of the product page, each with its remedy pressed', () => {
  it('a key that is refused is rotated', async () => {
    environment.gravityZone.changeKey(apiKey, { revoked: true });
    await syncNow(environment, bakery.clientId);
    const newKey = environment.gravityZone.addKey();
    await diagnose();
    await page.getByRole('heading', { name: 'API key refused' }).waitFor();
    await page.getByRole('button', { name: 'Rotate the key' }).click();
    await dialog().getByLabel('New API key', { exact: true }).fill(newKey);
    await dialog().getByRole('button', { name: 'Test', exact: true }).click();
    await dialog().getByRole('button', { name: 'Replace the key' }).click();
    await page.getByText(/^The key of ".*" was replaced\.$/).waitFor();
    await page.getByRole('heading', { name: 'API key refused' }).waitFor({ state: 'detached' });
    expect((await syncNow(environment, bakery.clientId)).state).toBe('SUCCEEDED');
  });

  it('a client that shows nothing gets its company', async () => {
    await diagnose();
    await choose(page, 'Client', 'The Butcher');
    await finding('No Bitdefender company is mapped to this client').getByRole('button', { name: 'Map' }).click();
    // What is likely is chosen already.
    await eventually(
      async () => (await dialog().getByRole('combobox', { name: 'Company in Bitdefender' }).inputValue()) === 'Butcher',
    );
    await dialog().getByRole('button', { name: 'Map', exact: true }).click();
    await page.getByText('Butcher is mapped to The Butcher. Its first sync begins now.').waitFor();
    await isGone('No Bitdefender company is mapped to this client');
  });

  it('a machine whose name is spelled differently is pinned to its agent', async () => {
    environment.gravityZone.world.addDevice({ companyId: bakery.companyId, name: 'RECEPTION' });
    environment.core.world('msp-one').addAgent({ clientId: bakery.clientId, hostname: 'recepton' });
    await syncNow(environment, bakery.clientId);
    await diagnose();
    const message = 'The device is "RECEPTION" in Bitdefender and "recepton" in OpsMerge.';
    await finding(message).getByRole('button', { name: 'Pin to an agent' }).click();
    await dialog()
      .getByRole('radio', { name: /^recepton/ })
      .check();
    await dialog().getByRole('button', { name: 'Pin', exact: true }).click();
    await page.getByText('RECEPTION is pinned to recepton.').waitFor();
    await isGone(message);
  });

  it('names that differ by their domain are compared normalised', async () => {
    const agent = { clientId: bakery.clientId, hostname: 'WIN-ABC123.local' };
    environment.core.world('msp-one').addAgent(agent);
    environment.gravityZone.world.addDevice({ companyId: bakery.companyId, name: 'WIN-ABC123' });
    await compareNames('STRICT');
    await syncNow(environment, bakery.clientId);
    await diagnose();
    const message = 'The device is "WIN-ABC123" in Bitdefender and "WIN-ABC123.local" in OpsMerge.';
    await finding(message).getByRole('button', { name: 'Change the match mode' }).click();
    await dialog().getByRole('button', { name: 'Compare normalised' }).click();
    await page.getByText('Every client is matched again.').waitFor();
    // A job does so; the dialog waits for its end.
    await finding(message).waitFor({ state: 'detached' });
  });

  it('data that are old are synced now', async () => {
    await environment.database.query(
      `update company set last_synced_at = last_synced_at - interval '3 hours', stale_at = stale_at - interval '3 hours' where bd_id = $1`,
      [bakery.companyId],
    );
    await diagnose();
    await page.getByRole('heading', { name: 'Data are old' }).waitFor();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByText('The sync has ended.').waitFor();
    await page.getByRole('heading', { name: 'Data are old' }).waitFor({ state: 'detached' });
  });

  it('a threat without a ticket gets one once its rule is enabled', async () => {
    const rule = 'Bitdefender high-severity -> ticket';
    await page.goto(new URL('/rules', page.url()).href);
    // The switch lies over its input.
    await page
      .getByRole('switch', { name: `Switch off ${rule}` })
      .locator('..')
      .click();
    await page.getByRole('switch', { name: `Switch on ${rule}` }).waitFor();
    const { companyId, deviceId } = bakery;
    environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Ransom.Silent', severityScore: 95 });
    await syncNow(environment, bakery.clientId);
    await diagnose(`?threat=${await idOf('threat', 'Ransom.Silent')}`);
    await page.getByRole('heading', { name: 'No ticket: rule disabled' }).waitFor();
    await page.getByRole('button', { name: 'Enable the rule' }).click();
    await page.getByText('The rule is enabled.').waitFor();
    await page.getByRole('heading', { name: 'No ticket: rule disabled' }).waitFor({ state: 'detached' });
    // The alert is from before: it is run through the rules as they are now.
    await page.getByRole('button', { name: 'Run through the rules' }).click();
    await page.getByText('Nothing to mend').waitFor();
    const tickets = [...environment.core.world('msp-one').tickets.values()];
    expect(tickets.filter(({ title }) => title.includes('Ransom.Silent'))).toHaveLength(1);
  });
});
