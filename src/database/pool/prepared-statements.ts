import type { PoolClient } from 'pg';
import { prepare } from './row-query.js';
import { createStatementNames, type StatementNames } from './statement-names.js';

/** The names of this process, which has the same ones on all its connections. */
const ofProcess = createStatementNames();

/** What pg remembers of a connection; its types do not list it. */
interface Remembered {
  connection?: { parsedStatements?: Record<string, string> };
}

/** SQLSTATE: the columns of the result have changed with the schema; there is no such statement, or already one. */
const outdated = ['0A000', '26000', '42P05'];

/** Whether a prepared statement failed for what was prepared. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && outdated.includes(String(error.code));

/** The statements that are prepared on one connection. */
export class PreparedStatements {
  readonly #held = new Set<string>();
  #dropped = 0;

  constructor(
    private readonly client: PoolClient,
    private readonly names: StatementNames = ofProcess,
  ) {}

  /** How many there are. */
  get size(): number {
    return this.#held.size;
  }

  /** The name of a statement that is to be sent, if it is one to be prepared. */
  nameOf(text: string): string | undefined {
    return this.names.nameOf(text);
  }

  /** Whether a statement was prepared here: it can be sent under its name. */
  has(name: string): boolean {
    return this.#held.has(name);
  }

  /** Prepares a statement for the next time, behind what was sent: whoever sends it now does not wait for that. */
  keep(name: string, text: string, values: readonly unknown[]): void {
    if (this.#held.has(name)) return;
    this.#held.add(name);
    void prepare(this.client, name, text, values);
  }

  /** Gives up those that were sent least of late, so that what PostgreSQL keeps for them has a bound. Not inside of a transaction, which an error would end. */
  release(): void {
    if (this.#dropped === this.names.dropped) return;
    this.#dropped = this.names.dropped;
    for (const name of this.#held) if (!this.names.isKept(name)) this.forget(name);
  }

  /** Gives up one, such as one whose result has changed with the schema. */
  forget(name: string): void {
    this.#held.delete(name);
    delete (this.client as PoolClient & Remembered).connection?.parsedStatements?.[name];
    // One that was never prepared after all is gone as well.
    this.client.query(`deallocate ${name}`).catch(() => undefined);
  }
}
