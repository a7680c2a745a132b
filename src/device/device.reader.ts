import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { onlyUuids } from '../database/uuid.js';
import type { Device, Health, Licence, MachineType, MatchKindEnum, Online, Presence } from './device.type.js';
import { joinExpectations } from './expectations.js';
import { deviceHealth } from './health.js';
import { modules, productOutdated } from './health.sql.js';
import { hostKey, netbiosKey } from './hostname.js';
import { compareText } from './twins.js';

/** An agent as another subgraph names it. */
export interface NamedAgent {
  id: string;
  hostname: string;
  clientId: string;
}

/** Reads devices; every statement is of one tenant. */
export interface DeviceReader {
  byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, Device>>;
  /** The devices each of these represents, the latest listed first. */
  twins(tenantId: string, ids: readonly string[]): Promise<Device[][]>;
  /**
   * The device on each agent's machine, or null, in the order given. By host name inside the client, so that it is right
   * for an agent that was installed or has re-registered since the last sync.
   */
  ofAgents(tenantId: string, agents: readonly NamedAgent[]): Promise<(Device | null)[]>;
}

interface DeviceRow {
  id: string;
  bdId: string;
  name: string;
  fqdn: string | null;
  label: string | null;
  hostKey: string;
  ip: string | null;
  operatingSystem: string | null;
  managed: boolean;
  policyId: string | null;
  policyName: string | null;
  policyApplied: boolean | null;
  machineType: string;
  modules: Record<string, boolean>;
  productOutdated: boolean | null;
  lastScanName: string | null;
  lastScanAt: Date | null;
  riskScore: number | null;
  presence: string;
  presenceChangedAt: Date;
  firstSeenAt: Date;
  readAt: Date | null;
  matchKind: string;
  matchReason: string;
  matchCandidates: string[];
  agentId: string | null;
  clientId: string | null;
  twinOf: string | null;
  polled: boolean;
  asOf: Date | null;
  lastSeenAt: Date | null;
  infected: boolean | null;
  detected: boolean | null;
  signatureOutdated: boolean | null;
  signatureUpdatedAt: Date | null;
  productVersion: string | null;
  engineVersion: string | null;
  online: string;
  licence: string;
  notSeenDays: number;
  unresolvedHighThreats: number;
}

const columns = sql`
  device.id, device.bd_id, device.name, device.fqdn, device.label, device.host_key, device.ip, device.operating_system,
  device.machine_type, device.managed, device.policy_id, device.policy_name, device.policy_applied, ${modules} as modules,
  ${productOutdated} as product_outdated, device.last_scan_name, device.last_scan_at, device.risk_score, device.presence,
  device.presence_changed_at, device.first_seen_at, device.match_kind, device.match_reason, device.match_candidates,
  device.agent_id, device.client_id, device.twin_of, company.next_sync_at is not null as polled,
  case when device.presence = 'PRESENT' then company.last_synced_at else device.presence_changed_at end as read_at,
  state.as_of, state.last_seen_at, state.infected, state.detected, state.signature_outdated, state.signature_updated_at,
  state.product_version, state.engine_version, state.online, state.licence, expected.not_seen_days,
  (select count(*)::int from threat where threat.tenant_id = device.tenant_id
     and threat.status = 'UNRESOLVED' and threat.severity >= 3 and threat.device_id in (
       select twin.id from device as twin
       where twin.tenant_id = device.tenant_id and (twin.id = device.id or twin.twin_of = device.id))
  ) as unresolved_high_threats`;
const source = (tenantId: string) => sql`
  device
  join company on company.tenant_id = device.tenant_id and company.id = device.company_id
  left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
  ${joinExpectations(tenantId, sql`device.client_id`)}`;

/**
 * Whether another agent is asked for beside the given one: then it exists, and the given one is no new id of it. What is
 * its, is not the given one's by name.
 */
const asked = (agentId: RawBuilder<unknown>) => sql`exists (
  select from given as beside where beside.agent_id = ${agentId} and beside.agent_id <> given.agent_id)`;

/**
 * Whether a person has forbidden the candidate, or a twin of it, to the given agent. The agent is known by its host name
 * where it may be the forbidden one under a new id: not where both are known side by side.
 */
const forbidden = sql`exists (
  select from match_decision as decision
  where decision.tenant_id = candidate.tenant_id and decision.client_id = given.client_id and decision.kind = 'FORBID'
    and (decision.agent_id = given.agent_id or (decision.agent_host_key = given.host_key
      and (select count(*) from agent as known where known.tenant_id = candidate.tenant_id
             and known.client_id = given.client_id and known.id in (decision.agent_id, given.agent_id)) < 2
      and not ${asked(sql`decision.agent_id`)}))
    and (decision.device_id = candidate.id or decision.host_key = candidate.host_key and (
      select twin.twin_of = candidate.id or twin.client_id is distinct from given.client_id from device as twin
      where twin.tenant_id = candidate.tenant_id and twin.id = decision.device_id)))`;

