import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { giveWay } from '../../domain/give-way.js';
import type { Borrowed } from './borrow.js';
import { busyIfLate } from './busy.js';
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
  const known = new WeakMap<PostgresPoolClient, ScopedClient>();
  return {
    options: {},
    async connect() {
      const { client, release } = await lend(scopeOf());
      const scoped = known.get(client) ?? new ScopedClient(client, scopeOf);
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
    readonly client: PostgresPoolClient,
    readonly scopeOf: () => Scope,
  ) {}

  get processID(): number | undefined {
    return this.client.processID;
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
    const { begins, sets, after } = planSending(this.#state, text, scope);
    this.#state = after;
    // All of it is sent before the first answer is awaited.
    const before = begins ? this.client.query('begin', []) : null;
    const setting =
      sets && this.client.query<{ processId: number }>(setScope, [String(sets === 'transaction'), ...valuesOf(scope)]);
    const statement = this.client.query<R>(text, parameters);
    const end = begins ? this.client.query('commit', []) : null;
    try {
      if (before || setting || end) await Promise.allSettled([before, setting, statement, end]);
      await before;
      const [server] = (await setting)?.rows ?? [];
      const result = await statement;
      await end;
      // A pooler makes up a number of its own.
      if (server && !this.#state.isOurs && server.processId === this.client.processID)
        this.#state = { ...this.#state, isOurs: true, scope: undefined };
      // What is made of the rows may take long. All that waits for them goes on at once, or loaders would load for each alone.
      await giveWay(scope.tenant);
      return result;
    } catch (error) {
      this.#state = afterFailure(this.#state);
      throw scope.pace === 'request' ? busyIfLate(error) : error;
    }
  }
}
