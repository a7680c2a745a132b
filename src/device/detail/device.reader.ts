import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { laterMatchKinds, laterValue } from '../../database/later-values.js';
import { onlyUuids } from '../../database/uuid.js';
import { machineOfDevice, ofMachine } from '../../threat/owners/machine-threats.sql.js';
import { joinExpectations } from '../health/expectations.js';
import { deviceHealth } from '../health/health.js';
import { isolated, modules, productOutdated, severeThreats } from '../health/health.sql.js';
import type { Health, HealthReason } from '../health/health.type.js';
import type { NamedAgent } from '../matching/agents-of-today.js';
import { chooseDevices } from '../matching/devices-of-agents.js';
import type { Match, MatchKind } from '../matching/match-devices.js';
import { compareText } from '../matching/twins.js';
import type { Device, Licence, MachineType, MatchKindEnum, Online, Presence } from './device.type.js';

/** Reads devices. Every statement is for one tenant. */
export interface DeviceReader {
  byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, Device>>;
  /** The twins that each of these devices represents, the one whose presence changed last first, in the order of the ids. */
  twins(tenantId: string, ids: readonly string[]): Promise<Device[][]>;
  /**
   * The device on each agent's machine, or null, in the order given. Agents that were installed or have re-registered since
   * the last sync are matched on the fly, and their match is the current one.
   */
  ofAgents(tenantId: string, agents: readonly NamedAgent[]): Promise<(Device | null)[]>;
}

