import type { Transaction } from 'kysely';
import type { Database, Tables } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { GravityZone } from '../../gravityzone/types.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import type { Alerting } from '../../threat/intake/alerting.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import type { Plan } from '../run/plan.js';
import { refreshMappings, type SyncCompany } from '../run/sync-companies.js';

/** What each stream of a run works with. */
export interface StreamContext {
  database: Database;
  opsMerge: OpsMerge;
  alerting: Alerting;
  gravityZone: GravityZone;
  integration: IntegrationRow;
  /** By BD's id; grows while the run learns of new companies. */
  companies: Map<string, SyncCompany>;
  /** Ids of due companies whose devices could not be read, although those of others could. */
  unread: Set<string>;
  /** Ids of clients whose devices, agents or matches this run has changed, or may have. */
  changedClients: Set<string>;
  /** The version of the mappings that `companies` shows. */
  mappings: { version: number };
  plan: Plan;
  now: Date;
  signal: AbortSignal;
  /** Reports how much of the stream is done, 0 to 1; may be called as often as is convenient. */
  progressed: (share: number) => Promise<void>;
}

/** Fills `outcome` as it proceeds, so that a stream that fails half-way still reports what it did. */
export type Stream = (context: StreamContext, outcome: StreamOutcome) => Promise<void>;

/** Thrown when the integration was ended during a run. */
export class DisconnectedError extends Error {
  constructor() {
    super('The integration was ended.');
  }
}

/**
 * Runs a transaction of this run and returns its result; throws when the integration was ended meanwhile. What it writes
 * goes to the clients that the companies are mapped to now.
 */
export async function writing<Result>(
  context: Pick<StreamContext, 'database' | 'integration' | 'companies' | 'mappings' | 'now' | 'signal'>,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  context.signal.throwIfAborted();
  const { database, integration } = context;
  return database.forTenant(integration.tenantId, async (transaction) => {
    const current = await transaction
      .selectFrom('connection')
      .select(['state', 'mappingVersion'])
      .where('tenantId', '=', integration.tenantId)
      .where('id', '=', integration.id)
      .executeTakeFirst();
    if (current === undefined || current.state === 'DISCONNECTED') throw new DisconnectedError();
    if (current.mappingVersion !== context.mappings.version) {
      await refreshMappings(transaction, integration, context.companies, context.now);
      context.mappings.version = current.mappingVersion;
    }
    return work(transaction);
  });
}
