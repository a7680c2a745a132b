import { Pool } from 'undici';

/** What a server said: its status, the codes of its errors, and data where there are some. */
export interface Answer {
  status: number;
  errors: string[];
  data?: unknown;
}

export interface GraphClient {
  ask(token: string, query: string, variables?: object): Promise<Answer>;
  /** Reads a file to its end. */
  countLines(url: string): Promise<{ status: number; lines: number }>;
  close(): Promise<void>;
}

const patience = { headersTimeout: 180_000, bodyTimeout: 180_000 };

/** A client that waits for long and fails at nothing: what goes wrong is an answer with status 0. */
export function createClient(url: string): GraphClient {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 100, ...patience });
  return {
    async ask(token, query, variables = {}) {
      try {
        const response = await pool.request({
          method: 'POST',
          path: pathname,
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query, variables }),
        });
        const { data, errors = [] } = (await response.body.json()) as {
          data?: unknown;
          errors?: { extensions?: { code?: string } }[];
        };
        return { status: response.statusCode, errors: errors.map(({ extensions }) => extensions?.code ?? '?'), data };
      } catch (error) {
        return { status: 0, errors: [(error as { code?: string }).code ?? String(error)] };
      }
    },
    async countLines(file) {
      const { pathname: path, search } = new URL(file);
      try {
        const response = await pool.request({ method: 'GET', path: path + search });
        let lines = 0;
        for await (const chunk of response.body) lines += countNewlines(chunk);
        return { status: response.statusCode, lines };
      } catch {
        return { status: 0, lines: 0 };
      }
    },
    close: () => pool.destroy(),
  };
}

function countNewlines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}

/** Runs the work again and again, some at once, until the time is over. A server that refuses at once is not asked more than 2,000 times a second. */
export async function inParallel(
  atOnce: number,
  seconds: number,
  work: (number: number) => Promise<unknown>,
): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  let next = 0;
  const worker = async () => {
    while (performance.now() < end) {
      next += 1;
      const began = performance.now();
      await work(next - 1);
      const rest = 4 - (performance.now() - began);
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
