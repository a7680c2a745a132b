import { beforeAll, describe, expect, it } from 'vitest';
import { keepDegradation } from '../../../src/alert/degradation/keep-degradation.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { seatLooks } from '../../support/seats.js';
import { otherAdmin } from '../../support/two-tenants.js';
import { versionNow } from '../../support/versions.js';

const rulesDocument = '{ bitdefenderAlertRules { id name } }';
const enable = `mutation ($input: SetBitdefenderAlertRuleEnabledInput!) { setBitdefenderAlertRuleEnabled(input: $input) {
  userErrors { code } } }`;
const tryRule = `query ($input: SaveBitdefenderAlertRuleInput!) { previewBitdefenderAlertRule(input: $input) {
  preview { degradationCount degradations { client { id } cause severity machines companies } } userErrors { code } } }`;
const list = `{ bitdefenderAlerts(first: 100, filter: { kind: DEGRADATION }) { edges { node {
  id cause title detail severity state client { id } changes { kind } } } } }`;
const settings = '{ bitdefenderSettings { licenceEndingDays } }';
const change = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
  settings { licenceEndingDays } userErrors { code field } } }`;

interface Alert {
  id: string;
  cause: string;
  title: string;
  detail: string;
  severity: string;
  state: string;
  client: { id: string };
  changes: { kind: string }[];
}

describe('licences that end', () => {
  let environment: TestEnvironment;
  let database: Database;
  let look: Awaited<ReturnType<typeof seatLooks>>;
  let integrationId: string;
  let bakery: string;
  const companies = {} as Record<'bakery' | 'cafe', string>;
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => database.close());
    look = await seatLooks(environment);
    const { world } = environment.gravityZone;
    bakery = environment.core.world('msp-one').addClient({ name: 'Bakery' }).id;
    companies.bakery = world.addCompany('BAKERY').id;
    companies.cafe = world.addCompany('CAFE').id;
    // A company without machines has a licence too.
    world.addDevice({ companyId: companies.bakery, name: 'OVEN' });
    ends('bakery', 20);
    ({ integrationId } = await connectSimulator(environment));
    await mapByBdId(environment, { [companies.bakery]: bakery, [companies.cafe]: bakery });
    await syncNow(environment, bakery);
  });

  function ends(company: 'bakery' | 'cafe', days: number | null) {
    const expiresAt = days === null ? null : inDays(days);
    environment.gravityZone.world.licenseCompany(companies[company], { subscriptionType: 2, expiresAt });
  }

  /** The alerts after the licences were read, and looked at as once a day. What the rules ask for is carried out by syncs only. */
  async function afterLook(): Promise<Alert[]> {
    const at = new Date();
    await environment.database.query('update seat_look set next_at = $1', [at]);
    await look(integrationId, at);
    return afterCheck();
  }

  async function afterCheck(): Promise<Alert[]> {
    const nobody = { deliver: async () => undefined, publish: async () => undefined };
    const { signal } = new AbortController();
    await keepDegradation(nobody).run({ database, tenantId: 'msp-one', now: new Date(), signal });
    return alerts();
  }

  async function alerts(): Promise<Alert[]> {
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
      technician,
      list,
    );
    return bitdefenderAlerts.edges.map(({ node }) => node).filter(({ cause }) => cause === 'LICENCE_ENDING');
  }

  async function setDays(licenceEndingDays: number) {
    const input = { licenceEndingDays, version: await versionNow(environment, 'settings') };
    return (await environment.data<{ updateBitdefenderSettings: object }>(admin, change, { input }))
      .updateBitdefenderSettings;
  }

  it('are counted by the trial of a rule as companies, and raise nothing before it is on', async () => {
    expect(await afterLook()).toEqual([]);
    const scope = { kind: 'ALL', clientIds: [] };
    const actions = [{ kind: 'NOTIFY', channel: 'security' }];
    const input = { name: 'Licences', scope, conditions: { kinds: ['DEGRADATION'] }, actions };
    expect(await environment.data(admin, tryRule, { input })).toMatchObject({
      previewBitdefenderAlertRule: {
        preview: {
          degradationCount: 1,
          degradations: [
            { client: { id: bakery }, cause: 'LICENCE_ENDING', severity: 'MEDIUM', machines: 0, companies: 1 },
          ],
        },
      },
    });
  });

  it('raise one alert for each client, which asks its rules once', async () => {
    const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: { id: string; name: string }[] }>(
      admin,
      rulesDocument,
    );
    const ruleId = bitdefenderAlertRules.find(({ name }) => name.includes('protection degraded'))?.id;
    await environment.data(admin, enable, { input: { ruleId, enabled: true } });
    // A sync looks at a client of which it changed something, and once an hour.
    environment.gravityZone.world.addDevice({ companyId: companies.bakery, name: 'TILL' });
    await syncNow(environment, bakery);
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      ...{ title: 'Bitdefender licence ending or ended: 1 company', severity: 'MEDIUM', state: 'OPEN' },
      ...{ client: { id: bakery }, changes: [{ kind: 'RAISED' }] },
    });
    expect(alert?.detail).toBe(
      `BAKERY (ends ${inDays(20).toISOString().slice(0, 10)}). Renew the licence of these companies in GravityZone.`,
    );
    const titles = () => environment.core.notifications.map(({ title }) => title);
    await eventually(async () => titles().length === 1);
    expect(titles()).toEqual(['Bitdefender: Bitdefender licence ending or ended: 1 company']);
  });

  it('are shown to no other tenant', async () => {
    expect(await environment.data(otherAdmin, list)).toEqual({ bitdefenderAlerts: { edges: [] } });
  });

  it('change with the companies, those that have ended first', async () => {
    ends('cafe', -3);
    const [alert] = await afterLook();
    expect(alert?.title).toBe('Bitdefender licence ending or ended: 2 companies');
    expect(alert?.detail).toMatch(/^CAFE \(ended [\d-]+\), BAKERY \(ends [\d-]+\)\. /);
    expect(alert?.changes.map(({ kind }) => kind)).toEqual(['RAISED', 'UPDATED']);
    expect(await afterLook()).toEqual([alert]);
  });

  it('count from as many days before the end as the tenant sets', async () => {
    expect(await environment.data(admin, settings)).toEqual({ bitdefenderSettings: { licenceEndingDays: 30 } });
    expect(await setDays(0)).toEqual({
      settings: null,
      userErrors: [{ code: 'BAD_LICENCE_DAYS', field: ['input', 'licenceEndingDays'] }],
    });
    expect(await setDays(10)).toEqual({ settings: { licenceEndingDays: 10 }, userErrors: [] });
    expect(await afterCheck()).toMatchObject([{ detail: expect.stringMatching(/^CAFE \(ended [\d-]+\)\. /) }]);
    await setDays(365);
    expect(await afterCheck()).toMatchObject([{ title: 'Bitdefender licence ending or ended: 2 companies' }]);
  });

  it('stay as they are while looks fail, or the company alone is refused', async () => {
    const before = await alerts();
    const { faults } = environment.gravityZone;
    for (const company of ['bakery', 'cafe'] as const) ends(company, null);
    // However many looks in a row: the end that was read last stays known, also where each has something else to store.
    for (let looked = 0; looked < 3; looked += 1) {
      faults.add({ kind: 'suspended', method: 'getLicenseInfo', times: 2 });
      await environment.database.query('update seat_month set content_hash = $1', [`another ${looked}`]);
      expect(await afterLook()).toEqual(before);
    }
    // Looks that succeeded, but long ago.
    ends('bakery', 20);
    ends('cafe', -3);
    expect(await afterLook()).toMatchObject([{ state: 'OPEN', title: before[0]?.title }]);
    await environment.database.query(
      `update seat_month set as_of = now() - interval '3 days', expires_at = expires_at`,
    );
    await environment.database.query(`update seat_look set looked_at = now() - interval '3 days'`);
    const standing = await alerts();
    await environment.database.query(`update seat_month set expires_at = expires_at - interval '100 days'`);
    expect(await afterCheck()).toEqual(standing);
    await environment.database.query(`update seat_month set expires_at = expires_at + interval '100 days'`);
  });

  it('are resolved when the licences are renewed', async () => {
    ends('bakery', 730);
    expect(await afterLook()).toMatchObject([
      { state: 'OPEN', title: 'Bitdefender licence ending or ended: 1 company' },
    ]);
    ends('cafe', null);
    expect(await afterLook()).toMatchObject([{ state: 'RESOLVED' }]);
    expect(await afterCheck()).toMatchObject([{ state: 'RESOLVED' }]);
  });

  it('are resolved when the company is no longer of the client', async () => {
    ends('cafe', 1);
    expect(await afterLook()).toMatchObject([{ state: 'OPEN' }]);
    await environment.database.query(`update company set client_id = null, mapped_at = null where bd_id = $1`, [
      companies.cafe,
    ]);
    expect(await afterCheck()).toMatchObject([{ state: 'RESOLVED' }]);
  });
});
