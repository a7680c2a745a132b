import { beforeAll, describe, expect, it } from 'vitest';
import type { DeviceModel } from '../../../demo/gravityzone/world.js';
import { keepDegradation } from '../../../src/alert/degradation/keep-degradation.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { endWindows, openWindow, releaseDue } from '../../support/maintenance.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { otherAdmin } from '../../support/two-tenants.js';
import { versionNow } from '../../support/versions.js';

const ruleName = 'Bitdefender protection degraded -> notify';
const rulesDocument = '{ bitdefenderAlertRules { id name enabled conditions { kinds } actions { kind channel } } }';
const enable = `mutation ($input: SetBitdefenderAlertRuleEnabledInput!) { setBitdefenderAlertRuleEnabled(input: $input) {
  rule { enabled } userErrors { code } } }`;
const save = `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
  userErrors { code message } } }`;
const tryRule = `query ($input: SaveBitdefenderAlertRuleInput!) { previewBitdefenderAlertRule(input: $input) {
  preview { matched degradationCount degradations { client { id name } cause severity machines } } userErrors { code } } }`;
const list = `{ bitdefenderAlerts(first: 100, filter: { kind: DEGRADATION }) {
  facets { kinds { value count } } edges { node { id kind cause title detail severity state suppressedBy client { id }
  threat { id } hostName changes { kind actor } } } } }`;
