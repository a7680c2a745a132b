import { beforeAll, describe, expect, it } from 'vitest';
import { movedTables } from '../../../src/client/merge/moved-tables.js';
import { addClientTo, clientWorkDone, companyOf, type LivingClient, whenAsked } from '../../support/client-life.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const save = `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
  rule { id } userErrors { code message } } }`;
const mute = `mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) {
  mute { id } userErrors { code message } } }`;
const clientDocument = `query ($clientId: ID!) { client(id: $clientId) { name bitdefender { companies { name }
  devices(first: 50) { edges { node { name agent { id } } } }
  threats(first: 50) { edges { node { name client { id name } } } } alertCounts { open } } } }`;
const rulesDocument = '{ bitdefenderAlertRules { name scope { kind clientIds } } }';

interface Shown {
  name: string;
  bitdefender: {
    companies: { name: string }[];
    devices: { edges: { node: { name: string; agent: { id: string } | null } }[] };
    threats: { edges: { node: { name: string; client: { id: string; name: string } } }[] };
    alertCounts: { open: number };
  } | null;
}

describe('a client that is merged into another', { timeout: 120_000 }, () => {
  let environment: TestEnvironment;
  let bakery: LivingClient;
  let butcher: LivingClient;
  let dairy: LivingClient;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, tick: everySecond });
    bakery = addClientTo(environment, 'BAKERY', ['OVEN-01', 'OVEN-02', 'SHARED-01']);
    butcher = addClientTo(environment, 'BUTCHER', ['KNIFE-01', 'SHARED-01']);
    dairy = addClientTo(environment, 'DAIRY', ['CHURN-01']);
    for (const client of [bakery, butcher]) {
      detect(client, 0, 'Trojan.First');
      detect(client, 1, 'Trojan.Second');
    }
    await connectSimulator(environment);
    const pairs = [bakery, butcher, dairy].map(({ companyId, clientId }) => [companyId, clientId]);
    await mapByBdId(environment, Object.fromEntries(pairs));
    for (const { clientId } of [bakery, butcher, dairy]) await syncNow(environment, clientId);
    await eventually(async () => environment.core.tickets.length === 4);
    const scope = { kind: 'ONLY', clientIds: [bakery.clientId] };
    const actions = [{ kind: 'NOTIFY', channel: 'security' }];
    for (const [name, given] of [
      ['For bakeries', scope],
      ['Not for bakeries', { ...scope, kind: 'ALL_BUT' }],
    ] as const)
      await environment.data(admin, save, {
        input: { name, scope: given, conditions: { families: ['TROJAN'] }, actions, next: 'CONTINUE' },
      });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await environment.data(technician, mute, {
      input: { clientId: bakery.clientId, threatName: 'Trojan.Muted', until, reason: 'An exercise.' },
    });
    await plant();
  });

  function detect(client: LivingClient, place: number, name: string) {
    environment.gravityZone.world.addIncident({
      ...{ companyId: client.companyId, deviceId: client.machines[place]?.id ?? null, name, severityScore: 92 },
    });
  }

  /** What takes days to come about. */
  async function plant() {
    const { database } = environment;
    const { rows } = await database.query(`select id from company where client_id = $1`, [bakery.clientId]);
    for (const [client, day, machines] of [
      [bakery, '2026-01-01', 3],
      [bakery, '2026-01-02', 3],
      [butcher, '2026-01-02', 2],
    ] as const)
      await database.query(
        `insert into coverage_day (tenant_id, client_id, day, machines, agents, protected_agents, gaps)
         values ('msp-one', $1, $2, $3, $3, 1, $4)`,
        [client.clientId, day, machines, { NO_AGENT: machines, NOT_SEEN: 1 }],
      );
    await database.query(
      `insert into expectation (tenant_id, client_id, not_seen_days, changed_at) values ('msp-one', $1, 9, now())`,
      [bakery.clientId],
    );
    for (const { clientId } of [bakery, butcher])
      await database.query(
        `insert into threat_kept_count (tenant_id, id, company_id, client_id, quarter, severity, status, action, count)
         values ('msp-one', gen_random_uuid(), $1, $2, '2025-06-01', 3, 'RESOLVED', 'BLOCKED', 5)`,
        [rows[0].id, clientId],
      );
    await database.query(
      `insert into tenant_setting (tenant_id, time_zone, portal_enabled, portal_hidden_client_ids, changed_at)
       values ('msp-one', 'UTC', true, $1, now())
       on conflict (tenant_id) do update set portal_hidden_client_ids = excluded.portal_hidden_client_ids`,
      [[bakery.clientId]],
    );
  }

  async function shown({ clientId }: LivingClient): Promise<Shown | null> {
    const { client } = await environment.data<{ client: Shown | null }>(technician, clientDocument, { clientId });
    return client;
  }

  const mergeOf = async ({ clientId }: LivingClient) => {
    const { rows } = await environment.database.query('select * from client_merge where client_id = $1', [clientId]);
    return rows[0] as
      | { state: string; into_client_id: string | null; problem: string | null; moved: object; found_at: Date }
      | undefined;
  };

  async function merged(client: LivingClient, into: LivingClient) {
    environment.core.world('msp-one').mergeClient(client.clientId, into.clientId);
    await whenAsked(environment, async () => (await mergeOf(client))?.into_client_id === into.clientId);
    await clientWorkDone(environment);
  }

  /** The tables in which something is still of this client. */
  async function tablesOf({ clientId }: LivingClient): Promise<string[]> {
    const found: string[] = [];
    for (const table of new Set(['company', ...movedTables.map((moved) => moved.table)])) {
      const { rows } = await environment.database.query(`select from ${table} where client_id = $1`, [clientId]);
      if (rows.length > 0) found.push(table);
    }
    return found;
  }

  const titles = () => environment.core.tickets.map(({ title }) => title).toSorted();

  it('has everything at the other one, once', async () => {
    const notified = environment.core.notifications.length;
    const before = titles();
    await merged(bakery, butcher);
    expect(await tablesOf(bakery)).toEqual([]);
    expect(await mergeOf(bakery)).toMatchObject({ state: 'DONE', into_client_id: butcher.clientId });
    const both = await shown(butcher);
    expect(both?.bitdefender?.companies.map(({ name }) => name)).toEqual(['BAKERY', 'BUTCHER']);
    const names = both?.bitdefender?.threats.edges.map(({ node }) => [node.name, node.client.name]).toSorted();
    const of = (name: string) => [name, 'BUTCHER'];
    expect(names).toEqual(['Trojan.First', 'Trojan.First', 'Trojan.Second', 'Trojan.Second'].map(of));
    expect(both?.bitdefender?.alertCounts.open).toBe(4);
    expect(await shown(bakery)).toBeNull();
    // Nothing acted once more.
    expect(titles()).toEqual(before);
    expect(environment.core.notifications).toHaveLength(notified);
  });

  it('adds up what was counted', async () => {
    const { rows: days } = await environment.database.query(
      `select day::text, machines, agents, protected_agents, gaps from coverage_day
       where client_id = $1 and day < '2026-02-01' order by day`,
      [butcher.clientId],
    );
    expect(days).toEqual([
      { day: '2026-01-01', machines: 3, agents: 3, protected_agents: 1, gaps: { NO_AGENT: 3, NOT_SEEN: 1 } },
      { day: '2026-01-02', machines: 5, agents: 5, protected_agents: 2, gaps: { NO_AGENT: 5, NOT_SEEN: 2 } },
    ]);
    const { rows: kept } = await environment.database.query(
      'select sum(count)::int as kept from threat_kept_count where client_id = $1',
      [butcher.clientId],
    );
    expect(kept).toEqual([{ kept: 10 }]);
  });

  it('leaves what people decided in force, and opens no portal', async () => {
    const { bitdefenderAlertRules } = await environment.data<{
      bitdefenderAlertRules: { name: string; scope: { kind: string; clientIds: string[] } }[];
    }>(admin, rulesDocument);
    const scopes = new Map(bitdefenderAlertRules.map(({ name, scope }) => [name, scope]));
    expect(scopes.get('For bakeries')).toEqual({ kind: 'ONLY', clientIds: [butcher.clientId] });
    expect(scopes.get('Not for bakeries')).toEqual({ kind: 'ALL', clientIds: [] });
    const { rows } = await environment.database.query(`
      select (select client_id from alert_mute) as muted, (select client_id from expectation) as expected,
             (select portal_hidden_client_ids from tenant_setting) as hidden`);
    expect(rows).toEqual([{ muted: butcher.clientId, expected: butcher.clientId, hidden: [butcher.clientId] }]);
  });

  it('has its machines matched again with those of the other one', async () => {
    const both = await shown(butcher);
    const machines = both?.bitdefender?.devices.edges.map(({ node }) => node) ?? [];
    for (const name of ['OVEN-01', 'OVEN-02', 'KNIFE-01'])
      expect(machines.filter((machine) => machine.name === name)).toMatchObject([
        { agent: { id: expect.any(String) } },
      ]);
    const { rows } = await environment.database.query(
      `select match_kind, agent_id from device where client_id = $1 and host_key = 'shared-01'`,
      [butcher.clientId],
    );
    // Two devices and two agents of one name: nobody can tell which is which.
    expect(rows).toHaveLength(2);
    expect(rows.every(({ agent_id }) => agent_id === null)).toBe(true);
  });

  it('is polled for the other one, whose rules act upon what is new', async () => {
    const before = titles().length;
    await syncNow(environment, butcher.clientId);
    expect(titles()).toHaveLength(before);
    detect(bakery, 0, 'Trojan.New');
    await syncNow(environment, butcher.clientId);
    await eventually(async () => titles().length === before + 1);
    const ticket = environment.core.tickets.at(-1);
    expect(ticket).toMatchObject({ clientId: butcher.clientId, title: expect.stringContaining('Trojan.New') });
    expect(await tablesOf(bakery)).toEqual([]);
  });

  it('leaves one entry in the audit, with what was moved', async () => {
    const { rows } = await environment.database.query(
      `select subject, actor, detail from audit_entry where action = 'CLIENT_MERGED'`,
    );
    expect(rows).toEqual([
      {
        subject: bakery.clientId,
        actor: 'opsmerge',
        detail: {
          before: bakery.clientId,
          after: butcher.clientId,
          moved: expect.objectContaining({
            company: 1,
            threat: 2,
            device: 3,
            alert: 2,
            alert_mute: 1,
            coverage_day: 3,
          }),
          rules: expect.any(Array),
        },
      },
    ]);
  });

  it('follows along a chain', async () => {
    const first = await mergeOf(bakery);
    await merged(butcher, dairy);
    await eventually(async () => (await mergeOf(bakery))?.into_client_id === dairy.clientId);
    await clientWorkDone(environment);
    expect(await tablesOf(butcher)).toEqual([]);
    expect(await tablesOf(bakery)).toEqual([]);
    // A merge of its own: what moved to where it went first is not counted again.
    const second = await mergeOf(bakery);
    expect(second?.moved).toEqual({});
    expect(Number(second?.found_at)).toBeGreaterThan(Number(first?.found_at));
    const all = await shown(dairy);
    expect(all?.bitdefender?.companies).toHaveLength(3);
    expect(all?.bitdefender?.threats.edges).toHaveLength(5);
  });

  it('rests with an archived client, until that one is active', async () => {
    const attic = addClientTo(environment, 'ATTIC', []);
    environment.core.world('msp-one').setClientState(attic.clientId, 'ARCHIVED');
    await merged(dairy, attic);
    for (const { companyId } of [bakery, butcher, dairy])
      expect(await companyOf(environment, companyId)).toMatchObject({
        ...{ client: { id: attic.clientId }, nextSyncAt: null, restsSince: expect.any(String) },
      });
    environment.core.world('msp-one').setClientState(attic.clientId, 'ACTIVE');
    await whenAsked(environment, async () => (await companyOf(environment, bakery.companyId)).restsSince === null);
    await clientWorkDone(environment);
  });

  it('waits where merges lead back to where they began, or to a client that core does not know', async () => {
    const names = ['ONE', 'TWO', 'THREE'];
    const [one, two, three] = names.map((name) => addClientTo(environment, name, [`${name}-01`])) as [
      LivingClient,
      LivingClient,
      LivingClient,
    ];
    const attic = (await companyOf(environment, bakery.companyId)).client?.id ?? '';
    await environment.database.query('update connection set tree_due_at = now()');
    await syncNow(environment, attic);
    const pairs = [one, two, three].map(({ companyId, clientId }) => [companyId, clientId]);
    await eventually(async () => companyOf(environment, three.companyId).catch(() => null));
    await mapByBdId(environment, Object.fromEntries(pairs));
    const { merged: merges } = environment.core.world('msp-one');
    merges.set(one.clientId, two.clientId).set(two.clientId, one.clientId).set(three.clientId, 'nobody');
    await whenAsked(environment, async () => (await mergeOf(three))?.problem === 'UNKNOWN_TARGET');
    expect(await mergeOf(one)).toMatchObject({ state: 'WAITING', problem: 'CYCLE' });
    expect(await mergeOf(two)).toMatchObject({ state: 'WAITING', problem: 'CYCLE' });
    expect((await companyOf(environment, one.companyId)).client?.id).toBe(one.clientId);
    // Core puts it right.
    merges.delete(two.clientId);
    await whenAsked(environment, async () => (await mergeOf(one))?.state === 'DONE');
    expect((await companyOf(environment, one.companyId)).client?.id).toBe(two.clientId);
  });
});
