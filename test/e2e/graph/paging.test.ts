import { readFile } from 'node:fs/promises';
import { buildSchema, getNamedType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { plantDevices } from '../../support/devices.js';
import { admin, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';
import { versionNow } from '../../support/versions.js';

interface Page {
  edges: { cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** A list of the graph: where it is, and the request of one page of it under the name `list`. */
interface List {
  name: string;
  field: string;
  request: (paging: string) => string;
  variables?: object;
  identity?: Identity;
}

const many = 23;
const companyId = '20000000-0000-4000-8000-000000000001';
const threatId = '10000000-0000-4000-8000-000000000001';
const deviceId = '30000000-0000-4000-8000-000000000001';
const seatsId = '40000000-0000-4000-8000-000000000001';
const portal: Identity = { subject: 'paul', roles: ['portal'], tenantId: 'msp-one', clientId: 'client-1' };
const page = 'edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const everything = 'filter: { status: ALL, minimumSeverity: UNKNOWN }';
const ofClients = {
  representations: ['client-1', 'client-2'].map((id) => ({ __typename: 'Client', id })),
};

const ofRoot = (field: string, others = '', name = others): List => ({
  name: `${field} ${name}`,
  field: `Query.${field}`,
  request: (paging) => `{ list: ${field}(${[others, paging].filter(Boolean).join(', ')}) { ${page} } }`,
});
const ofClient = (field: string, others: string): List => ({
  name: `${field} of clients ${others}`,
  field: `BitdefenderClient.${field}`,
  request: (paging) => `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Client { bitdefender { list: ${field}(${others}, ${paging}) { ${page} } } } } }`,
  variables: ofClients,
});

const threatOrders = ['NEWEST', 'OLDEST', 'MOST_SEVERE', 'LAST_DETECTED'];
const deviceOrders = ['NAME', 'LAST_SEEN', 'HEALTH', 'THREATS_THIS_MONTH', 'RISK_SCORE'];

const lists: List[] = [
  ...threatOrders.map((order) => ofRoot('bitdefenderThreats', `${everything}, orderBy: ${order}`, order)),
  ...threatOrders.map((order) => ofClient('threats', `${everything}, orderBy: ${order}`)),
  ...deviceOrders.flatMap((order) =>
    [false, true].flatMap((reverse) => [
      ofRoot('bitdefenderDevices', `orderBy: ${order}, reverse: ${reverse}`),
      ofClient('devices', `orderBy: ${order}, reverse: ${reverse}`),
    ]),
  ),
  ...['NEWEST', 'OLDEST', 'MOST_SEVERE'].map((order) => ofRoot('bitdefenderAlerts', `orderBy: ${order}`)),
  ...['TO_MAP', 'NAME'].map((order) => ofRoot('bitdefenderCompanies', `orderBy: ${order}`)),
  ofRoot('bitdefenderAlertMutes'),
  ofRoot('bitdefenderAlertDeliveries'),
  ofRoot('bitdefenderAudit'),
  ofRoot('bitdefenderCompanyEvents'),
  ofRoot('bitdefenderJobs'),
  ofRoot('bitdefenderSyncRuns'),
  ofRoot('bitdefenderReportLinks', 'clientId: "client-1"'),
  ofRoot('bitdefenderSeats', 'month: "2026-03"'),
  ofRoot('bitdefenderSeatMachines', `seatsId: "${seatsId}"`),
  { ...ofRoot('portalBitdefenderThreats'), identity: portal },
  {
    name: 'the changes of a threat',
    field: 'BitdefenderThreat.changes',
    request: (paging) => `{ bitdefenderThreat(id: "${threatId}") { list: changes(${paging}) { ${page} } } }`,
  },
  {
    name: 'the threats of a device',
    field: 'BitdefenderDevice.threats',
    request: (paging) =>
      `{ bitdefenderDevice(id: "${deviceId}") { list: threats(${everything}, ${paging}) { ${page} } } }`,
  },
];

/** Rows of which several have the same time, as a page may end between them. */
const times = "timestamptz '2026-03-01' + (n / 3) * interval '1 minute'";
const planted = [
  `insert into company (tenant_id, id, connection_id, bd_id, name, kind, state, client_id, active, activity_reasons, failures,
     first_seen_at, changed_at)
   select 'msp-one', case n when 1 then '${companyId}'::uuid else gen_random_uuid() end, '${companyId}', 'bd-' || n,
     'Company ' || n / 3, case n when 5 then 'FOLDER' else 'COMPANY' end, 'PRESENT',
     case when n <= 2 then 'client-' || n end, false, '[]', 0, now(), now() from generate_series(1, ${many}) as n`,
  `insert into alert (tenant_id, id, kind, alert_type, title, severity, state, raised_at, changed_at)
   select 'msp-one', gen_random_uuid(), 'NOTICE', 'bitdefender', 'A notice', n % 3, 'OPEN', ${times}, now()
   from generate_series(1, ${many}) as n`,
  `insert into alert_mute (tenant_id, id, reason, created_at, created_by, until)
   select 'msp-one', gen_random_uuid(), 'Noise', now(), 'ada', timestamptz '2099-03-01' + (n / 3) * interval '1 minute'
   from generate_series(1, ${many}) as n`,
  `insert into alert_action (tenant_id, id, kind, rule_id, rule_name, threat_name, parameters, state, attempts, occurrences,
     created_at, changed_at)
   select 'msp-one', gen_random_uuid(), 'CREATE_TICKET', gen_random_uuid(), 'A rule', 'Trojan', '{}', 'DONE', 1, 1, ${times}, now()
   from generate_series(1, ${many}) as n`,
  `insert into audit_entry (tenant_id, id, at, actor, action, subject, detail)
   select 'msp-one', gen_random_uuid(), ${times}, 'ada', 'COMPANY_MAPPED', 'x', '{}' from generate_series(1, ${many}) as n`,
  `insert into company_event (tenant_id, id, company_id, kind, at)
   select 'msp-one', gen_random_uuid(), '${companyId}', 'APPEARED', ${times} from generate_series(1, ${many}) as n`,
  `insert into job (tenant_id, id, kind, state, done, requested_by, requested_at)
   select 'msp-one', gen_random_uuid(), 'MAINTENANCE', 'SUCCEEDED', 0, 'ada', ${times} from generate_series(1, ${many}) as n`,
  `insert into sync_run (tenant_id, id, connection_id, state, trigger, requested_by, attempt, calls, queued_at)
   select 'msp-one', gen_random_uuid(), gen_random_uuid(), 'SUCCEEDED', 'MANUAL', 'ada', 1, 0, ${times}
   from generate_series(1, ${many}) as n`,
  `insert into report_link (tenant_id, id, client_id, period, day, time_zone, created_by, created_at, expires_at)
   select 'msp-one', gen_random_uuid(), 'client-1', 'MONTH', '2026-02-01', 'UTC', 'ada', ${times}, '2099-01-01'
   from generate_series(1, ${many}) as n`,
  `insert into seat_month (tenant_id, company_id, month, id, connection_id, company_name, client_id, machines, without_agent,
     content_hash, closed, as_of)
   select 'msp-one', case n when 1 then '${companyId}'::uuid else gen_random_uuid() end, '2026-03',
     case n when 1 then '${seatsId}'::uuid else gen_random_uuid() end, gen_random_uuid(), 'Company ' || n / 3, 'client-1', '{}', 0, '', false, now()
   from generate_series(1, ${many}) as n`,
  `insert into seat_machine (tenant_id, company_id, month, machine_id, category, name)
   select 'msp-one', '${companyId}', '2026-03', 'machine-' || n, 'PROTECTED', 'PC-' || n / 3 from generate_series(1, ${many}) as n`,
  `insert into threat_change (tenant_id, sequence, threat_id, kind, actor, detail, at)
   select 'msp-one', n, '${threatId}', 'UPDATED', 'bitdefender', '{}', ${times} from generate_series(1, ${many}) as n`,
];

describe('the pages of every list', () => {
  const statements: string[] = [];
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment({ onStatement: (statement) => statements.push(statement) });
    const { database } = environment;
    await plantThreats(
      database,
      ['client-1', 'client-2'].flatMap((clientId) =>
        Array.from({ length: many }, (_, number) =>
          plantedThreat({
            ...(clientId === 'client-1' && number === 0 && { id: threatId }),
            ...{ clientId, companyId, severity: number % 3, deviceId: clientId === 'client-1' ? deviceId : null },
            detectedAt: new Date(Date.UTC(2026, 2, 1, 0, number >> 1)),
            lastDetectedAt: new Date(Date.UTC(2026, 2, 2, 0, number >> 2)),
          }),
        ),
      ),
    );
    const devices = Array.from({ length: 2 * many }, (_, number) => ({
      id: number === 0 ? deviceId : crypto.randomUUID(),
      clientId: number % 2 === 0 ? 'client-1' : 'client-2',
      hostKey: `host-${number >> 2}`,
      twinOf: null,
    }));
    await plantDevices(database, 'msp-one', companyId, devices);
    for (const statement of planted) await database.query(statement);
    await environment.data(
      admin,
      'mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { code } } }',
      { input: { version: await versionNow(environment, 'settings'), portalEnabled: true } },
    );
  });

  async function read({ request, variables = {}, identity = admin }: List, paging: string): Promise<Page> {
    const found = pagesIn(await environment.data(identity, request(paging), variables));
    return found[0] as Page;
  }

  /** What stands under the name `list`, wherever it is. */
  function pagesIn(value: unknown): Page[] {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => (name === 'list' ? [inner as Page] : pagesIn(inner)));
  }

  async function walk(list: List, size: number): Promise<string[]> {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo } = await read(list, `first: ${size}, after: ${JSON.stringify(after)}`);
      expect(pageInfo.hasPreviousPage).toBe(seen.length > 0);
      seen.push(...edges.map(({ cursor }) => cursor));
      if (!pageInfo.hasNextPage) return seen;
      if (pageInfo.endCursor === after) throw new Error('The list stands still.');
      after = pageInfo.endCursor;
    }
  }

  async function walkBack(list: List, size: number): Promise<string[]> {
    const seen: string[] = [];
    for (let before: string | null = null; ; ) {
      const { edges, pageInfo } = await read(list, `last: ${size}, before: ${JSON.stringify(before)}`);
      expect(pageInfo.hasNextPage).toBe(seen.length > 0);
      seen.unshift(...edges.map(({ cursor }) => cursor));
      if (!pageInfo.hasPreviousPage) return seen;
      if (pageInfo.startCursor === before) throw new Error('The list stands still.');
      before = pageInfo.startCursor;
    }
  }

  it('are those of all connections of the graph', async () => {
    const schema = buildSchema(await readFile('schema/bitdefender.graphql', 'utf8'), { assumeValidSDL: true });
    const connections = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) =>
        Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
      )
      .filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'))
      .map(({ name }) => name);
    const covered = new Set(lists.map(({ field }) => field));
    // The threats of an agent are those of its device, by the same reader.
    expect(connections.filter((name) => !covered.has(name))).toEqual([]);
  });

  it.each(lists.map((list) => [list.name, list] as const))('%s: are the same list from either end', async (_, list) => {
    const whole = (await read(list, 'first: 100')).edges.map(({ cursor }) => cursor);
    expect(new Set(whole).size).toBe(whole.length);
    expect(whole.length).toBeGreaterThanOrEqual(many);
    for (const size of [4, 7, 100]) {
      expect(await walk(list, size)).toEqual(whole);
      expect(await walkBack(list, size)).toEqual(whole);
    }
  });

  it.each(lists.map((list) => [list.name, list] as const))('%s: cost as many statements', async (_, list) => {
    const [first, , third] = (await read(list, 'first: 3')).edges;
    const taken = async (paging: string) => {
      statements.length = 0;
      await read(list, paging);
      return [...statements];
    };
    const forward = await taken(`first: 2, after: "${first?.cursor}"`);
    expect(await taken(`last: 2, before: "${third?.cursor}"`)).toHaveLength(forward.length);
    expect(await taken('last: 20')).toHaveLength(forward.length);
  });

  it.each(lists.map((list) => [list.name, list] as const))('%s: refuse what is no page', async (_, list) => {
    const { request, variables = {}, identity = admin } = list;
    const errorOf = async (paging: string) => {
      const { errors = [] } = await environment.ask(identity, request(paging), variables);
      return errors[0]?.extensions;
    };
    expect(await errorOf('first: 2, last: 2')).toMatchObject({ code: 'PAGE_DIRECTION', field: ['last'] });
    expect(await errorOf('last: 101')).toMatchObject({ code: 'PAGE_SIZE', field: ['last'] });
    expect(await errorOf('last: 2, before: "nonsense"')).toMatchObject({ code: 'BAD_CURSOR', field: ['before'] });
    expect(await errorOf('last: 2, before: " "')).toMatchObject({ code: 'BAD_CURSOR', field: ['before'] });
    expect(await errorOf('first: 2, after: "nonsense"')).toMatchObject({ code: 'BAD_CURSOR', field: ['after'] });
  });
});

