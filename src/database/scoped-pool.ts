import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { afterFailure, planSending, type SessionState, setScope, unknownSession } from './scoped-session.js';

/**
 * The pool, each statement of which runs with the setting that `scopeOf` gives when it is sent. Its connections must pipeline: what is sent
 * around a statement takes no round trip of its own.
 */
export function scopedPool(pool: PostgresPool, scopeOf: () => string): PostgresPool {
  const known = new WeakMap<PostgresPoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect();
      const scoped = known.get(client) ?? new ScopedClient(client, scopeOf);
      known.set(client, scoped);
      return scoped;
    },
    end: () => pool.end(),
  };
}

class ScopedClient implements PostgresPoolClient {
  #state: SessionState = unknownSession;

  constructor(
    readonly client: PostgresPoolClient,
    readonly scopeOf: () => string,
  ) {}

  get processID(): number | undefined {
    return this.client.processID;
  }

  release(): void {
    this.client.release();
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
    const setting = sets && this.client.query<{ processId: number }>(setScope, [scope, String(sets === 'transaction')]);
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
      return result;
    } catch (error) {
      this.#state = afterFailure(this.#state);
      throw error;
    }
  }
}
