import { Pool } from 'undici';
import type { Identity } from '../../../demo/tokens.js';
import type { TypedDocumentString } from '../../../operations/documents.js';
import type { Stage } from './stage.js';

/** Sends operations through the gateway as one person. */
export interface Sender {
  /** The data of an answer; throws at errors. */
  send<Data, Variables extends object>(
    operation: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
}

/** A person's sender; the token lasts as long as the benchmark. */
export async function createSender({ gateway, tokens }: Stage, identity: Identity): Promise<Sender> {
  const { origin, pathname } = new URL(gateway.url);
  // A connection for each request: on a busy machine one that waits may be closed just when it is used again.
  const pool = new Pool(origin, { connections: 8, pipelining: 0 });
  const authorization = `Bearer ${await tokens.issue({ ...identity, expiresIn: '12h' })}`;
  return {
    async send<Data>(operation: { toString(): string }, variables: object) {
      const { body } = await pool.request({
        method: 'POST',
        path: pathname,
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query: operation.toString(), variables }),
      });
      const answer = (await body.json()) as { data?: Data; errors?: unknown };
      if (answer.data === undefined || answer.errors !== undefined)
        throw new Error(`${operation.toString().slice(0, 200)}: ${JSON.stringify(answer.errors).slice(0, 500)}`);
      return answer.data;
    },
  };
}
