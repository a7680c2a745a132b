import { randomUUID } from 'node:crypto';
import { json, type Queries } from '../database/database.js';

/** Adds an entry to the audit log, in the transaction of the change it records. `detail` must hold no secret. */
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
  await queries
    .insertInto('auditEntry')
    .values({ ...entry, id: randomUUID(), detail: json(entry.detail) })
    .execute();
}
