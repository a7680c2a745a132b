import { sql } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Database } from '../database/database.js';
import { type JobQueue, requestJob } from '../job/job.store.js';
import { JobKind } from '../job/job.type.js';
import type { JobWork } from '../job/run-job.js';
import type { Logger } from '../server/logger.js';
import type { Fingerprint } from './fingerprint.js';
import type { Sealer } from './sealing.js';

interface ResealingParts {
  sealer: Sealer;
  fingerprint: Fingerprint;
  logger: Logger;
}

/**
 * Seals every API key of a tenant with the newest master key that is not sealed with it yet, one by one, so that any
 * replica that knows both can open it before and after. Fails at its end if one could not be opened.
 */
export function createResealing({ sealer, fingerprint, logger }: ResealingParts): JobWork {
  return async ({ database, tenantId, now, signal, report }) => {
    const { rows } = await sql<{ id: string }>`
      select id from connection where tenant_id = ${tenantId} and ${sealedOtherwise(sealer)} order by id`.execute(
      database.query,
    );
    let done = 0;
    for (const { id } of rows) {
      signal.throwIfAborted();
      const resealed = await database.forTenant(tenantId, async (transaction) => {
        const { sealedKey } = await transaction
          .selectFrom('connection')
          .select('sealedKey')
          .where('tenantId', '=', tenantId)
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        if (sealer.isCurrent(sealedKey)) return true;
        let apiKey: string;
        try {
          apiKey = sealer.open(sealedKey, tenantId, id);
        } catch (error) {
          logger.error({ connectionId: id, error: (error as Error).message }, 'a key could not be sealed again');
          return false;
        }
        await transaction
          .updateTable('connection')
          .set({ sealedKey: sealer.seal(apiKey, tenantId, id), keyFingerprint: fingerprint(apiKey) })
          .where('tenantId', '=', tenantId)
          .where('id', '=', id)
          .execute();
        await recordAudit(transaction, {
          tenantId,
          actor: 'maintenance',
          action: 'KEY_RESEALED',
          subject: id,
          detail: { before: { masterKey: masterKeyOf(sealedKey) }, after: { masterKey: sealer.currentId } },
          at: now,
        });
        return true;
      });
      if (resealed) done += 1;
      await report(done, rows.length);
    }
    if (done < rows.length) throw new Error(`${rows.length - done} API keys could not be opened.`);
  };
}

/**
 * Requests the job for every tenant, or for one, that has a key sealed with an older master key: at the start of the
 * service, and once a day for what came back from a back-up.
 */
export async function requestResealing(
  parts: { database: Database; queue: JobQueue; sealer: Sealer },
  now: Date,
  tenantId: string | null = null,
): Promise<void> {
  const { database, queue, sealer } = parts;
  const { rows } = await sql<{ tenantId: string }>`
    select distinct tenant_id from connection
    where ${sealedOtherwise(sealer)} and (${tenantId}::text is null or tenant_id = ${tenantId})`.execute(
    database.query,
  );
  for (const row of rows)
    await database.forTenant(row.tenantId, (transaction) =>
      requestJob(transaction, queue, { ...row, kind: JobKind.RESEAL_KEYS, requestedBy: 'schedule', now }),
    );
}

const masterKeyOf = (sealedKey: string) => sealedKey.split('.')[1] ?? '';

const sealedOtherwise = (sealer: Sealer) => sql`split_part(sealed_key, '.', 2) <> ${sealer.currentId}`;
