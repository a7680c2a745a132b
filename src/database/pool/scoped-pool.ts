import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { PoolClient } from 'pg';
import { giveWay } from '../../domain/give-way.js';
import type { Borrowed } from './borrow.js';
import { busyIfLate } from './busy.js';
import { isOutdated, type PreparedStatements } from './prepared-statements.js';
import { sendForRows } from './row-query.js';
import {
  afterFailure,
  planSending,
  type Scope,
  type SessionState,
  setScope,
  unknownSession,
  valuesOf,
} from './scoped-session.js';

/**
 * A pool each statement of which runs in the scope that `scopeOf` gives when it is sent, on the connection that `lend` gives for it. The
 * connections must pipeline: what is sent around a statement takes no round trip of its own.
 */
export function scopedPool(scopeOf: () => Scope, lend: (scope: Scope) => Promise<Borrowed>): PostgresPool {
  const known = new WeakMap<PoolClient, ScopedClient>();
  return {
    options: {},
    async connect() {
      const { client, prepared, release } = await lend(scopeOf());
      const scoped = known.get(client) ?? new ScopedClient(client, prepared, scopeOf);
      known.set(client, scoped);
      scoped.release = release;
      return scoped;
    },
    end: async () => undefined,
  };
}

class ScopedClient implements PostgresPoolClient {
  /** Gives back the connection as it was lent last. */
  release: () => void = () => undefined;
  #state: SessionState = unknownSession;

  constructor(
    readonly client: PoolClient,
    readonly prepared: PreparedStatements,
    readonly scopeOf: () => Scope,
  ) {}

  get processID(): number | undefined {
    return (this.client as PostgresPoolClient).processID;
  }

  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    text: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') throw new Error('A cursor needs a session of its own.');
    return this.#send<R>(text, parameters);
  }

  async #send<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const scope = this.scopeOf();
    const { isOurs, inTransaction } = this.#state;
    if (!inTransaction) this.prepared.release();
    // Where somebody waits for it, and where what is prepared is found again.
    const name = isOurs && scope.pace === 'request' ? this.prepared.nameOf(text) : undefined;
    try {
      return await this.#sendIn<R>(scope, text, parameters, name);
    } catch (error) {
      const outdated = name !== undefined && isOutdated(error);
      if (outdated) this.prepared.forget(name);
      // It has done nothing yet.
      if (outdated && !inTransaction) return this.#sendIn<R>(scope, text, parameters);
      throw scope.pace === 'request' ? busyIfLate(error) : error;
    }
  }

  async #sendIn<R>(
    scope: Scope,
    text: string,
    parameters: readonly unknown[],
    name?: string,
  ): Promise<PostgresQueryResult<R>> {
    const { begins, sets, after } = planSending(this.#state, text, scope);
    this.#state = after;
    // All of it is sent before the first answer is awaited.
    const before = begins ? this.client.query('begin', []) : null;
    const setting =
      sets && this.client.query<{ processId: number }>(setScope, [String(sets === 'transaction'), ...valuesOf(scope)]);
    const isPrepared = name !== undefined && this.prepared.has(name);
    const statement = sendForRows<R & object>(this.client, text, parameters, isPrepared ? name : undefined);
    const end = begins ? this.client.query('commit', []) : null;
    if (name !== undefined) this.prepared.keep(name, text, parameters);
    try {
      if (before || setting || end) await Promise.allSettled([before, setting, statement, end]);
      await before;
      const [server] = (await setting)?.rows ?? [];
      const result = await statement;
      await end;
      // A pooler makes up a number of its own.
      if (server && !this.#state.isOurs && server.processId === this.processID)
        this.#state = { ...this.#state, isOurs: true, scope: undefined };
      // What is made of the rows may take long. All that waits for them goes on at once, or loaders would load for each alone.
      await giveWay(scope.tenant);
      return result as PostgresQueryResult<R>;
    } catch (error) {
      this.#state = afterFailure(this.#state);
      throw error;
    }
  }
}
