import type { Database } from '../../database/database.js';
import { announce } from '../../live/live-events.js';
import { measures } from '../../telemetry/measures.js';
import { beginWaitingRun, type RunQueue } from './sync-run.store.js';

/**
 * Ends runs whose jobs the queue has given up or lost, which would otherwise stay RUNNING for ever, and queues the jobs
 * of those that waited for them.
 */
export async function recoverLostRuns(database: Database, queue: RunQueue, now: Date): Promise<void> {
  const open = await database.query
    .selectFrom('syncRun')
    .select(['tenantId', 'connectionId', 'id', 'state', 'startedAt'])
    .where('endedAt', 'is', null)
    .execute();
  if (open.length === 0) return;
  const lost = await queue.withoutJob(
    database.query,
    open.map(({ id }) => id),
  );
  const running = new Set(open.filter(({ id, state }) => state === 'RUNNING' && !lost.has(id)).map(integrationKey));
  for (const run of open.filter(({ id }) => lost.has(id))) {
    // It waits for one that is in progress.
    if (run.state === 'QUEUED' && running.has(integrationKey(run))) continue;
    const { tenantId, connectionId, id, startedAt } = run;
    await database.forTenant(tenantId, async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('syncRun')
        .set({ state: 'FAILED', endedAt: now })
        .where('tenantId', '=', tenantId)
        .where('id', '=', id)
        .where('state', '=', 'RUNNING')
        .where('endedAt', 'is', null)
        .executeTakeFirst();
      const seconds = (now.getTime() - (startedAt ?? now).getTime()) / 1_000;
      if (numUpdatedRows > 0n) measures().runs.record(seconds, { outcome: 'FAILED', reason: 'LOST' });
      await beginWaitingRun(transaction, queue, tenantId, connectionId);
      await announce(transaction, { tenantId, topic: 'runs', id });
    });
  }
}

const integrationKey = (run: { tenantId: string; connectionId: string }) =>
  JSON.stringify([run.tenantId, run.connectionId]);
