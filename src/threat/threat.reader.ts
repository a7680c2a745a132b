import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { onlyUuids, uuidOrNone } from '../database/uuid.js';
import {
  type ConnectionPage,
  decodeSequenceCursor,
  decodeTimeCursor,
  encodeCursor,
  pageOf,
  pageSize,
} from '../graphql/paging.js';
import { type Severity, severities } from './severity.js';
import type {
  SeverityEnum,
  SeveritySource,
  StatusFilter,
  Threat,
  ThreatActionEnum,
  ThreatEvent,
  ThreatEventKind,
  ThreatStatusEnum,
} from './threat.type.js';

/** What a list of threats is narrowed to; `undefined` and null narrow nothing. */
export interface ThreatCriteria {
  minimumSeverity: Severity;
  status: `${StatusFilter}`;
  clientId?: string | null | undefined;
  deviceId?: string | null | undefined;
  companyId?: string | null | undefined;
  mapped?: boolean | null | undefined;
  search?: string | null | undefined;
}

interface ThreatRow
  extends Omit<Threat, 'severity' | 'severitySource' | 'status' | 'action' | 'client' | 'agent' | 'signature'> {
  severity: number;
  severitySource: string;
  status: string;
  action: string;
  clientId: string | null;
  agentId: string | null;
}

const columns = sql`
  threat.id, threat.name, threat.severity, threat.severity_score, threat.severity_source, threat.severity_reason,
  threat.status, threat.resolved_by, threat.resolved_at, threat.note, threat.action, threat.action_raw,
  threat.file_path, threat.file_hash, threat.process_path, threat.link, threat.host_name, threat.detected_at,
  threat.last_detected_at, threat.occurrences, threat.history, threat.company_id, threat.client_id, threat.device_id, device.agent_id`;
const source = sql`threat left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id`;

/** Reads threats; every statement is of one tenant. */
export interface ThreatReader {
  /** One page, the latest first. */
  page(
    tenantId: string,
    criteria: ThreatCriteria,
    paging: { first: number; after?: string | null | undefined },
  ): Promise<ConnectionPage<Threat>>;
  byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, Threat>>;
  /** The place of the last event so far. */
  lastCursor(tenantId: string): Promise<string>;
  /** At most `first` events behind a cursor, in their order. */
  changesAfter(tenantId: string, cursor: string, first: number): Promise<ThreatEvent[]>;
}

export function createThreatReader(database: Database): ThreatReader {
  return {
    async page(tenantId, criteria, { first, after }) {
      const size = pageSize(first);
      const conditions = conditionsOf(criteria);
      if (after) {
        const [at, id] = decodeTimeCursor(after);
        conditions.push(sql`(threat.detected_at, threat.id) < (${at}, ${id}::uuid)`);
      }
      const { rows } = await sql<ThreatRow>`
        select ${columns} from ${source}
        where threat.tenant_id = ${tenantId} and ${sql.join(conditions, sql` and `)}
        order by threat.detected_at desc, threat.id desc limit ${size + 1}`.execute(database.query);
      return pageOf(rows.map(threatOf), size, ({ detectedAt, id }) => encodeCursor([detectedAt.getTime(), id]));
    },

    async byIds(tenantId, ids) {
      const { rows } = await sql<ThreatRow>`
        select ${columns} from ${source}
        where threat.tenant_id = ${tenantId} and threat.id = any(${onlyUuids(ids)}::uuid[])`.execute(database.query);
      return new Map(rows.map((row) => [row.id, threatOf(row)]));
    },

    async lastCursor(tenantId) {
      const { rows } = await sql<{ sequence: string }>`
        select coalesce(max(sequence), 0)::text as sequence from threat_change where tenant_id = ${tenantId}`.execute(
        database.query,
      );
      return encodeCursor([rows[0]?.sequence ?? '0']);
    },

    async changesAfter(tenantId, cursor, first) {
      const sequence = decodeSequenceCursor(cursor);
      const { rows } = await sql<ThreatRow & { sequence: string; kind: string; at: Date }>`
        select change.sequence::text as sequence, change.kind, change.at, ${columns} from (
          select * from threat_change where tenant_id = ${tenantId} and sequence > ${sequence}::bigint
          order by sequence limit ${first}) as change
        join threat on threat.tenant_id = change.tenant_id and threat.id = change.threat_id
        left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
        order by change.sequence`.execute(database.query);
      return rows.map(({ sequence: place, kind, at, ...row }) => ({
        cursor: encodeCursor([place]),
        kind: kind as ThreatEventKind,
        at,
        threat: threatOf(row),
      }));
    },
  };
}

function conditionsOf(criteria: ThreatCriteria): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`threat.severity >= ${severities.indexOf(criteria.minimumSeverity)}`];
  if (criteria.status !== 'ALL') conditions.push(sql`threat.status = ${criteria.status}`);
  if (criteria.clientId) conditions.push(sql`threat.client_id = ${criteria.clientId}`);
  if (criteria.companyId) conditions.push(sql`threat.company_id = ${uuidOrNone(criteria.companyId)}::uuid`);
  if (criteria.mapped !== undefined && criteria.mapped !== null)
    conditions.push(criteria.mapped ? sql`threat.client_id is not null` : sql`threat.client_id is null`);
  // A machine keeps its history when BD gives it a new id: its threats are those of its host name in its client.
  if (criteria.deviceId)
    conditions.push(sql`exists (select from device as machine
      where machine.tenant_id = threat.tenant_id and machine.id = ${uuidOrNone(criteria.deviceId)}::uuid
        and (machine.id = threat.device_id or (machine.client_id = threat.client_id and machine.host_key = threat.host_key)))`);
  if (criteria.search) {
    const pattern = `%${criteria.search.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(
      sql`(threat.name ilike ${pattern} or threat.file_path ilike ${pattern} or threat.host_name ilike ${pattern})`,
    );
  }
  return conditions;
}

/** Whether an event's threat is one the criteria ask for; for live events, which are not read by them. */
export function meets(threat: Threat, criteria: ThreatCriteria): boolean {
  const search = criteria.search?.toLowerCase();
  const texts = [threat.name, threat.filePath, threat.hostName];
  return (
    severities.indexOf(threat.severity) >= severities.indexOf(criteria.minimumSeverity) &&
    (criteria.status === 'ALL' || threat.status === criteria.status) &&
    (!criteria.clientId || threat.client?.id === criteria.clientId) &&
    (!criteria.deviceId || threat.deviceId === criteria.deviceId) &&
    (!criteria.companyId || threat.companyId === criteria.companyId) &&
    (criteria.mapped === undefined || criteria.mapped === null || (threat.client !== null) === criteria.mapped) &&
    (!search || texts.some((text) => text?.toLowerCase().includes(search)))
  );
}

function threatOf({ clientId, agentId, severity, ...row }: ThreatRow): Threat {
  return {
    ...row,
    signature: row.name,
    severity: (severities[severity] ?? 'UNKNOWN') as SeverityEnum,
    severitySource: row.severitySource as SeveritySource,
    status: row.status as ThreatStatusEnum,
    action: row.action as ThreatActionEnum,
    client: clientId === null ? null : { id: clientId },
    agent: agentId === null ? null : { id: agentId },
  };
}
