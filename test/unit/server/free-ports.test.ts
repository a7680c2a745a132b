import { createServer, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { PortTakenError, requireFreePorts } from '../../../src/server/free-ports.js';
import { ownPort } from '../../support/own-port.js';

const servers: Server[] = [];

/** Listens on a port of its own and gives it back. */
async function takePort(): Promise<number> {
  const port = await ownPort();
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return port;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

it('names every port that is taken, and its user', async () => {
  const [first, free, second] = [await takePort(), await ownPort(), await takePort()];
  const check = requireFreePorts('127.0.0.1', [
    { user: 'gateway', port: first },
    { user: 'this subgraph', port: free },
    { user: 'OpsMerge core', port: second },
  ]);
  await expect(check).rejects.toThrow(PortTakenError);
  await expect(check).rejects.toThrow(`Ports ${first} (gateway), ${second} (OpsMerge core) of 127.0.0.1 are taken.`);
});

it('leaves a free port free for its user', async () => {
  const port = await ownPort();
  await requireFreePorts('127.0.0.1', [{ user: 'gateway', port }]);
  await requireFreePorts('127.0.0.1', [{ user: 'gateway', port }]);
});

it('accepts port 0, which takes any free one', async () => {
  await requireFreePorts('127.0.0.1', [{ user: 'gateway', port: 0 }]);
});

it('passes on other obstacles than a listener', async () => {
  // An address of the documentation networks is no address of this machine.
  await expect(requireFreePorts('192.0.2.1', [{ user: 'gateway', port: 4000 }])).rejects.toThrow(/EADDRNOTAVAIL/);
});
