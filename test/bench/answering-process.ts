import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { startEnvironment } from '../../demo/environment.js';
import { createLogger } from '../../src/logger.js';
import { planted } from './plant-threats.js';

/** Where a process answers, and what a request must carry. */
interface Answering {
  url: string;
  headers: Record<string, string>;
}

type Kind = 'by-hand' | 'service';

/** Starts what is measured in a process of its own; it ends with `stop`. */
export async function startAnswering(
  kind: Kind,
  databaseUrl: string,
): Promise<Answering & { stop(): Promise<unknown> }> {
  const child = fork(new URL(import.meta.url), [kind, databaseUrl], {
    // As `npm start` runs it.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [answering] = (await once(child, 'message')) as [Answering];
  return {
    ...answering,
    stop() {
      child.disconnect();
      return once(child, 'exit');
    },
  };
}

const start: Record<Kind, (databaseUrl: string) => Promise<Answering & { close(): Promise<unknown> }>> = {
  /** The least that answers SQL over HTTP: with as many connections as the service has. */
  async 'by-hand'(databaseUrl) {
    const pool = new Pool({ connectionString: databaseUrl, max: 10 });
    pool.on('error', () => undefined);
    const server = createServer(async (request, response) => {
      const { sql, values } = (await json(request)) as { sql: string; values: unknown[] };
      const { rows } = await pool.query(sql, values);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const close = async () => {
      server.close();
      server.closeAllConnections();
      await pool.end();
    };
    return { url: `http://127.0.0.1:${port}/`, headers: {}, close };
  },

  async service(databaseUrl) {
    const environment = await startEnvironment({
      databaseUrl,
      gateway: false,
      logger: createLogger('fatal'),
    });
    const token = await environment.tokens.issue({
      subject: 'bench',
      roles: ['technician'],
      tenantId: planted.tenantId,
    });
    return { url: environment.app.url, headers: { authorization: `Bearer ${token}` }, close: environment.close };
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url, headers, close } = await start[process.argv[2] as Kind](process.argv[3] as string);
  process.on('disconnect', close);
  process.send?.({ url, headers } satisfies Answering);
}
