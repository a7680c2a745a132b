import { sql, type Transaction } from 'kysely';
import type { Database, Tables } from '../../database/database.js';
import { type CoreAlert, type OpsMerge, OpsMergeError } from '../../opsmerge/opsmerge.js';
import type { Jobs } from '../../queue/ports.js';
import { measures } from '../../telemetry/measures.js';
import { reportGivenUp, resolveGivenUp } from '../delivery/given-up.js';
import { type PublicationToSend, readPublication } from './read-publication.js';
import { saveTickets } from './save-tickets.js';
import { sendPublication } from './send-publication.js';
import { takeTurn } from './take-turn.js';

/** What a publication works with. */
export interface PublicationParts {
  database: Database;
  opsMerge: OpsMerge;
  jobs: Jobs;
}

/** As often as the queue repeats a job: a publication that waits for its turn has a new job each time. */
const mostFailures = 31;

/**
 * Sends a published alert as it is now, when it is its turn. Throws what went wrong, for the queue to retry. What core refuses for good
 * is given up at once.
 */
export async function deliverPublication(parts: PublicationParts, tenantId: string, id: string): Promise<void> {
  const { database, opsMerge, jobs } = parts;
  const mayCall = await database.forTenant(tenantId, (transaction) =>
    takeTurn(transaction, { tenantId, jobs, now: new Date() }, id),
  );
  const publication = mayCall ? await readPublication(database, tenantId, id) : undefined;
  if (publication === undefined) return;
  try {
    const alert = await sendPublication(opsMerge, tenantId, publication);
    await database.forTenant(tenantId, (transaction) => settle(transaction, parts, tenantId, publication, alert));
    count('done');
  } catch (error) {
    const isFinal = await isRefusedForGood(opsMerge, tenantId, error);
    const { failures } = await database.query
      .updateTable('alertPublication')
      .set({
        attempts: sql<number>`attempts + 1`,
        failures: sql<number>`failures + 1`,
        lastError: (error as Error).message,
        changedAt: new Date(),
      })
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .returning('failures')
      .executeTakeFirstOrThrow();
    if (!isFinal && failures < mostFailures) {
      count('failed');
      throw error;
    }
    await giveUpPublication(parts, tenantId, id);
  }
}

/** A core that was taken back to a release without alerts will know them again. */
async function isRefusedForGood(opsMerge: OpsMerge, tenantId: string, error: unknown): Promise<boolean> {
  if (!(error instanceof OpsMergeError) || error.retryable) return false;
  return opsMerge.takesAlerts(tenantId).catch(() => false);
}

/** Keeps what core answered. What has changed since it was read is sent by another job. */
async function settle(
  transaction: Transaction<Tables>,
  { jobs }: PublicationParts,
  tenantId: string,
  { id, revision }: PublicationToSend,
  alert: CoreAlert,
): Promise<void> {
  const now = new Date();
  const { rows } = await sql<{ state: string }>`
    update alert_publication set platform_alert_id = ${alert.id}, attempts = attempts + 1, failures = 0, last_error = null,
      changed_at = ${now}, state = case when revision = ${revision} then 'DONE' else 'PENDING' end
    where tenant_id = ${tenantId} and id = ${id}::uuid returning state`.execute(transaction);
  if (rows[0]?.state === 'PENDING') await jobs.publish(transaction, tenantId, id);
  await saveTickets(transaction, tenantId, new Map([[id, alert.ticket]]), now);
  await resolveGivenUp(transaction, { tenantId, jobs, now });
}

/** Marks a publication as DEAD: the row stays, and a notice reports it. */
export async function giveUpPublication(
  { database, jobs }: PublicationParts,
  tenantId: string,
  id: string,
): Promise<void> {
  await database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const dead = await transaction
      .updateTable('alertPublication')
      .set({ state: 'DEAD', changedAt: now })
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .where('state', '=', 'PENDING')
      .returning('lastError')
      .executeTakeFirst();
    if (dead === undefined) return;
    count('dead');
    await reportGivenUp(transaction, { tenantId, jobs, now }, `the last one for the platform's rules`, dead.lastError);
  });
}

const count = (outcome: 'done' | 'failed' | 'dead') => measures().deliveries.add(1, { kind: 'PUBLISH', outcome });