const decide = `mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;
const mute = `mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) {
  mute { id } userErrors { code } } }`;

interface Alert {
  id: string;
  kind: string;
  cause: string;
  title: string;
  detail: string;
  severity: string;
  state: string;
  suppressedBy: string | null;
  client: { id: string };
  changes: { kind: string; actor: string }[];
}

interface Client {
  companyId: string;
  clientId: string;
  machines: DeviceModel[];
}

describe('alerts of degraded protection', () => {
  let environment: TestEnvironment;
  let database: Database;
  let bakery: Client;
  let butcher: Client;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => database.close());
    const { gravityZone, core } = environment;
    const client = (name: string): Client => {
      const companyId = gravityZone.world.addCompany(name).id;
      const clientId = core.world('msp-one').addClient({ name }).id;
      const machines = ['01', '02', '03'].map((number) =>
        gravityZone.world.addDevice({ companyId, name: `${name}-${number}` }),
      );
      return { companyId, clientId, machines };
    };
    bakery = client('BAKERY');
    butcher = client('BUTCHER');
    degrade(bakery, 2, { productOutdated: true });
    degrade(butcher, 1, { modulesOff: ['antimalware'] });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId, [butcher.companyId]: butcher.clientId });
    await syncNow(environment, bakery.clientId);
    await syncNow(environment, butcher.clientId);
  });

  /** So many machines of a client are so; the others are as they should be. */
  function degrade({ machines }: Client, count: number, what: Partial<DeviceModel>) {
    const healthy = { productOutdated: false, modulesOff: [], isolated: false };
    for (const [index, machine] of machines.entries()) Object.assign(machine, healthy, index < count ? what : {});
  }

  async function alertsOf({ clientId }: Client): Promise<Alert[]> {
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
      technician,
      list,
    );
    return bitdefenderAlerts.edges.map(({ node }) => node).filter(({ client }) => client.id === clientId);
  }

  /** After so many machines of the client have been degraded so, and were read. */
  async function afterSync(client: Client, count: number, what: Partial<DeviceModel> = { productOutdated: true }) {
    degrade(client, count, what);
    await syncNow(environment, client.clientId);
    return alertsOf(client);
  }

  /** The daily look at every client. What its rules ask for is left alone here. */
  async function look() {
    const nobody = { deliver: async () => undefined, publish: async () => undefined };
    const { signal } = new AbortController();
    await keepDegradation(nobody).run({ database, tenantId: 'msp-one', now: new Date(), signal });
  }

  const notified = () => environment.core.notifications.map(({ title }) => title);

  async function rule() {
    const { bitdefenderAlertRules } = await environment.data<{
      bitdefenderAlertRules: { id: string; name: string; enabled: boolean; conditions: { kinds: string[] } }[];
    }>(admin, rulesDocument);
    const found = bitdefenderAlertRules.find(({ name }) => name === ruleName);
    if (found === undefined) throw new Error('There is no such rule.');
    return found;
  }

  it('are raised of nothing as long as no rule is about them', async () => {
    expect(await rule()).toMatchObject({ enabled: false, conditions: { kinds: ['DEGRADATION'] } });
    expect(await alertsOf(bakery)).toEqual([]);
    expect(await alertsOf(butcher)).toEqual([]);
  });

  it('are stored so that the release before finds a rule of which nothing matches', async () => {
    const { rows } = await environment.database.query('select conditions from alert_rule where name = $1', [ruleName]);
    expect(rows).toEqual([{ conditions: { kinds: [], laterKinds: ['DEGRADATION'] } }]);
  });

  it('are shown by a trial before their rule is switched on, by client and cause, most severe first', async () => {
    const { id } = await rule();
    const scope = { kind: 'ALL', clientIds: [] };
    const actions = [{ kind: 'NOTIFY', channel: 'security' }];
    const input = { ruleId: id, name: ruleName, scope, conditions: { kinds: ['DEGRADATION'] }, actions };
    const trial = async (more: object) =>
      (
        await environment.data<{ previewBitdefenderAlertRule: { preview: object; userErrors: object[] } }>(
          admin,
          tryRule,
          { input: { ...input, ...more } },
        )
      ).previewBitdefenderAlertRule;
    const ofButcher = {
      client: { id: butcher.clientId, name: 'BUTCHER' },
      cause: 'MODULE_OFF',
      severity: 'HIGH',
      machines: 1,
    };
    const ofBakery = {
      client: { id: bakery.clientId, name: 'BAKERY' },
      cause: 'PRODUCT_OUTDATED',
      severity: 'LOW',
      machines: 2,
    };
    expect((await trial({})).preview).toEqual({
      matched: 0,
      degradationCount: 2,
      degradations: [ofButcher, ofBakery],
    });
    const severe = { conditions: { kinds: ['DEGRADATION'], minimumSeverity: 'MEDIUM' } };
    expect((await trial(severe)).preview).toMatchObject({ degradations: [ofButcher] });
    const caused = async (...causes: string[]) =>
      (await trial({ conditions: { kinds: ['DEGRADATION'], causes } })).preview;
    expect(await caused('PRODUCT_OUTDATED')).toMatchObject({ degradationCount: 1, degradations: [ofBakery] });
    expect(await caused('PRODUCT_OUTDATED', 'MODULE_OFF')).toMatchObject({ degradationCount: 2 });
    expect(await caused('ISOLATED')).toMatchObject({ degradationCount: 0 });
    const elsewhere = { scope: { kind: 'ALL_BUT', clientIds: [butcher.clientId] } };
    expect((await trial(elsewhere)).preview).toMatchObject({ degradations: [ofBakery] });
    expect(await alertsOf(bakery)).toEqual([]);
    expect((await trial({ conditions: { kinds: ['NOTICE'] } })).userErrors).toEqual([{ code: 'NOT_ABOUT_THREATS' }]);
  });

  it('are one for each client and cause, and ask their rule once', async () => {
    const { id: ruleId } = await rule();
    await environment.data(admin, enable, { input: { ruleId, enabled: true } });
    const [alert, ...others] = await afterSync(bakery, 3);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      kind: 'DEGRADATION',
      cause: 'PRODUCT_OUTDATED',
      title: 'Bitdefender product out of date: 3 machines',
      severity: 'LOW',
      state: 'OPEN',
      threat: null,
      hostName: null,
      changes: [{ kind: 'RAISED', actor: 'opsmerge' }],
    });
    expect(alert?.detail).toMatch(/^BAKERY-01, BAKERY-02, BAKERY-03\. Update the product/);
    await eventually(async () => notified().length === 1);
    expect(notified()).toEqual(['Bitdefender: Bitdefender product out of date: 3 machines']);
  });

  it('change with their machines, without asking once more, and stay as they are where nothing changes', async () => {
    const [alert] = await afterSync(bakery, 1);
    expect(alert?.title).toBe('Bitdefender product out of date: 1 machine');
    expect(alert?.changes.map(({ kind }) => kind)).toEqual(['RAISED', 'UPDATED']);
    expect(await afterSync(bakery, 1)).toEqual([alert]);
    expect(notified()).toHaveLength(1);
  });

  it('are resolved when the machines heal, and reopen without asking when they degrade within a day', async () => {
    expect(await afterSync(bakery, 0)).toMatchObject([{ state: 'RESOLVED' }]);
    const [alert] = await afterSync(bakery, 2);
    expect(alert).toMatchObject({ state: 'OPEN', title: 'Bitdefender product out of date: 2 machines' });
    expect(alert?.changes.map(({ kind }) => kind).slice(2)).toEqual(['RESOLVED', 'REOPENED']);
    expect(notified()).toHaveLength(1);
  });

  it('ask their rule again when machines degrade on a later day', async () => {
    await afterSync(bakery, 0);
    // Actions of one name in a client share a delivery for an hour.
    for (const [table, column] of [
      ['alert', 'raised_at'],
      ['alert_action', 'created_at'],
    ])
      await environment.database.query(`update ${table} set ${column} = ${column} - interval '25 hours'`);
    expect(await afterSync(bakery, 1)).toMatchObject([{ state: 'OPEN' }]);
    await eventually(async () => notified().length === 2);
    expect(notified().at(-1)).toBe('Bitdefender: Bitdefender product out of date: 1 machine');
  });

  it('stay resolved where a person resolved them, until the machines have healed', async () => {
    const [alert] = await alertsOf(bakery);
    await environment.data(technician, decide, { input: { ids: [alert?.id], decision: 'RESOLVE' } });
    expect(await afterSync(bakery, 2)).toMatchObject([{ state: 'RESOLVED' }]);
    await afterSync(bakery, 0);
    expect(await afterSync(bakery, 1)).toMatchObject([{ state: 'OPEN' }]);
    expect(notified()).toHaveLength(2);
  });

  it('are raised only where the conditions of a rule hold', async () => {
    const { id: ruleId } = await rule();
    const change = async (conditions: object) => {
      const version = await versionNow(environment, 'rule', { id: ruleId });
      const scope = { kind: 'ALL', clientIds: [] };
      const actions = [{ kind: 'NOTIFY', channel: 'security' }];
      const input = { ruleId, version, name: ruleName, enabled: true, scope, conditions, actions };
      const saved = await environment.data<{ saveBitdefenderAlertRule: { userErrors: object[] } }>(admin, save, {
        input,
      });
      expect(saved.saveBitdefenderAlertRule.userErrors).toEqual([]);
    };
    await change({ kinds: ['DEGRADATION'], minimumSeverity: 'MEDIUM' });
    expect(await afterSync(butcher, 2)).toEqual([]);
    await change({ kinds: ['DEGRADATION'], causes: ['ISOLATED'] });
    const { rows } = await environment.database.query('select conditions from alert_rule where id = $1', [ruleId]);
    expect(rows).toEqual([{ conditions: { kinds: [], laterKinds: ['DEGRADATION'], causes: ['ISOLATED'] } }]);
    expect(await afterSync(butcher, 2, { modulesOff: ['antimalware'] })).toEqual([]);
    await change({ kinds: ['DEGRADATION'] });
    expect(await afterSync(butcher, 0)).toEqual([]);
  });

  it('do nothing where a mute covers the client, and say so', async () => {
    const until = new Date(Date.now() + 3_600_000);
    const input = { clientId: butcher.clientId, until, reason: 'Moving.' };
    await environment.data(technician, mute, { input });
    const causes = await afterSync(butcher, 1, { isolated: true });
    expect(causes).toMatchObject([{ cause: 'ISOLATED', severity: 'HIGH', state: 'OPEN', suppressedBy: 'MUTE' }]);
    expect(notified()).toHaveLength(2);
  });

  it('are neither raised nor resolved of machines that are no longer read', async () => {
    const stale = (at: string) => environment.database.query(`update company set stale_at = ${at}`);
    const before = await alertsOf(bakery);
    expect(before).toMatchObject([{ state: 'OPEN' }]);
    // As after a week without a sync: all would be silent.
    await environment.database.query("update device_state set last_seen_at = now() - interval '8 days'");
    await stale("now() - interval '7 days'");
    await look();
    expect(await alertsOf(bakery)).toEqual(before);
    await stale("now() + interval '1 hour'");
    await look();
    const causes = (await alertsOf(bakery)).map(({ cause, title }) => [cause, title]);
    expect(causes).toContainEqual(['NOT_SEEN', 'No contact to Bitdefender: 3 machines']);
    await environment.database.query('update device_state set last_seen_at = now()');
    await look();
    expect((await alertsOf(bakery)).filter(({ state }) => state === 'OPEN')).toEqual(before);
  });

  it('are counted among the kinds of alerts, and shown to no other tenant', async () => {
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: { facets: { kinds: { value: string; count: number }[] } };
    }>(technician, list);
    expect(bitdefenderAlerts.facets.kinds).toContainEqual({ value: 'DEGRADATION', count: 4 });
    expect(await environment.data(otherAdmin, list)).toMatchObject({ bitdefenderAlerts: { edges: [] } });
  });

  it('ask their rule when machines that healed within a maintenance window degrade again', async () => {
    const off = { modulesOff: ['antimalware'] };
    const asked = () => notified().filter((title) => title.includes('Expected module off')).length;
    const alert = (alerts: Alert[]) => alerts.find(({ cause }) => cause === 'MODULE_OFF');
    const raisedAt = async () =>
      (await environment.database.query("select raised_at from alert where cause = 'MODULE_OFF'")).rows;
    await openWindow(environment, { clientId: bakery.clientId });
    expect(alert(await afterSync(bakery, 1, off))).toMatchObject({ state: 'OPEN' });
    expect(alert(await afterSync(bakery, 0))).toMatchObject({ state: 'RESOLVED' });
    await endWindows(environment);
    expect(await releaseDue(database)).toBeGreaterThan(0);
    expect(asked()).toBe(0);
    expect(alert(await afterSync(bakery, 1, off))).toMatchObject({ state: 'OPEN' });
    await eventually(async () => asked() === 1, 20);
    // From then on they come and go as ever.
    const before = await raisedAt();
    await afterSync(bakery, 0);
    expect(alert(await afterSync(bakery, 1, off))).toMatchObject({ state: 'OPEN' });
    expect(await raisedAt()).toEqual(before);
  });
});
