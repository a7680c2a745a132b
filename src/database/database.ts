import { type InferKyselyDB } from '@mikro-orm/sql';
import {
  CamelCasePlugin,
  Kysely,
  type LogEvent,
  PostgresDialect,
  type RawBuilder,
  sql,
  type Transaction,
} from 'kysely';
import { Client, Pool } from 'pg';
import { connectionOptions } from '../database-url.js';
import { measureStatement } from './measure-statement.js';
import { readAsOf } from './reading.js';
import { createReplication, type Replication } from './replica.js';
import { countStatements, isAwaited } from './request-budget.js';
import { scopedPool } from './scoped-pool.js';
import { type entities } from './tables/index.js';
import { acrossAll, asTenant, noTenant, presentScope } from './tenancy.js';
import { BusyError, createTurns } from './turns.js';

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
  /** Connections of the pool now: open ones, those of them that are free, and callers that wait for one. */
  pool(): { total: number; idle: number; waiting: number };
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

/**
 * Opens a pool of at most 10 connections, and one for the replica. Statements see the rows of the tenant for whom they are sent:
 * see tenancy.ts. No statement may need more of its session than its transaction: there may be a pooler in transaction mode in between.
 */
export function openDatabase(url: string, { onStatement, readUrl, outside = 'no tenant' }: Opening = {}): Database {
  const scopeOf = () => {
    const scope = presentScope();
    return scope === noTenant && outside === 'all tenants' ? acrossAll : scope;
  };
  const { query, pool } = openPool(url, scopeOf, onStatement);
  const replica = readUrl === undefined ? null : openPool(readUrl, scopeOf, onStatement).query;
  const takeTurn = createTurns();
  return {
    url,
    query,
    get read() {
      return (readAsOf() && replica) ?? query;
    },
    replication: createReplication(query, replica),
    forTenant: (tenantId, work) =>
      asTenant(tenantId, () =>
        takeTurn(tenantId, () =>
          query.transaction().execute(async (transaction) => {
            await lockTenant(transaction, tenantId);
            return work(transaction);
          }),
        ),
      ),
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    async close() {
      await Promise.all([query.destroy(), replica?.destroy()]);
    },
  };
}

/** How long a request waits for a lock that another process holds, and how long work in the background does. */
const patience = { request: '30s', background: '10min' };
const lockNotAvailable = '55P03';

/** Waits for the tenant's lock, which ends with the transaction. Throws a BusyError when it takes too long. */
async function lockTenant(transaction: Transaction<Tables>, tenantId: string): Promise<void> {
  const longest = isAwaited() ? patience.request : patience.background;
  await sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 0))
    from (select set_config('lock_timeout', ${longest}, true)) as setting`
    .execute(transaction)
    .catch((error: { code?: string }) => {
      throw error.code === lockNotAvailable ? new BusyError() : error;
    });
}

function openPool(
  url: string,
  scopeOf: () => string,
  onStatement?: (statement: string) => void,
): { query: Kysely<Tables>; pool: Pool } {
  const { connectionTimeoutMillis, ...options } = connectionOptions(url);
  // Not given to the pool, where the limit would also end the wait for a free connection.
  class PooledClient extends Client {
    constructor() {
      super({ ...options, connectionTimeoutMillis, pipeline: true });
      // The pool listens only while a connection is idle. One that is lost between two statements of a transaction must end
      // that transaction, not the process.
      this.on('error', () => undefined);
    }
  }
  const pool = new Pool({ Client: PooledClient, max: 10 });
  // A dropped idle connection is replaced at the next use; without a listener its error would end the process.
  pool.on('error', () => undefined);
  const query = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: scopedPool(pool, scopeOf) }),
    plugins: [countStatements, new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log(event: LogEvent) {
      measureStatement(event);
      onStatement?.(event.query.sql);
    },
  });
  return { query, pool };
}

/** A value for a jsonb column; bare arrays would reach PostgreSQL as its own array type. */
export function json<Value>(value: Value): RawBuilder<Value> {
  return sql<Value>`${JSON.stringify(value)}::jsonb`;
}
