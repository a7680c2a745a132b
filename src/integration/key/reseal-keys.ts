import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Database, Tables } from '../../database/database.js';
import { requestJob } from '../../job/job.store.js';
import { JobKind } from '../../job/job.type.js';
import type { JobWork } from '../../job/run-job.js';
import type { Logger } from '../../logger.js';
import { type JobQueue } from '../../queue/ports.js';
import type { Fingerprint } from './fingerprint.js';
import type { Sealer } from './sealing.js';

interface ResealingParts {
  sealer: Sealer;
  fingerprint: Fingerprint;
  logger: Logger;
}

/** Where something sealed stands; each is bound to the tenant and the id of its row. */
const sealedColumns = [
  { table: 'connection', column: 'sealed_key' },
  { table: 'webhook', column: 'sealed_secret' },
  { table: 'webhook', column: 'previous_sealed_secret' },
] as const;

type SealedPlace = (typeof sealedColumns)[number] & { id: string };

/**
 * Seals every API key and webhook secret of a tenant with the newest master key that is not sealed with it yet, one by
 * one, so that any replica that knows both can open it before and after. A webhook's secret of before that signs no
 * longer is dropped. Fails at its end if one could not be opened.
 */
export function createResealing({ sealer, fingerprint, logger }: ResealingParts): JobWork {
  return async ({ database, tenantId, now, signal, report }) => {
    await dropEndedSecrets(database, tenantId, now);
    const places = await placesSealedOtherwise(database, sealer, tenantId);
    let done = 0;
    for (const place of places) {
      signal.throwIfAborted();
      const resealed = await database.forTenant(tenantId, async (transaction) => {
        const sealed = await readSealed(transaction, tenantId, place);
        // Deleted, rotated or sealed again in the meantime.
        if (sealed === null || sealer.isCurrent(sealed)) return true;
        let secret: string;
        try {
          secret = sealer.open(sealed, tenantId, place.id);
        } catch (error) {
          const problem = { [`${place.table}Id`]: place.id, error: (error as Error).message };
          logger.error(problem, 'a key could not be sealed again');
          return false;
        }
        await sql`
          update ${sql.table(place.table)} set ${sql.ref(place.column)} = ${sealer.seal(secret, tenantId, place.id)}
          where tenant_id = ${tenantId} and id = ${place.id}::uuid`.execute(transaction);
        if (place.table === 'connection')
          await transaction
            .updateTable('connection')
            .set({ keyFingerprint: fingerprint(secret) })
            .where('tenantId', '=', tenantId)
            .where('id', '=', place.id)
            .execute();
        await recordAudit(transaction, {
          tenantId,
          actor: 'maintenance',
          action: place.table === 'connection' ? 'KEY_RESEALED' : 'WEBHOOK_SECRET_RESEALED',
          subject: place.id,
          detail: { before: { masterKey: masterKeyOf(sealed) }, after: { masterKey: sealer.currentId } },
          at: now,
        });
        return true;
      });
      if (resealed) done += 1;
      await report(done, places.length);
    }
    if (done < places.length) throw new Error(`${places.length - done} keys or secrets could not be opened.`);
  };
}

/**
 * Requests the job for every tenant, or for one, that has something sealed with an older master key: at the start of the
 * service, and once a day for what came back from a back-up.
 */
export async function requestResealing(
  parts: { database: Database; queue: JobQueue; sealer: Sealer },
  now: Date,
  tenantId: string | null = null,
): Promise<void> {
  const { database, queue, sealer } = parts;
  const tenants = new Set((await placesSealedOtherwise(database, sealer, tenantId)).map((place) => place.tenantId));
  for (const tenant of tenants)
    await database.forTenant(tenant, (transaction) =>
      requestJob(transaction, queue, { tenantId: tenant, kind: JobKind.RESEAL_KEYS, requestedBy: 'schedule', now }),
    );
}

/** What is sealed, but not with the master key that seals now: of every tenant, or of one. */
async function placesSealedOtherwise(
  database: Database,
  sealer: Sealer,
  tenantId: string | null,
): Promise<(SealedPlace & { tenantId: string })[]> {
  const found: (SealedPlace & { tenantId: string })[] = [];
  for (const place of sealedColumns) {
    const { rows } = await sql<{ tenantId: string; id: string }>`
      select tenant_id, id from ${sql.table(place.table)}
      where split_part(${sql.ref(place.column)}, '.', 2) <> ${sealer.currentId}
        and (${tenantId}::text is null or tenant_id = ${tenantId})
      order by tenant_id, id`.execute(database.query);
    found.push(...rows.map((row) => ({ ...place, ...row })));
  }
  return found;
}

async function readSealed(
  transaction: Transaction<Tables>,
  tenantId: string,
  { table, column, id }: SealedPlace,
): Promise<string | null> {
  const { rows } = await sql<{ sealed: string | null }>`
    select ${sql.ref(column)} as sealed from ${sql.table(table)}
    where tenant_id = ${tenantId} and id = ${id}::uuid`.execute(transaction);
  return rows[0]?.sealed ?? null;
}

async function dropEndedSecrets(database: Database, tenantId: string, now: Date): Promise<void> {
  await database.query
    .updateTable('webhook')
    .set({ previousSealedSecret: null, previousUntil: null })
    .where('tenantId', '=', tenantId)
    .where('previousUntil', '<=', now)
    .execute();
}

const masterKeyOf = (sealed: string) => sealed.split('.')[1] ?? '';
