import { sql } from 'kysely';
import type { Database, Queries } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { MatchOverride } from './match-override.type.js';
import type { DecisionKind } from './resolve-decisions.js';

/** Reads what people decided; every statement is of one tenant. */
export interface MatchOverrideReader {
  /** The decisions that bear on each of these devices, the earliest first, in the order of the ids. */
  ofDevices(tenantId: string, deviceIds: readonly string[]): Promise<MatchOverride[][]>;
}

/** A decision that bears on a device: it was said of this one, of a twin, or of one that is gone and had its host name. */
export interface BearingDecision {
  /** The device it bears on. */
  onDeviceId: string;
  id: string;
  kind: DecisionKind;
  deviceId: string;
  agentId: string;
  agentHostKey: string;
  decidedBy: string;
  decidedAt: Date;
  note: string | null;
  /** Whether it was said of another device that BD still lists and protects. */
  ofListedTwin: boolean;
}

export function createMatchOverrideReader(database: Database): MatchOverrideReader {
  return {
    async ofDevices(tenantId, deviceIds) {
      const rows = await readDecisions(database.query, tenantId, deviceIds);
      const byDevice = Map.groupBy(rows, ({ onDeviceId }) => onDeviceId);
      return deviceIds.map((deviceId) =>
        (byDevice.get(deviceId) ?? []).map(({ agentId, ...decision }) => ({ ...decision, agent: { id: agentId } })),
      );
    },
  };
}

/** The decisions that bear on these devices, the earliest first. */
export async function readDecisions(
  queries: Queries,
  tenantId: string,
  deviceIds: readonly string[],
): Promise<BearingDecision[]> {
  const { rows } = await sql<BearingDecision>`
    select device.id as on_device_id, decision.id, decision.kind, decision.device_id, decision.agent_id,
           decision.agent_host_key, decision.decided_by, decision.decided_at, decision.note,
           said.id is not null and said.id <> device.id and said.presence = 'PRESENT' and said.managed as of_listed_twin
    from device
    join match_decision as decision on decision.tenant_id = device.tenant_id and decision.client_id = device.client_id
    left join device as said on said.tenant_id = decision.tenant_id and said.id = decision.device_id
      and said.client_id = decision.client_id
    where device.tenant_id = ${tenantId} and device.id = any(${onlyUuids(deviceIds)}::uuid[])
      and (decision.device_id = device.id
        or coalesce(said.twin_of, said.id) = coalesce(device.twin_of, device.id)
        or (said.id is null and decision.host_key = device.host_key and device.host_key <> ''))
    order by decision.decided_at, decision.id`.execute(queries);
  return rows;
}
