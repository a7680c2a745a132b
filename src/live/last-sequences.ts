import { sql } from 'kysely';
import type { Queries } from '../database/database.js';

/** A change log that somebody watches. */
export interface WatchedLog {
  tenantId: string;
  topic: 'threats' | 'alerts';
}

/** The number of the last change of each of these logs, in their order; null of one that is empty. One statement. */
export async function lastSequences(queries: Queries, logs: readonly WatchedLog[]): Promise<(string | null)[]> {
  if (logs.length === 0) return [];
  const { rows } = await sql<{ last: string | null }>`
    select case topic
        when 'threats' then (select max(sequence) from threat_change where threat_change.tenant_id = given.tenant_id)
        else (select max(sequence) from alert_change where alert_change.tenant_id = given.tenant_id) end as last
    from jsonb_to_recordset(${JSON.stringify(logs.map(({ tenantId, topic }, place) => ({ place, tenant_id: tenantId, topic })))}::jsonb)
      as given (place int, tenant_id text, topic text) order by place`.execute(queries);
  return rows.map(({ last }) => last);
}
