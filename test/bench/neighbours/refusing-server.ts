import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from '../child.js';

/** The control: a bare server that refuses every request and every socket at once. What a load does to it is the load of the machine alone. */
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(429, { 'content-type': 'application/json' }).end('{"errors":[]}');
});
server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\n\r\n'));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
answerParent(async () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
