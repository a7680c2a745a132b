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
import { Pool } from 'pg';
import { connectionOptions } from '../database-url.js';
import { measureStatement } from './measure-statement.js';
import { type entities } from './tables/index.js';

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
   * One transaction that holds the tenant's lock: writers of one tenant take turns, so that what they decide from stored
   * rows (one ticket an hour, the next sequence of a live event) is still true when they commit. Keep it short.
   */
  forTenant<Result>(tenantId: string, work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** Connections of the pool now: open ones, those of them that are free, and callers that wait for one. */
  pool(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

/** Opens a pool of at most 10 connections. `onStatement` sees each statement's SQL, never its values. */
export function openDatabase(url: string, onStatement?: (statement: string) => void): Database {
  const pool = new Pool({ ...connectionOptions(url), max: 10 });
  // A dropped idle connection is replaced at the next use; without a listener its error would end the process.
  pool.on('error', () => undefined);
  const query = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log(event: LogEvent) {
      measureStatement(event);
      onStatement?.(event.query.sql);
    },
  });
  return {
    url,
    query,
    forTenant: (tenantId, work) =>
      query.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 0))`.execute(transaction);
        return work(transaction);
      }),
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => query.destroy(),
  };
}

/** A value for a jsonb column; bare arrays would reach PostgreSQL as its own array type. */
export function json<Value>(value: Value): RawBuilder<Value> {
  return sql<Value>`${JSON.stringify(value)}::jsonb`;
}
