import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Logger } from '../../logger.js';
import type { Queue } from '../../queue/queue.js';
import { followMerge, type MergeParts } from '../merge/follow-merge.js';
import { catchUp } from './catch-up.js';

/**
 * Queues the work that is left of clients of each tenant: merges to follow, and alerts to raise for clients that are no longer archived. Does
 * nothing for a tenant whose work is queued or under way.
 */
export async function queueClientWork(database: Database, queue: Pick<Queue, 'followClients'>): Promise<void> {
  const { rows } = await sql<{ tenantId: string }>`
    select tenant_id from core_client where catch_up
    union select tenant_id from client_merge where state = 'MOVING'`.execute(database.query);
  for (const { tenantId } of rows) await queue.followClients({ tenantId });
}

/**
 * Does that work for one tenant. What fails does not keep the others from theirs, and is tried again after the next tick. A client that was
 * archived, and then merged, gets its alerts first; as long as that fails, its merge waits.
 */
export async function followClients(
  { logger, ...parts }: MergeParts & { logger: Logger },
  tenantId: string,
  signal: AbortSignal,
): Promise<void> {
  const { database } = parts;
  const failures: unknown[] = [];
  const attempt = async (clientId: string, work: Promise<void>) => {
    await work.catch((error: unknown) => {
      signal.throwIfAborted();
      logger.error({ err: error, tenantId, clientId }, 'the data of a client could not follow');
      failures.push(error);
    });
  };
  const woken = await database.query
    .selectFrom('coreClient')
    .select('clientId')
    .where('tenantId', '=', tenantId)
    .where('catchUp', '=', true)
    .orderBy('clientId')
    .execute();
  for (const { clientId } of woken) await attempt(clientId, catchUp(parts, tenantId, clientId, signal));
  const merges = await database.query
    .selectFrom('clientMerge')
    .select('clientId')
    .where('tenantId', '=', tenantId)
    .where('state', '=', 'MOVING')
    .orderBy('foundAt')
    .orderBy('clientId')
    .execute();
  for (const { clientId } of merges) await attempt(clientId, followMerge(parts, tenantId, clientId, signal));
  if (failures.length > 0) throw new AggregateError(failures, 'Not all work about clients succeeded.');
}