interface DeviceRow {
  id: string;
  bdId: string;
  name: string;
  fqdn: string | null;
  label: string | null;
  ip: string | null;
  operatingSystem: string | null;
  managed: boolean;
  policyId: string | null;
  policyName: string | null;
  policyApplied: boolean | null;
  machineType: string;
  modules: Record<string, boolean>;
  /** The names of the modules that the inventory reports. */
  readModules: string[];
  productOutdated: boolean | null;
  isolated: boolean | null;
  exchangeServer: boolean | null;
  /** Whether the inventory reports the isolation. */
  readIsolated: boolean;
  /** Whether the inventory reports the product. */
  readProduct: boolean;
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

const columnsOf = (tenantId: string) => sql`
  device.id, device.bd_id, device.name, device.fqdn, device.label, device.ip, device.operating_system,
  device.machine_type, device.managed, device.policy_id, device.policy_name, device.policy_applied, ${modules} as modules,
  array(select jsonb_object_keys(device.modules)) as read_modules,
  ${productOutdated} as product_outdated, device.product_outdated is not null as read_product,
  ${isolated} as isolated, device.isolated is not null as read_isolated, device.exchange_server,
  coalesce(device.last_scan_name, state.last_scan_name) as last_scan_name,
  case when device.last_scan_name is null then state.last_scan_at else device.last_scan_at end as last_scan_at,
  device.risk_score, device.presence,
  device.presence_changed_at, device.first_seen_at, ${laterValue(laterMatchKinds)} as match_kind, device.match_reason, device.match_candidates,
  device.agent_id, device.client_id, device.twin_of, company.next_sync_at is not null as polled,
  case when device.presence = 'PRESENT' then company.inventory_succeeded_at else device.presence_changed_at end as read_at,
  state.as_of, state.last_seen_at, state.infected, state.detected, state.signature_outdated, state.signature_updated_at,
  state.product_version, state.engine_version, state.online, state.licence, expected.not_seen_days,
  (select severe.threats from (${machineOfDevice(tenantId, sql`device.id`)}) as given cross join lateral (
     select count(*)::int as threats from threat
     where threat.tenant_id = ${tenantId} and ${severeThreats} and ${ofMachine('threat', (column) => sql.ref(`given.${column}`))}) as severe
  ) as unresolved_high_threats`;
const source = (tenantId: string) => sql`
  device
  join company on company.tenant_id = device.tenant_id and company.id = device.company_id
  left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
  ${joinExpectations(tenantId, sql`device.client_id`)}`;

export function createDeviceReader(database: Database, clock: () => Date = () => new Date()): DeviceReader {
  async function byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, Device>> {
    const { rows } = await sql<DeviceRow>`
      select ${columnsOf(tenantId)} from ${source(tenantId)}
      where device.tenant_id = ${tenantId} and device.id = any(${onlyUuids(ids)}::uuid[])`.execute(database.query);
    return new Map(rows.map((row) => [row.id, deviceOf(row, clock())]));
  }

  return {
    byIds,

    async twins(tenantId, ids) {
      const { rows } = await sql<DeviceRow>`
        select ${columnsOf(tenantId)} from ${source(tenantId)}
        where device.tenant_id = ${tenantId} and device.twin_of = any(${onlyUuids(ids)}::uuid[])
        order by device.presence_changed_at desc, device.id`.execute(database.query);
      const byDevice = Map.groupBy(rows, ({ twinOf }) => twinOf);
      return ids.map((id) => (byDevice.get(id) ?? []).map((row) => deviceOf(row, clock())));
    },

    async ofAgents(tenantId, agents) {
      const chosen = await chooseDevices(database.query, tenantId, agents);
      const found = await byIds(
        tenantId,
        chosen.flatMap((choice) => choice?.id ?? []),
      );
      return agents.map(({ id }, place): Device | null => {
        const choice = chosen[place];
        const device = choice && found.get(choice.id);
        if (!device) return null;
        // The requested agent is on this machine, even if the last sync stored it under a former id.
        return { ...device, ...ofAgent(id), ...(choice.match && explained(choice.match)) };
      });
    },
  };
}

function deviceOf(row: DeviceRow, now: Date): Device {
  const moduleAsOf = (name: string) => (row.readModules.includes(name) ? row.readAt : row.asOf);
  const productAsOf = row.readProduct ? row.readAt : row.asOf;
  const { health, reasons } = deviceHealth(
    {
      managed: row.managed,
      present: row.presence === 'PRESENT',
      infected: row.infected,
      detected: row.detected,
      signatureOutdated: row.signatureOutdated,
      productOutdated: row.productOutdated,
      isolated: row.isolated,
      policyApplied: row.policyApplied,
      modules: row.modules,
      lastSeenAt: row.lastSeenAt,
      stateAsOf: row.asOf,
      readAt: row.readAt,
      antimalwareAsOf: moduleAsOf('antimalware'),
      productAsOf,
      isolatedAsOf: row.readIsolated ? row.readAt : row.asOf,
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
    isIsolated: row.isolated,
    isExchangeServer: row.exchangeServer,
    productOutdated: row.productOutdated,
    productOutdatedAsOf: row.productOutdated === null ? null : productAsOf,
    modules: Object.entries(row.modules)
      .map(([module, on]) => ({ name: module, on, asOf: moduleAsOf(module) }))
      .sort((a, b) => compareText(a.name, b.name)),
    policy: row.policyId === null ? null : { id: row.policyId, name: row.policyName ?? '', applied: row.policyApplied },
    lastScan: row.lastScanName === null ? null : { name: row.lastScanName, at: row.lastScanAt },
    state:
      row.asOf === null
        ? null
        : { ...row, asOf: row.asOf, online: row.online as Online, licence: row.licence as Licence },
    health: health as Health,
    healthReasons: reasons as HealthReason[],
    presence: row.presence as Presence,
    presenceChangedAt: row.presenceChangedAt,
    ...explained({ kind: row.matchKind as MatchKind, reason: row.matchReason, candidates: row.matchCandidates }),
    ...ofAgent(row.agentId),
    client: row.clientId === null ? null : { id: row.clientId },
    syncing: row.polled,
  };
}

function explained({ kind, reason, candidates }: Pick<Match, 'kind' | 'reason' | 'candidates'>) {
  return {
    matchKind: kind as MatchKindEnum,
    matchReason: reason,
    matchCandidates: candidates.map((id) => ({ id })),
  };
}

function ofAgent(id: string | null) {
  return { agent: id === null ? null : { id }, abilities: { canRunScripts: id !== null } };
}
