import type { Transaction } from 'kysely';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Tables } from '../../database/database.js';
import { UserInputError } from '../../graphql/errors.js';
import { mostSyncsInAnHour, syncNowAllowedAt } from './limit-sync-now.js';
import { type RunQueue, requestRun } from './sync-run.store.js';
import { type MappedCompany, whyNothingToSync } from './why-nothing-to-sync.js';

/**
 * Makes the companies of this client due and requests a run of each of their integrations. Returns the ids of the runs. Throws
 * UserInputError if none of its companies can be synced, or if too many runs were requested within an hour.
 */
export function requestSyncNow(
  database: Database,
  queue: RunQueue,
  { tenantId, subject }: Viewer,
  clientId: string,
): Promise<string[]> {
  return database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    await refuseTooMany(transaction, tenantId, clientId, now);
    const due = await transaction
      .updateTable('company')
      .from('connection')
      .set({ nextSyncAt: now })
      .whereRef('connection.tenantId', '=', 'company.tenantId')
      .whereRef('connection.id', '=', 'company.connectionId')
      .where('connection.state', '<>', 'DISCONNECTED')
      .where('company.tenantId', '=', tenantId)
      .where('company.clientId', '=', clientId)
      .where('company.state', '=', 'PRESENT')
      .where('company.restsSince', 'is', null)
      .returning('company.connectionId')
      .execute();
    if (due.length === 0) {
      const { code, message } = whyNothingToSync(await mappedCompanies(transaction, tenantId, clientId));
      throw new UserInputError(code, message, ['input', 'clientId']);
    }
    const runs: string[] = [];
    for (const connectionId of new Set(due.map((row) => row.connectionId)))
      runs.push(
        await requestRun(transaction, queue, {
          tenantId,
          connectionId,
          trigger: 'MANUAL',
          requestedBy: subject,
          clientId,
          now,
        }),
      );
    return runs;
  });
}

function mappedCompanies(
  transaction: Transaction<Tables>,
  tenantId: string,
  clientId: string,
): Promise<MappedCompany[]> {
  return transaction
    .selectFrom('company')
    .innerJoin('connection', (join) =>
      join.onRef('connection.tenantId', '=', 'company.tenantId').onRef('connection.id', '=', 'company.connectionId'),
    )
    .select(['company.name', 'connection.name as integration'])
    .select(({ eb }) => [
      eb('company.state', '=', 'VANISHED').as('vanished'),
      eb('connection.state', '=', 'DISCONNECTED').as('disconnected'),
      eb('company.restsSince', 'is not', null).as('rests'),
    ])
    .where('company.tenantId', '=', tenantId)
    .where('company.clientId', '=', clientId)
    .orderBy('company.name')
    .limit(100)
    .$castTo<MappedCompany>()
    .execute();
}

async function refuseTooMany(transaction: Transaction<Tables>, tenantId: string, clientId: string, now: Date) {
  // Runs of several integrations that were requested together count once.
  const rows = await transaction
    .selectFrom('syncRun')
    .select('queuedAt')
    .distinct()
    .where('tenantId', '=', tenantId)
    .where('clientId', '=', clientId)
    // Runs of the future, which a wrong clock stored, would hide the others.
    .where('queuedAt', '<=', new Date(now.getTime() + 60_000))
    .orderBy('queuedAt', 'desc')
    .limit(mostSyncsInAnHour)
    .execute();
  const allowedAt = syncNowAllowedAt(
    rows.map(({ queuedAt }) => queuedAt),
    now,
  );
  if (allowedAt !== null)
    throw new UserInputError(
      'SYNCED_TOO_OFTEN',
      `This client has reached the limit of syncs per hour. The schedule still syncs it; try again after ${allowedAt.toISOString()}.`,
      ['input', 'clientId'],
    );
}
