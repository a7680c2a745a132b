import { sql } from 'kysely';
import cron from 'node-cron';
import { checkConnections } from '../../alert/raising/check-connections.js';
import { reopenSnoozedAlerts } from '../../alert/state/reopen-snoozed-alerts.js';
import type { Database } from '../../database/database.js';
import { requestDueMaintenance } from '../../job/job.store.js';
import type { Logger } from '../../logger.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import type { Queue } from '../../queue/queue.js';
import { recoverLostRuns, requestRun } from '../history/sync-run.store.js';
import { noticeActivity } from './notice-activity.js';

/**
 * Asks the database what is due and queues a run for each connection concerned, who waits longest first. Any replica may do so at any time: the
 * tenant's lock lets only one of them queue. Returns how many runs were queued.
 */
export async function queueDueRuns(
  database: Database,
  queue: Pick<Queue, 'sync' | 'raisePriority' | 'withoutJob'>,
  now: Date,
): Promise<number> {
  await recoverLostRuns(database, queue, now);
  const { rows } = await sql<{ tenantId: string; connectionId: string }>`
    with due as (
      select tenant_id, connection_id, next_sync_at as since from company
      where next_sync_at <= ${now} and client_id is not null
      union all
      select tenant_id, id, tree_due_at from connection where tree_due_at <= ${now})
    select due.tenant_id, due.connection_id from due
    join connection on connection.tenant_id = due.tenant_id and connection.id = due.connection_id
    where connection.state <> 'DISCONNECTED'
      and not exists (select from sync_run where sync_run.tenant_id = due.tenant_id
        and sync_run.connection_id = due.connection_id and sync_run.ended_at is null)
    group by due.tenant_id, due.connection_id
    order by min(due.since)`.execute(database.query);
  for (const { tenantId, connectionId } of rows)
    await database.forTenant(tenantId, (transaction) =>
      requestRun(transaction, queue, {
        tenantId,
        connectionId,
        trigger: 'SCHEDULE',
        requestedBy: 'schedule',
        clientId: null,
        now,
      }),
    );
  return rows.length;
}

/**
 * Ticks by the cron expression; a missed tick loses nothing, the next one finds the same due companies. Core is asked
 * beside it, so that one that hangs holds up no sync. `stop` waits for what is under way.
 */
export function startTick(parts: {
  database: Database;
  opsMerge: Pick<OpsMerge, 'activities'>;
  queue: Queue;
  logger: Logger;
  expression: string;
}): { stop(): Promise<void> } {
  const { database, queue, logger, expression } = parts;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const each = (what: string, work: (now: Date) => Promise<unknown>) =>
    cron.schedule(
      expression,
      async () => {
        const done = work(new Date()).then(
          () => undefined,
          (error: Error) => logger.error({ err: error }, what),
        );
        underWay.add(done);
        await done;
        underWay.delete(done);
      },
      { noOverlap: true, logger: cronLogger(logger) },
    );
  const tasks = [
    each('the tick failed', async (now) => {
      await reopenSnoozedAlerts(database, now);
      await queueDueRuns(database, queue, now);
      await checkConnections({ database, jobs: queue }, now);
      await requestDueMaintenance(database, queue, now);
    }),
    each('noticing activity failed', (now) => noticeActivity(parts, now, stopping.signal)),
  ];
  return {
    async stop() {
      stopping.abort();
      for (const task of tasks) await task.destroy();
      await Promise.all(underWay);
    },
  };
}

/** What node-cron has to say (a tick that is still at work when the next is due) among our own lines. */
function cronLogger(logger: Logger) {
  const tell = (level: 'info' | 'warn' | 'error' | 'debug') => (told: string | Error) =>
    told instanceof Error ? logger[level]({ err: told }, 'node-cron') : logger[level](told);
  return { info: tell('info'), warn: tell('warn'), error: tell('error'), debug: tell('debug') };
}
