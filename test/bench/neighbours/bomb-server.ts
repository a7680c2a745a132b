import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { makeCertificate } from '../../../demo/gravityzone/certificate.js';
import { answerParent } from '../child.js';

/** Where a GravityZone is that answers every call with 60 MB of empty lists. */
export interface BombServer {
  endpoint: string;
  caCertificate: string;
}

const chunk = '[],'.repeat(21_845);
const chunks = Math.ceil(60_000_000 / chunk.length);

function* bomb() {
  yield '{"id":"1","jsonrpc":"2.0","result":[';
  for (let number = 0; number < chunks; number += 1) yield chunk;
  yield '[]]}';
}

const { key, certificate, caCertificate } = await makeCertificate();
const server = createServer({ key, cert: certificate }, (request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' });
  const body = Readable.from(bomb());
  response.on('close', () => body.destroy());
  body.pipe(response);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
answerParent(async (): Promise<BombServer> => ({ endpoint: `https://127.0.0.1:${port}`, caCertificate }));
