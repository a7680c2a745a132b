import { type InferKyselyDB } from '@mikro-orm/sql';
import { Kysely, type LogEvent, type RawBuilder, sql, type Transaction } from 'kysely';
import { measureStatement } from './measure-statement.js';
import { borrow } from './pool/borrow.js';
import { SnakeCaseDialect } from './pool/names.js';
import { presentPace } from './pool/patience.js';
import { type Lender, levelsOf, openLender, openPool, type PoolLevels } from './pool/pools.js';
import { scopedPool } from './pool/scoped-pool.js';
import type { Scope } from './pool/scoped-session.js';
import { createTurns } from './pool/turns.js';
import { readAsOf } from './reading.js';
import { createReplication, type Replication } from './replica.js';
import { countStatements } from './request-budget.js';
import { type entities } from './tables/index.js';
import { acrossAll, asTenant, noTenant, presentScope } from './tenancy.js';

type SnakeTables = InferKyselyDB<(typeof entities)[number], { columnNamingStrategy: 'property' }>;
type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail> & string>}` : Name;

/** The tables as the entities define them, tables and columns in camel case. */
export type Tables = { [Name in keyof SnakeTables as Camel<Name> & string]: SnakeTables[Name] };

/** Where statements go: the pool, or one transaction. */
export type Queries = Kysely<Tables> | Transaction<Tables>;

export interface Database {
  readonly url: string;
  readonly query: Kysely<Tables>;
  /**
   * For lists and counts: a replica where the request that runs may read from one, else `query`. What is decided or
   * written from rows, and what a permission depends on, is read through `query`.
   */
  readonly read: Kysely<Tables>;
  readonly replication: Replication;
  /**
   * One transaction, for this tenant, that holds the tenant's lock: writers of one tenant take turns, so that what they decide from stored
   * rows (one ticket an hour, the next sequence of a live event) is still true when they commit. Keep it short.
   */
  forTenant<Result>(tenantId: string, work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** Asks for a row, on a connection that nothing else uses; rejects when there is no answer in time. */
  check(): Promise<void>;
  /** The connections of each pool now. */
  pools(): Record<'request' | 'background', PoolLevels>;
  close(): Promise<void>;
}

export interface Opening {
  /** Receives the SQL of each statement, never its values, and not the setting of the tenant that may be sent with it. */
  onStatement?: ((statement: string) => void) | undefined;
  /** The replica. */
  readUrl?: string | undefined;
  /** Whose rows statements see that are sent outside of all work for a tenant or across tenants: by default no rows. */
  outside?: 'no tenant' | 'all tenants';
}

/** How long the check of the database may take, in milliseconds. */
const checkMilliseconds = 5_000;

/**
 * Opens the pools for requests and for work in the background, which take nothing from each other, and one for the replica. Statements see
 * the rows of the tenant for whom they are sent: see tenancy.ts. No statement may need more of its session than its transaction: there
 * may be a pooler in transaction mode in between.
 */
export function openDatabase(url: string, { onStatement, readUrl, outside = 'no tenant' }: Opening = {}): Database {
  const scopeOf = (): Scope => {
    const scope = presentScope();
    return { tenant: scope === noTenant && outside === 'all tenants' ? acrossAll : scope, pace: presentPace() };
  };
  const request = openLender(url, 'request');
  const background = openLender(url, 'background');
  const replica = readUrl === undefined ? null : openLender(readUrl, 'request');
  const checks = openPool(url, 1, checkMilliseconds);
  /** Statements on connections of one lender for requests, and of another for the rest. */
  const queriesOf = (ofRequests: Lender, ofBackground: Lender) =>
    new Kysely<Tables>({
      dialect: new SnakeCaseDialect({
        pool: scopedPool(scopeOf, ({ tenant, pace }) =>
          borrow(
            pace === 'request' ? ofRequests : ofBackground,
            [acrossAll, noTenant].includes(tenant) ? null : tenant,
          ),
        ),
      }),
      plugins: [countStatements],
      log(event: LogEvent) {
        measureStatement(event);
        onStatement?.(event.query.sql);
      },
    });
  const query = queriesOf(request, background);
  const fromReplica = replica && queriesOf(replica, replica);
  const takeTurn = createTurns({ atOnce: 1, waiting: 100 });
  return {
    url,
    query,
    get read() {
      return (readAsOf() && fromReplica) ?? query;
    },
    replication: createReplication(query, fromReplica),
    forTenant: (tenantId, work) =>
      asTenant(tenantId, () =>
        takeTurn(tenantId, () =>
          query.transaction().execute(async (transaction) => {
            await sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 0))`.execute(transaction);
            return work(transaction);
          }),
        ),
      ),
    async check() {
      await checks.query('select from connection limit 1');
    },
    pools: () => ({ request: levelsOf(request), background: levelsOf(background) }),
    async close() {
      // Without Kysely's `destroy`: a statement that gets its connection after it would never give it back, and its pool never end.
      await Promise.all([checks, request.pool, background.pool, replica?.pool].map((pool) => pool?.end()));
    },
  };
}

/** A value for a jsonb column; bare arrays would reach PostgreSQL as its own array type. */
export function json<Value>(value: Value): RawBuilder<Value> {
  return sql<Value>`${JSON.stringify(value)}::jsonb`;
}
