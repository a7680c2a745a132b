import { type RawBuilder, sql } from 'kysely';
import { laterMatchKinds, laterValue } from '../../database/later-values.js';
import { countByMachine } from '../../threat/owners/machine-threats.sql.js';
import { covered, gapConditions } from '../coverage/gap.sql.js';
import { joinExpectations } from '../health/expectations.js';
import { healthConditions, healthOf, healthReasonsOf, isolated, namesOf, severeThreats } from '../health/health.sql.js';

/** A row of the merged list. */
export interface MachineRow {
  /** The agent's id, else the device's. */
  id: string;
  name: string;
  agentId: string | null;
  deviceId: string | null;
  clientId: string | null;
  /** Whether Bitdefender protects it now. */
  covered: boolean;
  /** Null if Bitdefender does not know the machine. */
  health: string | null;
  gaps: string[];
}

/** Clients of a tenant, as ids or as SQL of an array; null for the whole tenant, including unmapped companies. */
export type ClientIds = readonly string[] | RawBuilder<unknown> | null;

/**
 * Selects every machine of a tenant, or of some of its clients, once: OpsMerge agents as of the last sync, Bitdefender
 * devices, or both if they are matched. Twins appear as the device that represents them. The columns are those of
 * `MachineRow` and those that filters and orders use. Lists, counts and exports all read from it.
 */
export function machinesOf(tenantId: string, clientIds: ClientIds, now: Date): RawBuilder<MachineRow> {
  const ofClients = amongClients(sql`client_id`, clientIds);
  const severe = sql`${amongClients(sql`threat.client_id`, clientIds)} and ${severeThreats}`;
  const conditions = healthConditions(now);
  const gapWhere = gapConditions(conditions);
  return sql<MachineRow>`
    select coalesce(agent.id, device.id::text) as id, coalesce(agent.hostname, device.name) as name,
      agent.id as agent_id, device.id as device_id, coalesce(agent.client_id, device.client_id) as client_id,
      ${covered} as covered, ${healthOf(conditions)} as health,
      ${healthReasonsOf(conditions)} as health_reasons, ${namesOf(gapWhere)} as gaps,
      device.name as device_name, device.fqdn, device.label, device.ip, device.presence, ${laterValue(laterMatchKinds)} as match_kind,
      device.policy_name, device.policy_applied, ${isolated} as isolated, device.risk_score, state.last_seen_at, agent.site_id
    from (select * from agent where tenant_id = ${tenantId} and ${ofClients}) as agent
    full join (select * from device where tenant_id = ${tenantId} and ${ofClients} and twin_of is null) as device
      on device.agent_id = agent.id
    left join device_state as state on state.tenant_id = ${tenantId} and state.device_id = device.id
    left join (${countByMachine(tenantId, severe)}) as severe on severe.machine_id = device.id
    ${joinExpectations(tenantId, sql`device.client_id`)}`;
}

/** Whether a column names one of these clients. */
export function amongClients(column: RawBuilder<unknown>, clientIds: ClientIds): RawBuilder<boolean> {
  if (clientIds === null) return sql`true`;
  const wanted = 'toOperationNode' in clientIds ? clientIds : sql`${clientIds}::text[]`;
  return sql`${column} = any(${wanted})`;
}
