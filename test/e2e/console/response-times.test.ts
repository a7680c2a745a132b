import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, openConsole } from '../../support/browser.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let bakery: ReturnType<typeof addBakery>;

const detect = (name: string) =>
  environment.gravityZone.world.addIncident({
    companyId: bakery.companyId,
    deviceId: bakery.deviceId,
    name,
    severityScore: 95,
  });

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  bakery = addBakery(environment);
  detect('Trojan.Before');
  await connectSimulator(environment);
  await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
  await syncNow(environment, bakery.clientId);
  for (const name of ['Ransom.One', 'Ransom.Two']) detect(name);
  await syncNow(environment, bakery.clientId);
  const ticketed = 'select from alert_change where kind = $1';
  await eventually(async () => ((await environment.database.query(ticketed, ['TICKETED'])).rowCount ?? 0) >= 2);
  // Steps at different times: found after 4 minutes, with an alert after 5 and a ticket after 12.
  const shifted = "select id, created_at - interval '20 minutes' as at from threat where name like 'Ransom.%'";
  await environment.database.query(`with given as (${shifted}) update threat set detected_at = given.at,
    created_at = given.at + interval '4 minutes' from given where threat.id = given.id`);
  await environment.database.query(`update alert set raised_at = threat.detected_at + interval '5 minutes'
    from threat where threat.id = alert.threat_id and threat.name like 'Ransom.%'`);
  await environment.database.query(`update alert_change as change set at = threat.detected_at + interval '12 minutes'
    from alert join threat on threat.id = alert.threat_id where alert.id = change.alert_id and change.kind = 'TICKETED'`);
  await environment.database.query("update company set first_seen_at = first_seen_at - interval '1 day'");
  await environment.database.query("update threat set history = true where name = 'Trojan.Before'");
}, 180_000);

const threatId = async (name: string): Promise<string> =>
  (await environment.database.query('select id from threat where name = $1', [name])).rows[0]?.id;

describe('response times in a browser', () => {
  it('stand on a threat, each step after its detection, and what is still to come', async () => {
    const path = `/threats?threat=${await threatId('Ransom.One')}`;
    const { page } = await openConsole(environment, { role: 'technician', path });
    const panel = page.getByRole('dialog');
    const step = (name: string) => panel.getByRole('row', { name: new RegExp(`^${name} (after|not)`) });
    await step('Known here').getByText('after 4 min').waitFor();
    await step('Alert').getByText('after 5 min').waitFor();
    await step('Ticket').getByText('after 12 min').waitFor();
    await step('A person').getByText('not yet').waitFor();
    await panel.getByRole('button', { name: 'Assign to me' }).click();
    await step('A person')
      .getByText(/after \d+(\.\d)? min/)
      .waitFor();
    await expectNoAxeViolations(page);
  });

  it('are not shown of what the first read found', async () => {
    const path = `/threats?threat=${await threatId('Trojan.Before')}`;
    const { page } = await openConsole(environment, { role: 'technician', path });
    await page.getByRole('dialog').getByText('Not measured: the first read of its company found it').waitFor();
  });

  it('are measured against what is promised in the settings', async () => {
    const { page } = await openConsole(environment, { role: 'owner', path: '/settings/bitdefender' });
    const promise = page.getByRole('group', { name: 'Response times' });
    await promise.getByLabel('Known here').fill('5');
    await promise.getByLabel('Ticket').fill('50000');
    await page.getByRole('button', { name: 'Save the settings' }).click();
    await promise.getByText('Promise 1 to 43200 minutes, or nothing: null.').waitFor();
    await promise.getByLabel('Ticket').fill('10');
    await promise.getByLabel('A person').fill('10');
    await page.getByRole('button', { name: 'Save the settings' }).click();
    await page.getByText('The settings were saved.').waitFor();
    const { bitdefenderSettings } = await environment.data<{ bitdefenderSettings: object }>(
      technician,
      '{ bitdefenderSettings { responsePromise { known alert ticket person } } }',
    );
    expect(bitdefenderSettings).toEqual({ responsePromise: { known: 5, alert: null, ticket: 10, person: 10 } });
    await expectNoAxeViolations(page);
  });

  it.each(['desktop', 'phone'] as const)('stand on a client by month, on a %s', async (viewport) => {
    const path = `/clients/${bakery.clientId}`;
    const { page } = await openConsole(environment, { role: 'technician', path, viewport });
    const table = page.getByRole('table', { name: 'Response times' });
    const rows = table.locator('tbody tr');
    await rows.first().waitFor();
    // At midnight of the first, the two threats are of the month before.
    const cells = await rows.filter({ hasText: '100% within 5 min' }).locator('td').allTextContents();
    expect(cells.slice(1, 5)).toEqual([
      '2',
      '4 min / 4 min100% within 5 min',
      '5 min / 5 min',
      '12 min / 12 min0% within 10 min',
    ]);
    // One was assigned too late, the other still waits.
    expect(cells[5]).toMatch(/min0% within 10 min1 overdue$/);
    await expectNoAxeViolations(page);
  });

  it('stand in the portal once it is shared with the clients', async () => {
    const { bitdefenderSettings } = await environment.data<{ bitdefenderSettings: { version: string } }>(
      admin,
      '{ bitdefenderSettings { version } }',
    );
    await environment.data(
      admin,
      `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { code } } }`,
      { input: { version: bitdefenderSettings.version, portalEnabled: true } },
    );
    const { page } = await openConsole(environment, { role: { portalOf: bakery.clientId }, path: '/portal' });
    const row = page
      .getByRole('table', { name: 'How fast we were' })
      .locator('tbody tr')
      .filter({ hasText: '100% within 5 min (promised)' });
    await row.waitFor();
    const cells = await row.locator('td').allTextContents();
    expect(cells.slice(1, 4)).toEqual([
      '2',
      '4 min / 4 min100% within 5 min (promised)',
      '12 min / 12 min0% within 10 min (promised)',
    ]);
    await expectNoAxeViolations(page);
  });
});
