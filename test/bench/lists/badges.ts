import type { Client } from 'pg';
import { planted } from '../plant-threats.js';
import type { Answer, Case } from './case.js';

/** Badges of a request: those of a page of agents. */
const badges = 100;

/** Matches every planted device to an agent, and gives it a state; one in seven has something for its health to report. */
export async function plantAgents(database: Client): Promise<void> {
  await database.query(
    `insert into agent (tenant_id, id, client_id, hostname, host_key, macs)
     select tenant_id, 'agent-' || substr(bd_id, 4), client_id, name, host_key, '{}' from device where tenant_id = $1`,
    [planted.tenantId],
  );
  await database.query(
    `update device set agent_id = 'agent-' || substr(bd_id, 4), match_kind = 'EXACT', match_reason = 'Planted.', policy_id = 'policy',
       policy_name = 'Default policy', policy_applied = true, last_scan_name = 'Full scan', last_scan_at = now() - interval '1 day'
     where tenant_id = $1`,
    [planted.tenantId],
  );
  await database.query(
    `insert into device_state (tenant_id, device_id, as_of, last_seen_at, online, infected, detected, signature_outdated,
       product_outdated, licence, modules)
     select tenant_id, id, now() - interval '1 hour', now() - interval '1 hour', 'ONLINE', number % 35 = 0, false, number % 7 = 0, false,
       'ACTIVE', '{"antimalware": true}'
     from (select tenant_id, id, substr(bd_id, 4)::int as number from device where tenant_id = $1) as device`,
    [planted.tenantId],
  );
  await database.query(`update company set inventory_succeeded_at = last_synced_at where tenant_id = $1`, [
    planted.tenantId,
  ]);
  await database.query('vacuum analyze device, device_state, agent, company');
}

/** The numbers of the devices whose agents a request asks for; those of a page of agents are of many clients. */
const numbersOf = (number: number) =>
  Array.from({ length: badges }, (_, place) => 1 + ((number * badges + place) % planted.devices));
const clientOf = (device: number) => `client-${1 + (device % planted.clients)}`;

const fields = `id name health matchKind syncing presence readAt healthReasons { code message asOf } policy { id name applied }
  lastScan { name at } threatCounts { today thisWeek thisMonth unresolved asOf stale }`;

/** Whether a row is a threat of the machine: of one of its devices, or without one under a name that in its client only this machine has. */
const ofMachine = (table: string) => `(
  (${table}.device_id = any(machine.device_ids) and ${table}.client_id is not distinct from device.client_id)
  or (${table}.device_id is null and ${table}.client_id = device.client_id and ${table}.host_key = any(machine.host_keys)))`;

/** Reasons for the health, in their order: where each holds, its code, text and time. */
const risks = [
  [
    'not device.managed',
    'UNMANAGED',
    `'Bitdefender has discovered this machine but does not protect it.'`,
    'seen.read_at',
  ],
  ['state.infected', 'INFECTED', `'It is still infected.'`, 'state.as_of'],
  [
    'open.severe > 0',
    'UNRESOLVED_THREATS',
    `'It has ' || open.severe || case open.severe when 1 then ' unresolved threat' else ' unresolved threats' end || ' of HIGH and above.'`,
    'null::timestamptz',
  ],
  [
    `seen.modules ->> 'antimalware' = 'false'`,
    'ANTIMALWARE_OFF',
    `'Its antimalware module is off.'`,
    `case when device.modules ? 'antimalware' then seen.read_at else state.as_of end`,
  ],
  [`state.licence = 'EXPIRED'`, 'LICENCE_EXPIRED', `'Its licence has expired.'`, 'state.as_of'],
] as const;
const concerns = [
  [`device.presence <> 'PRESENT'`, 'MISSING', `'Bitdefender no longer lists it.'`, 'seen.read_at'],
  [
    'state.detected',
    'DETECTED',
    `'Malware was detected on it in the 24 hours before its state was read.'`,
    'state.as_of',
  ],
  ['state.signature_outdated', 'SIGNATURES_OUTDATED', `'Its signatures are out of date.'`, 'state.as_of'],
  [
    'coalesce(device.product_outdated, state.product_outdated)',
    'PRODUCT_OUTDATED',
    `'Its Bitdefender product is out of date.'`,
    'case when device.product_outdated is not null then seen.read_at else state.as_of end',
  ],
  ['not device.policy_applied', 'POLICY_NOT_APPLIED', `'Its policy is not applied yet.'`, 'seen.read_at'],
  [
    'state.last_seen_at < now() - make_interval(hours => 24 * seen.days)',
    'NOT_SEEN',
    `'It has not been seen for ' || seen.days || ' days.'`,
    'state.as_of',
  ],
  [
    `state.as_of < now() - interval '48 hours'`,
    'STATE_STALE',
    `'Its state was last read more than 48 hours ago.'`,
    'state.as_of',
  ],
  [
    'coalesce(device.isolated, state.isolated)',
    'ISOLATED',
    `'It is isolated: cut off from the network.'`,
    'case when device.isolated is not null then seen.read_at else state.as_of end',
  ],
] as const;

const reasonsOf = (reasons: readonly (readonly [string, string, string, string])[]) =>
  reasons
    .map(
      ([holds, code, message, asOf]) =>
        `case when ${holds} then jsonb_build_object('code', '${code}', 'message', ${message}, 'asOf', ${asOf}) end`,
    )
    .join(', ');

