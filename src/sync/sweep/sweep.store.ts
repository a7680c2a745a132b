import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { Queue } from '../../queue/queue.js';
import { readAgainAfter } from './plan-sweep.js';

/**
 * Queues a sweep for each integration whose states are to be looked through. One that is queued or running already is left alone, and while a
 * run is queued or running none begins: both would ask for the same states. Of a failing integration, runs find out whether it works again.
 */
export async function queueDueSweeps(database: Database, queue: Pick<Queue, 'sweep'>, now: Date): Promise<void> {
  const { rows } = await sql<{ tenantId: string; connectionId: string }>`
    select tenant_id, id as connection_id from connection
    where state = 'CONNECTED' and (states_due_at is null or states_due_at <= ${now}
        or states_due_at > ${now}::timestamptz + interval '1 day')
      and not exists (select from sync_run where sync_run.tenant_id = connection.tenant_id
        and sync_run.connection_id = connection.id and sync_run.ended_at is null)
      and exists (select from company where company.tenant_id = connection.tenant_id
        and company.connection_id = connection.id and company.client_id is not null
        and company.rests_since is null)
    order by states_due_at nulls first, tenant_id, id`.execute(database.query);
  for (const job of rows) await queue.sweep(job);
}

/** How old, in seconds, the state of a managed device of an integration is when it is read again. */
export async function readRefreshSeconds(
  database: Database,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  { stateHours, callsPerSecond }: { stateHours: number; callsPerSecond: number },
): Promise<number> {
  const { rows } = await sql<{ devices: number }>`
    select count(*)::int as devices from device
    where tenant_id = ${tenantId} and connection_id = ${id}::uuid and presence = 'PRESENT' and managed`.execute(
    database.query,
  );
  return readAgainAfter(rows[0]?.devices ?? 0, stateHours * 3_600_000, callsPerSecond) / 1_000;
}
