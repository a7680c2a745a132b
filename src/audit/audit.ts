import { randomUUID } from 'node:crypto';
import { json, type Queries } from '../database/database.js';

/** Writes down who did what to what, in the transaction of the deed. `detail` must hold no secret. */
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
