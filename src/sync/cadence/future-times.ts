import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { streamRecords } from '../../database/later-values.js';

/** Clocks of hosts differ by less. */
const skew = sql`interval '5 minutes'`;
/** No company waits longer for its next sync, whatever it failed at or its key must pause for. */
const longestWait = sql`interval '3 hours'`;
/** Without a sign that a clock was wrong, only a wait that is longer than this is impossible. */
const impossibleWait = sql`interval '1 day'`;
const longestTreeWait = sql`interval '7 hours'`;

/**
 * Forgets the times of the future that a host stored while its clock was ahead, of all tenants or of one integration: what
 * was to happen then is due now, and what was read then was read up to the last run that ended before now. Until then a
 * integration would not be synced, and what happened in between not be read.
 */
export async function forgetFutureTimes(
  queries: Queries,
  now: Date,
  only: { tenantId: string; connectionId: string } | null = null,
): Promise<void> {
  // The database's clock counts too: this host may itself be the one that is behind.
  const future = sql`(greatest(${now}::timestamptz, now()) + ${skew})`;
  const ofIntegration =
    only && sql`and connection.tenant_id = ${only.tenantId} and connection.id = ${only.connectionId}::uuid`;
  const ofCompany =
    only && sql`and company.tenant_id = ${only.tenantId} and company.connection_id = ${only.connectionId}::uuid`;
  const lastRead = (stream: 'INCIDENTS' | 'QUARANTINE' | 'EXCHANGE_QUARANTINE') => sql`(
    select max(run.started_at) from sync_run as run
    join ${streamRecords} as stream on stream.tenant_id = run.tenant_id and stream.run_id = run.id
    where run.tenant_id = connection.tenant_id and run.connection_id = connection.id
      and run.started_at <= ${now} and run.ended_at <= ${now}
      and stream.stream = ${stream} and stream.state = 'SUCCEEDED')`;
  await sql`
    update connection set
      tree_due_at = case when tree_due_at > ${future} + ${longestTreeWait} then ${now} else tree_due_at end,
      incidents_taken_to = case when incidents_taken_to > ${future} then ${lastRead('INCIDENTS')} else incidents_taken_to end,
      quarantine_taken_to = case when quarantine_taken_to > ${future} then ${lastRead('QUARANTINE')}
        else quarantine_taken_to end,
      exchange_taken_to = case when exchange_taken_to > ${future} then ${lastRead('EXCHANGE_QUARANTINE')}
        else exchange_taken_to end,
      exchange_walked_at = case when exchange_walked_at > ${future} then null else exchange_walked_at end,
      quarantine_walked_at = case when quarantine_walked_at > ${future} then null else quarantine_walked_at end,
      last_succeeded_at = case when last_succeeded_at > ${future} then null else last_succeeded_at end
    where (tree_due_at > ${future} + ${longestTreeWait}
      or greatest(incidents_taken_to, quarantine_taken_to, quarantine_walked_at, exchange_taken_to, exchange_walked_at,
        last_succeeded_at) > ${future})
      ${ofIntegration ?? sql``}`.execute(queries);
  const read = ['last_synced_at', 'inventory_succeeded_at', 'matching_succeeded_at', 'details_succeeded_at'];
  const known = (column: string) =>
    sql`${sql.ref(column)} = case when ${sql.ref(column)} > ${future} then null else ${sql.ref(column)} end`;
  const ranInFuture = sql`exists (select from sync_run where sync_run.tenant_id = company.tenant_id
    and sync_run.connection_id = company.connection_id and sync_run.started_at > ${future})`;
  await sql`
    update company set next_sync_at = case when next_sync_at is null then null else ${now}::timestamptz end,
      stale_at = null, ${sql.join(read.map(known))}
    where (last_synced_at > ${future} or next_sync_at > ${future} + ${impossibleWait}
      or (next_sync_at > ${future} + ${longestWait} and ${ranInFuture}))
      ${ofCompany ?? sql``}`.execute(queries);
  await sql`
    update activity_check set asked_at = to_timestamp(0) where asked_at > ${future}
      ${only === null ? sql`` : sql`and tenant_id = ${only.tenantId}`}`.execute(queries);
}
