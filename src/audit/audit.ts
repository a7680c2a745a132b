import { randomUUID } from 'node:crypto';
import { json, type Queries } from '../database/database.js';
import { currentRequest } from '../telemetry/request-context.js';

/**
 * Adds an entry to the audit log, in the transaction of the change it records, with where the request comes from in which it
 * is called. `detail` must hold no secret.
 */
export async function recordAudit(
  queries: Queries,
  entry: {
    tenantId: string;
    actor: string;
    action: string;
    subject: string;
    detail: Record<string, unknown>;
    at: Date;
  },
): Promise<void> {
  const { address = null, userAgent = null } = currentRequest()?.origin ?? {};
  await queries
    .insertInto('auditEntry')
    .values({ ...entry, address, userAgent, id: randomUUID(), detail: json(entry.detail) })
    .execute();
}
