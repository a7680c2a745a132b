import { sql } from 'kysely';
import cron from 'node-cron';
import { checkIntegrations } from '../../alert/raising/check-integrations.js';
import { releaseHolds } from '../../alert/raising/release-holds.js';
import { reopenSnoozedAlerts } from '../../alert/state/reopen-snoozed-alerts.js';
import { queueClientWork } from '../../client/life/follow-clients.js';
import type { Database } from '../../database/database.js';
import { acrossTenants } from '../../database/tenancy.js';
import { requestDueDigests } from '../../digest/request-due-digests.js';
import { requestDueMaintenance } from '../../job/job.store.js';
import type { Logger } from '../../logger.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import type { Queue } from '../../queue/queue.js';
import { queueDueSeatLooks } from '../../seat/seat-look.store.js';
import { measures } from '../../telemetry/measures.js';
import { inSpan } from '../../telemetry/spans.js';
import { forgetFutureTimes } from '../cadence/future-times.js';
import { recoverLostRuns } from '../history/recover-lost-runs.js';
import { requestRun } from '../history/sync-run.store.js';
import { queueDueSweeps } from '../sweep/sweep.store.js';
import { noticeActivity } from './notice-activity.js';
import { takeTurn } from './take-turn.js';

/**
 * Queues a run for each integration with something due, the one that has waited longest first. Any replica may do so at
 * any time: the tenant's lock lets only one of them queue. Returns the number of runs queued.
 */
export async function queueDueRuns(
  database: Database,
  queue: Pick<Queue, 'sync' | 'raisePriority' | 'withoutJob'>,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ tenantId: string; connectionId: string }>`
    with due as (
      select tenant_id, connection_id, next_sync_at as since from company
      where next_sync_at <= ${now} and client_id is not null and rests_since is null
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

export interface TickParts {
  database: Database;
  opsMerge: Pick<OpsMerge, 'activities' | 'clientStates'>;
  queue: Queue;
  logger: Logger;
}

/** What a tick does, step by step. Each finds in the database what is due, so that one that failed loses nothing. */
const steps: Record<string, (parts: TickParts, now: Date) => Promise<unknown>> = {
  'reopen snoozed alerts': ({ database, queue }, now) => reopenSnoozedAlerts({ database, jobs: queue }, now),
  'release held alerts': ({ database, queue }, now) => releaseHolds({ database, jobs: queue }, now),
  'recover lost runs': ({ database, queue }, now) => recoverLostRuns(database, queue, now),
  'forget times of the future': ({ database }, now) => forgetFutureTimes(database.query, now),
  'queue due runs': ({ database, queue }, now) => queueDueRuns(database, queue, now),
  'queue due sweeps': ({ database, queue }, now) => queueDueSweeps(database, queue, now),
  'queue due looks at seats': ({ database, queue }, now) => queueDueSeatLooks(database, queue, now),
  'queue work about clients': ({ database, queue }) => queueClientWork(database, queue),
  'check integrations': ({ database, queue }, now) => checkIntegrations({ database, jobs: queue }, now),
  'request due digests': ({ database, queue }, now) => requestDueDigests(database, queue, now),
  'request due maintenance': ({ database, queue }, now) => requestDueMaintenance(database, queue, now),
};

/** Runs every step, whether or not another failed: one row that cannot be handled must not stop what is unrelated. */
async function runSteps(parts: TickParts, now: Date): Promise<void> {
  for (const [step, run] of Object.entries(steps))
    await run(parts, now).catch((error: Error) => {
      measures().ticks.add(1, { task: 'due', outcome: 'failed' });
      parts.logger.error({ err: error, step }, 'a step of the tick failed');
    });
}

/**
 * Ticks by the cron expression; of all replicas, the one whose turn it is does the work. A missed tick loses nothing: the
 * next one finds the same due companies. Core is called in a task of its own, so that a slow core delays no sync. `stop`
 * waits for running tasks.
 */
export function startTick(parts: TickParts & { expression: string }): { stop(): Promise<void> } {
  const { database, logger, expression } = parts;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const schedule = (
    name: 'due' | 'activity',
    failure: string,
    work: (now: Date, periodMilliseconds: number) => Promise<unknown>,
  ) => {
    const task = cron.schedule(
      expression,
      async () => {
        const now = new Date();
        const next = task.getNextRun() ?? now;
        const period = next.getTime() - now.getTime();
        const done = inSpan(`tick ${name}`, { isRoot: true }, () => acrossTenants(() => work(now, period))).then(
          () => measures().ticks.add(1, { task: name, outcome: 'done' }),
          (error: Error) => {
            measures().ticks.add(1, { task: name, outcome: 'failed' });
            logger.error({ err: error }, failure);
          },
        );
        running.add(done);
        await done;
        running.delete(done);
      },
      { noOverlap: true, logger: cronLogger(logger) },
    );
    return task;
  };
  const tasks = [
    schedule('due', 'the tick failed', async (now, period) => {
      if (await takeTurn(database.query, period)) await runSteps(parts, now);
    }),
    schedule('activity', 'noticing activity failed', (now) => noticeActivity(parts, now, stopping.signal)),
  ];
  return {
    async stop() {
      stopping.abort();
      for (const task of tasks) await task.destroy();
      await Promise.all(running);
    },
  };
}

/** Writes the messages of node-cron (a tick that still runs when the next is due) to our log. */
function cronLogger(logger: Logger) {
  const write = (level: 'info' | 'warn' | 'error' | 'debug') => (message: string | Error) =>
    message instanceof Error ? logger[level]({ err: message }, 'node-cron') : logger[level](message);
  return { info: write('info'), warn: write('warn'), error: write('error'), debug: write('debug') };
}
