import { beforeAll, describe, expect, it } from 'vitest';
import { raiseAlerts } from '../../../src/alert/raising/raise-alerts.js';
import { releaseHolds } from '../../../src/alert/raising/release-holds.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const saveWindow = `mutation ($input: SaveBitdefenderMaintenanceWindowInput!) { saveBitdefenderMaintenanceWindow(input: $input) {
  window { timeZone } userErrors { message } } }`;
const changeZone = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
  userErrors { code } } }`;

/** What rules ask for is left alone here: it is counted where it is stored. */
const jobs = { deliver: async () => undefined, publish: async () => undefined };

describe('alerts that are held while clocks change', () => {
  let environment: TestEnvironment;
  let database: Database;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: false });
    database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => database.close());
    const bakery = addBakery(environment);
    for (const name of ['Spring', 'Autumn', 'Twice', 'Zone'])
      environment.gravityZone.world.addIncident({ ...bakery, name, severityScore: 90 });
    await connectSimulator(environment);
    await environment.database.query('update alert_rule set enabled = false');
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    await environment.database.query(
      "update alert_rule set enabled = true where name = 'Bitdefender high-severity -> ticket'",
    );
    await setZone('Europe/Berlin');
    const schedule = { days: [1, 2, 3, 4, 5, 6, 7], time: '01:30', minutes: 120 };
    const input = { name: 'Nightly', clientId: bakery.clientId, schedule };
    expect(await environment.data(admin, saveWindow, { input })).toMatchObject({
      saveBitdefenderMaintenanceWindow: { window: { timeZone: 'Europe/Berlin' }, userErrors: [] },
    });
  });

  async function setZone(timeZone: string) {
    const { bitdefenderSettings } = await environment.data<{ bitdefenderSettings: { version: string } }>(
      admin,
      '{ bitdefenderSettings { version } }',
    );
    await environment.data(admin, changeZone, { input: { timeZone, version: bitdefenderSettings.version } });
  }

  /** The threat is seen once more at a time. */
  async function seen(name: string, at: string) {
    const { rows } = await environment.database.query('select id from threat where name = $1', [name]);
    const context = { tenantId: 'msp-one', jobs, now: new Date(at), actor: 'bitdefender', cameBack: new Set<string>() };
    await database.forTenant('msp-one', (transaction) => raiseAlerts(transaction, context, [rows[0]?.id]));
  }
  async function look(name: string, at: string) {
    await environment.database.query('update alert_hold set look_at = least(look_at, $1) where look_at is not null', [
      at,
    ]);
    await releaseHolds({ database, jobs }, new Date(at));
    return stateOf(name);
  }
  async function stateOf(name: string) {
    const { rows } = await environment.database.query(
      `select (select count(*)::int from alert_occurrence as o where o.alert_id = alert.id) as acted,
              (select held_until from alert_hold as h where h.alert_id = alert.id and h.look_at is not null) as until
       from alert where title = $1`,
      [name],
    );
    const [{ acted, until }] = rows as [{ acted: number; until: Date | null }];
    return { acted, until: until?.toISOString().slice(0, 16) ?? null };
  }

  it('wait for the whole length of the window over the hour that clocks skip, and act once', async () => {
    await seen('Spring', '2027-03-28T00:29:59Z');
    expect((await stateOf('Spring')).acted).toBe(1);
    await environment.database.query('delete from alert_occurrence');
    // 01:45, and a quarter of an hour later it is 03:00.
    await seen('Spring', '2027-03-28T00:45:00Z');
    expect(await stateOf('Spring')).toEqual({ acted: 0, until: '2027-03-28T02:30' });
    await seen('Spring', '2027-03-28T01:05:00Z');
    expect(await look('Spring', '2027-03-28T02:29:59Z')).toEqual({ acted: 0, until: '2027-03-28T02:30' });
    expect(await look('Spring', '2027-03-28T02:30:00Z')).toEqual({ acted: 1, until: null });
    expect(await look('Spring', '2027-03-29T02:30:00Z')).toEqual({ acted: 1, until: null });
  });

  it('wait through the hour that comes twice, once', async () => {
    // 02:15 for the first time; the window ends at 02:30 for the second time.
    await seen('Autumn', '2027-10-31T00:15:00Z');
    expect(await stateOf('Autumn')).toEqual({ acted: 0, until: '2027-10-31T01:30' });
    expect(await look('Autumn', '2027-10-31T00:45:00Z')).toEqual({ acted: 0, until: '2027-10-31T01:30' });
    expect(await look('Autumn', '2027-10-31T01:30:00Z')).toEqual({ acted: 1, until: null });
    // 02:45 for the second time: the window does not open again.
    await seen('Twice', '2027-10-31T01:45:00Z');
    expect(await stateOf('Twice')).toEqual({ acted: 1, until: null });
    expect(await look('Autumn', '2027-10-31T01:46:00Z')).toEqual({ acted: 1, until: null });
  });

  it('follow the time zone of the tenant when that is changed while they wait', async () => {
    await seen('Zone', '2027-06-01T00:00:00Z');
    expect(await stateOf('Zone')).toEqual({ acted: 0, until: '2027-06-01T01:30' });
    await setZone('UTC');
    expect(await look('Zone', '2027-06-01T00:15:00Z')).toEqual({ acted: 1, until: null });
  });
});
