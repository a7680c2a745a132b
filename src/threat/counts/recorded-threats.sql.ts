import { type RawBuilder, sql } from 'kysely';
import { ownedBy, type ThreatOwners } from '../owners/threat-owners.js';
import type { TimeRange } from './windows.js';

/** What threats and removed threats are counted by, beside their time. */
export type RecordedColumn = 'severity' | 'status' | 'action' | 'clientId';

/**
 * What the given owner's threats tell of a range: `at`, `count` and the extra columns, of the threats themselves one by
 * one, and of the removed ones as they were kept.
 */
export function recordedThreats(
  tenantId: string,
  owners: ThreatOwners,
  { from, to }: TimeRange,
  extra: readonly RecordedColumn[],
): RawBuilder<unknown> {
  const columns = (table: string) => extra.map((column) => sql`, ${sql.ref(`${table}.${column}`)}`);
  return sql`
    select threat.detected_at as at, 1 as count ${sql.join(columns('threat'), sql``)} from threat
    where threat.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'threat')}
      and threat.detected_at >= ${from} and threat.detected_at < ${to}
    union all
    select kept.quarter, kept.count ${sql.join(columns('kept'), sql``)} from threat_kept_count as kept
    where kept.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'kept')} and kept.quarter >= ${from} and kept.quarter < ${to}`;
}