it("is described by one type in a request for core's lists and ours, through the gateway", async () => {
  const environment = await testEnvironment({ gateway: true });
  environment.core.world('msp-one').addClient({ name: 'Bakery' });
  const query = `query ($from: DateTime!) {
    clients(first: 1) { pageInfo { ...lies } edges { cursor } }
    bitdefenderThreats(last: 2, filter: { detectedFrom: $from, status: ALL }) { asOf pageInfo { ...lies } edges { cursor } } }
  fragment lies on PageInfo { __typename hasNextPage hasPreviousPage startCursor endCursor }`;
  const threats = [1, 2, 3].map((day) => plantedThreat({ detectedAt: new Date(Date.UTC(2026, 2, day)) }));
  await plantThreats(environment.database, threats);
  const { clients, bitdefenderThreats } = await environment.data<Record<'clients' | 'bitdefenderThreats', Page>>(
    admin,
    query,
    { from: '2026-01-01T00:00:00Z' },
  );
  const [client] = clients.edges;
  expect(clients.pageInfo).toEqual({
    ...{ __typename: 'PageInfo', hasNextPage: false, hasPreviousPage: false },
    ...{ startCursor: client?.cursor, endCursor: client?.cursor },
  });
  const [one, two] = bitdefenderThreats.edges;
  expect(bitdefenderThreats).toMatchObject({
    asOf: null,
    pageInfo: {
      ...{ __typename: 'PageInfo', hasNextPage: false, hasPreviousPage: true },
      ...{ startCursor: one?.cursor, endCursor: two?.cursor },
    },
  });
});
