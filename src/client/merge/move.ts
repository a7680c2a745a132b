import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';

/** Which client's rows follow to which other client. */
export interface MoveContext {
  tenantId: string;
  from: string;
  into: string;
  jobs: Jobs;
  now: Date;
}

/**
 * Moves some rows of a table, at most `rowsAtOnce`, and returns how many: 0 when none is left. The transaction must hold the tenant's lock.
 * Repeated from any point, it moves what is left and nothing twice.
 */
export type Move = (transaction: Transaction<Tables>, context: MoveContext) => Promise<number>;

/** Rows of one transaction, which must stay short. */
export const rowsAtOnce = 500;

/** Moves the rows of a table in which a client may have any number of them. */
export const moveRows =
  (table: string): Move =>
  async (transaction, { tenantId, from, into }) => {
    const rows = sql.table(table);
    const { numAffectedRows } = await sql`
      update ${rows} set client_id = ${into}
      where tenant_id = ${tenantId} and client_id = ${from} and ctid = any(array(
        select ctid from ${rows} where tenant_id = ${tenantId} and client_id = ${from} limit ${rowsAtOnce}))`.execute(
      transaction,
    );
    return Number(numAffectedRows ?? 0n);
  };
