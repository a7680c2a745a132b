import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Database, Tables } from '../../database/database.js';
import { rematchClient } from '../../device/matching/match-client.js';
import { dropMatchingFingerprints } from '../../device/matching/matching-fingerprint.js';
import type { Jobs } from '../../queue/ports.js';
import { measures } from '../../telemetry/measures.js';
import { beginMerge, endScopes } from './begin-merge.js';
import type { MoveContext } from './move.js';
import { movedTables } from './moved-tables.js';

export interface MergeParts {
  database: Database;
  jobs: Jobs;
}

/**
 * Lets the data of a merged client follow, in short transactions. Where it is cut off, what has moved has moved, and the next attempt
 * goes on with what is left: nothing but the rows themselves says what that is. No rule is asked about what moves, so a client whose alerts
 * are still to be raised waits for them.
 */
export async function followMerge(
  { database, jobs }: MergeParts,
  tenantId: string,
  clientId: string,
  signal: AbortSignal,
): Promise<void> {
  /** One transaction of the merge, whose target is read again: it may have been merged meanwhile. Null when it is over, or has to wait. */
  const during = <Result>(work: (transaction: Transaction<Tables>, context: MoveContext) => Promise<Result>) => {
    signal.throwIfAborted();
    return database.forTenant(tenantId, async (transaction) => {
      const merge = await transaction
        .selectFrom('clientMerge')
        .select('intoClientId')
        .where('tenantId', '=', tenantId)
        .where('clientId', '=', clientId)
        .where('state', '=', 'MOVING')
        .where(
          sql<boolean>`not exists (select from core_client where tenant_id = ${tenantId} and client_id = ${clientId} and catch_up)`,
        )
        .executeTakeFirst();
      if (merge === undefined || merge.intoClientId === null) return null;
      return work(transaction, { tenantId, from: clientId, into: merge.intoClientId, jobs, now: new Date() });
    });
  };

  for (;;) {
    const companies = await during(async (transaction, context) => {
      const moved = await beginMerge(transaction, context, context.now);
      await count(transaction, context, { company: moved });
      return moved;
    });
    if (companies === null) return;
    for (const { table, move } of movedTables)
      for (let moved: number | null = null; moved !== 0; ) {
        moved = await during(async (transaction, context) => {
          const rows = await move(transaction, context);
          await count(transaction, context, { [table]: rows });
          return rows;
        });
        if (moved === null) return;
      }
    if ((await during(endMerge)) !== 'MORE') return;
  }
}

/** Ends the merge if, under the lock, nothing is left: a run that was under way may have written for the merged client meanwhile. */
async function endMerge(transaction: Transaction<Tables>, context: MoveContext): Promise<'DONE' | 'MORE'> {
  const { tenantId, from, into, now } = context;
  const late: Record<string, number> = {};
  for (const { table, move } of movedTables) late[table] = (late[table] ?? 0) + (await move(transaction, context));
  late.company = await beginMerge(transaction, context, now);
  await count(transaction, context, late);
  if (Object.values(late).some((rows) => rows > 0)) return 'MORE';

  // Names that only one machine of each client had may be those of two by now.
  await dropMatchingFingerprints(transaction, tenantId, [from, into]);
  await rematchClient(transaction, tenantId, into);
  const rules = await endScopes(transaction, context, now);
  const ended = await transaction
    .updateTable('clientMerge')
    .set({ state: 'DONE', endedAt: now })
    .where('tenantId', '=', tenantId)
    .where('clientId', '=', from)
    .returning('moved')
    .executeTakeFirstOrThrow();
  const moved = Object.values(ended.moved).reduce((sum, rows) => sum + rows, 0);
  measures().clientMerges.add(1, { outcome: moved > 0 ? 'moved' : 'nothing' });
  if (moved > 0 || rules.length > 0)
    await recordAudit(transaction, {
      tenantId,
      actor: 'opsmerge',
      action: 'CLIENT_MERGED',
      subject: from,
      detail: { before: from, after: into, moved: ended.moved, rules },
      at: now,
    });
  return 'DONE';
}

/** Adds up how many rows have moved, in the transaction that moves them. */
async function count(
  transaction: Transaction<Tables>,
  { tenantId, from }: MoveContext,
  rows: Readonly<Record<string, number>>,
): Promise<void> {
  const moved = Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0));
  if (Object.keys(moved).length === 0) return;
  await sql`
    update client_merge set moved = (
      select jsonb_object_agg(name, rows) from (
        select name, sum(rows::int)::int as rows from (
          select * from jsonb_each_text(client_merge.moved)
          union all select * from jsonb_each_text(${JSON.stringify(moved)}::jsonb)) as each (name, rows)
        group by name) as summed)
    where tenant_id = ${tenantId} and client_id = ${from}`.execute(transaction);
}
