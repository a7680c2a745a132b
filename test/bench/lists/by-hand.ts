import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { answerParent } from '../child.js';
import { type PeerRequest, poolOfTenant } from './pool.js';

/** A statement, which is prepared on each connection once if it has a name. */
interface Statement {
  name?: string;
  text: string;
  values: unknown[];
}

/** The least that answers SQL over HTTP: no GraphQL, no token, no budget, no bounds. */
answerParent<PeerRequest>(async ({ databaseUrl }) => {
  const pool = poolOfTenant(databaseUrl);
  const server = createServer(async (request, response) => {
    const { rows } = await pool.query((await json(request)) as Statement);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
