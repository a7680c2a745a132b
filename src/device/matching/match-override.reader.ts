import { sql } from 'kysely';
import type { Database, Queries } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { MatchOverride } from './match-override.type.js';
import type { OverrideKind } from './resolve-overrides.js';

/** Reads match overrides. Every statement is for one tenant. */
export interface MatchOverrideReader {
  /** The overrides that apply to each of these devices, oldest first, in the order of the ids. */
  ofDevices(tenantId: string, deviceIds: readonly string[]): Promise<MatchOverride[][]>;
}

/** An override that applies to a device: it was made for this one, a twin, or a deleted one with the same host name. */
export interface ApplicableOverride {
  /** The device it applies to. */
  onDeviceId: string;
  id: string;
  kind: OverrideKind;
  deviceId: string;
  agentId: string;
  agentHostKey: string;
  decidedBy: string;
  decidedAt: Date;
  note: string | null;
  /** Whether it was made for another device that Bitdefender still lists and protects. */
  ofListedTwin: boolean;
}

export function createMatchOverrideReader(database: Database): MatchOverrideReader {
  return {
    async ofDevices(tenantId, deviceIds) {
      const rows = await readOverrides(database.query, tenantId, deviceIds);
      const byDevice = Map.groupBy(rows, ({ onDeviceId }) => onDeviceId);
      return deviceIds.map((deviceId) =>
        (byDevice.get(deviceId) ?? []).map(({ agentId, ...override }) => ({ ...override, agent: { id: agentId } })),
      );
    },
  };
}

/** The overrides that apply to these devices, oldest first. */
export async function readOverrides(
  queries: Queries,
  tenantId: string,
  deviceIds: readonly string[],
): Promise<ApplicableOverride[]> {
  const { rows } = await sql<ApplicableOverride>`
    select device.id as on_device_id, decision.id, decision.kind, decision.device_id, decision.agent_id,
           decision.agent_host_key, decision.decided_by, decision.decided_at, decision.note,
           subject.id is not null and subject.id <> device.id and subject.presence = 'PRESENT' and subject.managed as of_listed_twin
    from device
    join match_decision as decision on decision.tenant_id = device.tenant_id and decision.client_id = device.client_id
    left join device as subject on subject.tenant_id = decision.tenant_id and subject.id = decision.device_id
      and subject.client_id = decision.client_id
    where device.tenant_id = ${tenantId} and device.id = any(${onlyUuids(deviceIds)}::uuid[])
      and (decision.device_id = device.id
        or coalesce(subject.twin_of, subject.id) = coalesce(device.twin_of, device.id)
        or (subject.id is null and decision.host_key = device.host_key and device.host_key <> ''))
    order by decision.decided_at, decision.id`.execute(queries);
  return rows;
}
