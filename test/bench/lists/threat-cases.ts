import { planted } from '../plant-threats.js';
import type { Answer, Case } from './case.js';

const page = `edges { cursor node { id name severity status action filePath hostName detectedAt lastDetectedAt occurrences
  client { id } agent { id } } } pageInfo { hasNextPage endCursor }`;
const filtered = `query ($filter: BitdefenderThreatFilter) { bitdefenderThreats(first: 50, filter: $filter) { ${page} } }`;
const allPage = `edges { cursor node { rowId name severity status action filePath hostName detectedAt lastDetectedAt occurrences
  clientId device { agentId } } } pageInfo { hasNextPage endCursor }`;

/** The columns of a page, and where they are from. */
export const columns = `threat.id, threat.name, threat.severity, threat.status, threat.action, threat.file_path, threat.host_name,
  threat.detected_at, threat.last_detected_at, threat.occurrences, threat.client_id, device.agent_id
  from threat left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id`;

/** A client for each request, and a part of a name. */
const clientOf = (number: number) => `client-${1 + (number % planted.clients)}`;
const textOf = (number: number) => `win-${1_000 + ((number * 37) % 9_000)}`;

const ids = {
  ofGraph: (data: Answer) =>
    (data.bitdefenderThreats ?? data.allThreats).edges.map(({ node }: Answer) => node.id ?? node.rowId),
  // One more is read, which shows whether the list goes on.
  ofRows: (rows: Answer[]) => rows.slice(0, 50).map(({ id }) => id),
};

export const defaultList: Case = {
  name: 'default list',
  goal: 0.9,
  query: `{ bitdefenderThreats(first: 50) { ${page} } }`,
  variables: () => ({}),
  sql: `select ${columns} where threat.tenant_id = $1 and threat.status = 'UNRESOLVED' and threat.severity >= 3
    order by threat.detected_at desc, threat.id desc limit 51`,
  values: () => [planted.tenantId],
  mercurius: true,
  postgraphile: {
    query: `{ allThreats(first: 50, orderBy: [DETECTED_AT_DESC, ROW_ID_DESC], condition: { tenantId: "${planted.tenantId}", status: "UNRESOLVED", minimumSeverity: 3 }) {
      ${allPage} } }`,
    variables: () => ({}),
  },
  ...ids,
};

export const listOfClient: Case = {
  name: "a client's list",
  goal: 0.9,
  query: filtered,
  variables: (number) => ({ filter: { clientId: clientOf(number), minimumSeverity: 'UNKNOWN', status: 'ALL' } }),
  sql: `select ${columns} where threat.tenant_id = $1 and threat.client_id = $2
    order by threat.detected_at desc, threat.id desc limit 51`,
  values: (number) => [planted.tenantId, clientOf(number)],
  mercurius: true,
  postgraphile: {
    query: `query ($clientId: String!) {
      allThreats(first: 50, orderBy: [DETECTED_AT_DESC, ROW_ID_DESC], condition: { tenantId: "${planted.tenantId}", clientId: $clientId }) { ${allPage} } }`,
    variables: (number) => ({ clientId: clientOf(number) }),
  },
  ...ids,
};

export const textSearch: Case = {
  name: 'text search',
  query: filtered,
  variables: (number) => ({ filter: { search: textOf(number), minimumSeverity: 'UNKNOWN', status: 'ALL' } }),
  // Not `coalesce`, with which PostgreSQL uses no index behind row-level security.
  sql: `select ${columns} where threat.tenant_id = $1
    and (threat.name || E'\\n' || case when threat.file_path is null then '' else threat.file_path end || E'\\n'
         || case when threat.host_name is null then '' else threat.host_name end) ilike $2
    order by threat.detected_at desc, threat.id desc limit 51`,
  values: (number) => [planted.tenantId, `%${textOf(number)}%`],
  ...ids,
};

export const dashboard: Case = {
  name: "dashboard's counts",
  query: '{ bitdefenderThreatCounts { today thisWeek thisMonth unresolved asOf stale } }',
  variables: () => ({}),
  sql: `select
    (select count(*)::int from threat where tenant_id = $1 and detected_at >= date_trunc('day', now(), 'UTC')) as today,
    (select count(*)::int from threat where tenant_id = $1 and detected_at >= date_trunc('week', now(), 'UTC')) as this_week,
    (select count(*)::int from threat where tenant_id = $1 and detected_at >= date_trunc('month', now(), 'UTC')) as this_month,
    (select count(*)::int from threat where tenant_id = $1 and status = 'UNRESOLVED') as unresolved,
    (select min(last_synced_at) from company where tenant_id = $1 and client_id is not null) as as_of,
    (select min(stale_at) from company where tenant_id = $1 and client_id is not null) <= now() as stale`,
  values: () => [planted.tenantId],
  ofGraph: ({ bitdefenderThreatCounts: { today, thisWeek, thisMonth, unresolved } }) => [
    today,
    thisWeek,
    thisMonth,
    unresolved,
  ],
  ofRows: ([{ today, this_week, this_month, unresolved }]) => [today, this_week, this_month, unresolved],
};

export const chartOfClient: Case = {
  name: "a client's chart",
  goal: 0.6,
  query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client { bitdefender {
    threatCounts { today unresolved series(step: DAY, window: THIS_MONTH) { steps { from total } } } } } } }`,
  variables: (number) => ({ representations: [{ __typename: 'Client', id: clientOf(number) }] }),
  sql: `select date_trunc('day', detected_at, 'UTC') as day, count(*)::int,
      (select count(*)::int from threat where tenant_id = $1 and client_id = $2 and status = 'UNRESOLVED') as unresolved
    from threat where tenant_id = $1 and client_id = $2 and detected_at >= date_trunc('month', now(), 'UTC')
    group by 1 order by 1`,
  values: (number) => [planted.tenantId, clientOf(number)],
  ofGraph: ({ _entities: [client] }) => {
    const { unresolved, series } = client.bitdefender.threatCounts;
    return series.steps
      .filter(({ total }: Answer) => total > 0)
      .map(({ from, total }: Answer) => [from, total, unresolved]);
  },
  ofRows: (rows) => rows.map(({ day, count, unresolved }) => [day, count, unresolved]),
};
