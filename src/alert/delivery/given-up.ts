import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { deliveries } from '../../database/later-values.js';
import type { Jobs } from '../../queue/ports.js';
import { raiseNotice, resolveNotice } from '../raising/raise-notice.js';

interface Context {
  tenantId: string;
  jobs: Jobs;
  now: Date;
}

/** The subject of the notice about actions that were given up. */
const subject = 'delivery';

/** Raises the notice about actions that were given up. `last` names the last one; `error` is its error. */
export async function reportGivenUp(
  transaction: Transaction<Tables>,
  context: Context,
  last: string,
  error: string | null,
): Promise<void> {
  const count = await countGivenUp(transaction, context.tenantId);
  await raiseNotice(transaction, context, {
    subject,
    title: 'Alert actions were given up',
    detail:
      `${count} ${count === 1 ? 'action was' : 'actions were'} given up, ${last}: ` +
      `${error ?? 'it ended without an answer'}. Correct the cause, then retry them.`,
    severity: 'HIGH',
  });
}

/** Resolves the notice when nothing is left that was given up. */
export async function resolveGivenUp(transaction: Transaction<Tables>, context: Context): Promise<void> {
  if ((await countGivenUp(transaction, context.tenantId)) === 0) await resolveNotice(transaction, context, subject);
}

/** How many actions are DEAD, except for those of notices, which have no client. */
async function countGivenUp(transaction: Transaction<Tables>, tenantId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${deliveries} as delivery
    where tenant_id = ${tenantId} and state = 'DEAD' and client_id is not null`.execute(transaction);
  return rows[0]?.count ?? 0;
}