const sql = `
  select given.place, device.id, device.name,
    case when risk.reasons <> '{}' then 'AT_RISK' when concern.reasons <> '{}' then 'ATTENTION'
      when state.infected is null then 'UNKNOWN' else 'HEALTHY' end as health,
    case when risk.reasons = '{}' and concern.reasons = '{}' and state.infected is null then
      array[jsonb_build_object('code', 'STATE_UNKNOWN', 'asOf', state.as_of, 'message', case when state.as_of is null
        then 'Its state has not been read yet.' else 'Bitdefender did not report whether it is infected.' end)]
      else risk.reasons || concern.reasons end as health_reasons,
    coalesce(case when device.match_kind = 'SHORT_NAME' then device.match_basis end, device.match_kind) as match_kind,
    company.next_sync_at is not null as syncing, device.presence, seen.read_at,
    device.policy_id, device.policy_name, device.policy_applied,
    coalesce(device.last_scan_name, state.last_scan_name) as last_scan_name,
    case when device.last_scan_name is null then state.last_scan_at else device.last_scan_at end as last_scan_at,
    recent.today, recent.this_week, recent.this_month, open.unresolved,
    company.last_synced_at as as_of, coalesce(company.stale_at <= now() or company.next_sync_at is null, true) as stale
  from unnest($2::text[], $3::text[]) with ordinality as given (id, client_id, place)
  join agent on agent.tenant_id = $1 and agent.id = given.id and agent.client_id = given.client_id
  join device on device.tenant_id = $1 and device.agent_id = agent.id and device.client_id = agent.client_id
    and device.twin_of is null and device.managed
  join company on company.tenant_id = $1 and company.id = device.company_id
  left join device_state as state on state.tenant_id = $1 and state.device_id = device.id
  left join tenant_setting as setting on setting.tenant_id = $1
  left join expectation as common on common.tenant_id = $1 and common.client_id = ''
  left join expectation as own on own.tenant_id = $1 and own.client_id = device.client_id and own.client_id <> ''
  cross join lateral (select
    case when device.presence = 'PRESENT' then company.inventory_succeeded_at else device.presence_changed_at end as read_at,
    coalesce(state.modules, '{}') || coalesce(device.modules, '{}') as modules,
    coalesce(own.not_seen_days, common.not_seen_days, 7) as days,
    date_trunc('day', now(), coalesce(setting.time_zone, 'UTC')) as day,
    date_trunc('week', now(), coalesce(setting.time_zone, 'UTC')) as week,
    date_trunc('month', now(), coalesce(setting.time_zone, 'UTC')) as month) as seen
  cross join lateral (
    select array_agg(part.id) as device_ids, array_agg(part.host_key) filter (where (
      select count(distinct coalesce(named.twin_of, named.id)) from device as named
      where named.tenant_id = $1 and named.client_id = device.client_id and named.host_key = part.host_key
        and left(named.host_key, 15) = left(part.host_key, 15) and named.host_key <> '') = 1) as host_keys
    from device as part where part.tenant_id = $1 and (part.id = device.id or part.twin_of = device.id)) as machine
  cross join lateral (
    select coalesce(sum(count) filter (where at >= seen.day), 0)::int as today,
      coalesce(sum(count) filter (where at >= seen.week), 0)::int as this_week,
      coalesce(sum(count) filter (where at >= seen.month), 0)::int as this_month
    from (
      select threat.detected_at as at, 1 as count from threat
      where threat.tenant_id = $1 and threat.detected_at >= least(seen.week, seen.month) and ${ofMachine('threat')}
      union all
      select kept.quarter, kept.count from threat_kept_count as kept
      where kept.tenant_id = $1 and kept.quarter >= least(seen.week, seen.month) and ${ofMachine('kept')}) as recorded) as recent
  cross join lateral (
    select count(*)::int as unresolved, (count(*) filter (where threat.severity >= 3))::int as severe from threat
    where threat.tenant_id = $1 and threat.status = 'UNRESOLVED' and ${ofMachine('threat')}) as open
  cross join lateral (select array_remove(array[${reasonsOf(risks)}], null) as reasons) as risk
  cross join lateral (select array_remove(array[${reasonsOf(concerns)}], null) as reasons) as concern
  order by given.place`;

export const hundredBadges: Case = {
  name: '100 badges',
  goal: 0.8,
  query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agent {
    bitdefender { ${fields} } } } }`,
  variables: (number) => ({
    representations: numbersOf(number).map((device) => ({
      __typename: 'Agent',
      id: `agent-${device}`,
      hostname: `WIN-${device}`,
      client: { __typename: 'Client', id: clientOf(device) },
    })),
  }),
  sql,
  values: (number) => [
    planted.tenantId,
    numbersOf(number).map((device) => `agent-${device}`),
    numbersOf(number).map(clientOf),
  ],
  ofGraph: ({ _entities }) => _entities.map(({ bitdefender }: Answer) => bitdefender),
  ofRows: (rows) =>
    rows.map((row) => ({
      id: row.id,
      name: row.name,
      health: row.health,
      matchKind: row.match_kind,
      syncing: row.syncing,
      presence: row.presence,
      readAt: row.read_at,
      healthReasons: row.health_reasons,
      policy: { id: row.policy_id, name: row.policy_name, applied: row.policy_applied },
      lastScan: { name: row.last_scan_name, at: row.last_scan_at },
      threatCounts: {
        today: row.today,
        thisWeek: row.this_week,
        thisMonth: row.this_month,
        unresolved: row.unresolved,
        asOf: row.as_of,
        stale: row.stale,
      },
    })),
};
