import type { Transaction } from 'kysely';
import type { Database, Tables } from '../../database/database.js';
import type { ConnectionRow } from '../../database/tables/rows.js';
import type { GravityZone } from '../../gravityzone/types.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import type { Alerting } from '../../threat/intake/alerting.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import type { Plan } from './plan.js';
import { refreshMappings, type SyncCompany } from './sync-companies.js';

/** What every stream of a run works with. */
export interface StreamContext {
  database: Database;
  opsMerge: OpsMerge;
  alerting: Alerting;
  gravityZone: GravityZone;
  connection: ConnectionRow;
  /** By BD's id; grows while the run learns of new companies. */
  companies: Map<string, SyncCompany>;
  /** Our ids of due companies whose devices could not be read, although those of others could. */
  unread: Set<string>;
  /** Which mappings `companies` shows. */
  mappingVersion: number;
  plan: Plan;
  now: Date;
  signal: AbortSignal;
  /** To be told how much of the stream is done, 0 to 1, as often as is convenient. */
  progressed: (share: number) => Promise<void>;
}

/** Fills `outcome` as it goes, so that a stream that fails half-way still tells what it did. */
export type Stream = (context: StreamContext, outcome: StreamOutcome) => Promise<void>;

/** Thrown when the connection was ended while a run was under way. */
export class DisconnectedError extends Error {}

/**
 * A transaction of this run; refused when the connection has been ended since. What it writes goes to the clients to which
 * the companies are mapped by now.
 */
export async function writing<Result>(
  context: StreamContext,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  context.signal.throwIfAborted();
  const { database, connection } = context;
  return database.forTenant(connection.tenantId, async (transaction) => {
    const current = await transaction
      .selectFrom('connection')
      .select(['state', 'mappingVersion'])
      .where('tenantId', '=', connection.tenantId)
      .where('id', '=', connection.id)
      .executeTakeFirst();
    if (current === undefined || current.state === 'DISCONNECTED')
      throw new DisconnectedError('The connection was ended.');
    if (current.mappingVersion !== context.mappingVersion) {
      await refreshMappings(transaction, connection, context.companies, context.now);
      context.mappingVersion = current.mappingVersion;
    }
    return work(transaction);
  });
}
