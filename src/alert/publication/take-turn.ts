import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { callsPerMinute, minute, nextTurn } from './next-turn.js';
import type { PublicationContext } from './request-publications.js';

/**
 * Whether a pending publication may call core now. If it has to wait for its turn, its job is queued again for that time. The
 * transaction must hold the tenant's lock.
 */
export async function takeTurn(
  transaction: Transaction<Tables>,
  { tenantId, jobs, now }: PublicationContext,
  id: string,
): Promise<boolean> {
  const publication = await transaction
    .selectFrom('alertPublication')
    .select(['state', 'turn', 'waits'])
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (publication?.state !== 'PENDING') return false;
  const turn =
    publication.waits && publication.turn !== null
      ? publication.turn
      : nextTurn(await earlierTurn(transaction, tenantId, now), now);
  const waits = turn > now;
  await transaction
    .updateTable('alertPublication')
    .set({ turn, waits })
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .execute();
  if (waits) await jobs.publish(transaction, tenantId, id, turn);
  return !waits;
}

async function earlierTurn(transaction: Transaction<Tables>, tenantId: string, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ turn: Date }>`
    select turn from alert_publication where tenant_id = ${tenantId} and turn > ${new Date(now.getTime() - minute)}
    order by turn desc offset ${callsPerMinute - 1} limit 1`.execute(transaction);
  return rows[0]?.turn ?? null;
}