export function createDeviceReader(database: Database, clock: () => Date = () => new Date()): DeviceReader {
  return {
    async byIds(tenantId, ids) {
      const { rows } = await sql<DeviceRow>`
        select ${columns} from ${source(tenantId)}
        where device.tenant_id = ${tenantId} and device.id = any(${onlyUuids(ids)}::uuid[])`.execute(database.query);
      return new Map(rows.map((row) => [row.id, deviceOf(row, clock())]));
    },

    async twins(tenantId, ids) {
      const { rows } = await sql<DeviceRow>`
        select ${columns} from ${source(tenantId)}
        where device.tenant_id = ${tenantId} and device.twin_of = any(${onlyUuids(ids)}::uuid[])
        order by device.presence_changed_at desc, device.id`.execute(database.query);
      const byDevice = Map.groupBy(rows, ({ twinOf }) => twinOf);
      return ids.map((id) => (byDevice.get(id) ?? []).map((row) => deviceOf(row, clock())));
    },

    async ofAgents(tenantId, agents) {
      const keys = agents.map(({ hostname }) => hostKey(hostname));
      // What is stored for this very agent comes first; else the name decides, if it leads to one machine only.
      const { rows } = await sql<DeviceRow & { place: number }>`
        with given as (
          select * from unnest(${agents.map(({ id }) => id)}::text[], ${agents.map(({ clientId }) => clientId)}::text[],
                               ${agents.map(({ hostname }) => hostname.trim())}::text[],
                               ${keys}::text[], ${keys.map(netbiosKey)}::text[]) with ordinality
            as agent (agent_id, client_id, hostname, host_key, netbios_key, place))
        select given.place::int, ${columns}
        from given
        cross join lateral (
          select id, rank, count(*) over (partition by rank) as rivals from (
            select candidate.id, case when candidate.agent_id = given.agent_id then 1
                                      when former.id is not null then 2
                                      when candidate.host_key = given.host_key then 3 else 4 end as rank
            from device as candidate
            -- The agent a person pinned it to, which the given one may be under a new id.
            left join agent as former on candidate.match_kind = 'PINNED' and former.tenant_id = candidate.tenant_id
              and former.id = candidate.agent_id and former.host_key = given.host_key and given.host_key <> ''
              and not exists (select from agent as known
                              where known.tenant_id = candidate.tenant_id and known.id = given.agent_id)
              and not ${asked(sql`former.id`)}
            where candidate.tenant_id = ${tenantId} and candidate.client_id = given.client_id
              and candidate.twin_of is null and candidate.managed
              and (candidate.agent_id = given.agent_id
                or (candidate.host_key in (given.host_key, given.netbios_key) and given.host_key <> ''
                  and candidate.match_kind <> 'AMBIGUOUS' and not ${asked(sql`candidate.agent_id`)}
                  and not exists (select from given as namesake where namesake.client_id = given.client_id
                    and namesake.host_key = given.host_key and namesake.agent_id <> given.agent_id)
                  and (btrim(candidate.name) = given.hostname or not exists (select from tenant_setting as setting
                    where setting.tenant_id = candidate.tenant_id and setting.match_mode = 'STRICT'))
                  and not exists (select from agent as other where other.tenant_id = candidate.tenant_id
                    and other.id = candidate.agent_id and other.host_key <> candidate.host_key)
                  and not ${forbidden})
                or (former.id is not null and not ${forbidden}))) as ranked
          order by rank limit 1) as chosen
        cross join (${source(tenantId)})
        where device.id = chosen.id and device.tenant_id = ${tenantId} and (chosen.rivals = 1 or chosen.rank = 1)
        order by given.place`.execute(database.query);
      const found = new Map(rows.map(({ place, ...row }) => [place, deviceOf(row, clock())]));
      return agents.map((_, index) => found.get(index + 1) ?? null);
    },
  };
}

function deviceOf(row: DeviceRow, now: Date): Device {
  const { health, reasons } = deviceHealth(
    {
      managed: row.managed,
      present: row.presence === 'PRESENT',
      infected: row.infected,
      detected: row.detected,
      signatureOutdated: row.signatureOutdated,
      productOutdated: row.productOutdated,
      policyApplied: row.policyApplied,
      modules: row.modules,
      lastSeenAt: row.lastSeenAt,
      stateAsOf: row.asOf,
      licence: row.licence,
      notSeenDays: row.notSeenDays,
      unresolvedHighThreats: row.unresolvedHighThreats,
    },
    now,
  );
  const { id, bdId, name, fqdn, label, ip, operatingSystem, managed, riskScore, firstSeenAt, readAt, twinOf } = row;
  return {
    id,
    bdId,
    name,
    fqdn,
    label,
    ip,
    operatingSystem,
    managed,
    riskScore,
    firstSeenAt,
    readAt,
    twinOf,
    machineType: row.machineType as MachineType,
    productOutdated: row.productOutdated,
    modules: Object.entries(row.modules)
      .map(([module, on]) => ({ name: module, on }))
      .sort((a, b) => compareText(a.name, b.name)),
    hostKey: row.hostKey,
    policy: row.policyId === null ? null : { id: row.policyId, name: row.policyName ?? '', applied: row.policyApplied },
    lastScan: row.lastScanName === null ? null : { name: row.lastScanName, at: row.lastScanAt },
    state:
      row.asOf === null
        ? null
        : { ...row, asOf: row.asOf, online: row.online as Online, licence: row.licence as Licence },
    health: health as Health,
    healthReasons: [...reasons],
    presence: row.presence as Presence,
    presenceChangedAt: row.presenceChangedAt,
    matchKind: row.matchKind as MatchKindEnum,
    matchReason: row.matchReason,
    matchCandidates: row.matchCandidates.map((candidate) => ({ id: candidate })),
    agent: row.agentId === null ? null : { id: row.agentId },
    client: row.clientId === null ? null : { id: row.clientId },
    abilities: { canRunScripts: row.agentId !== null },
    syncing: row.polled,
  };
}
