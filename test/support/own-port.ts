import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { requireFreePorts } from '../../src/server/free-ports.js';

/** Ports of each process, below those that systems give away. Processes that run beside each other have successive numbers. */
const each = 119;
const first = 10_240 + (process.pid % 40) * each;
let last = randomInt(each);

/**
 * A TCP port of the loopback address that nobody listens on, and that nobody is given who asks for any free one: it stays
 * free while nobody listens on it, whatever runs beside. Another one each time, and for each process.
 */
export async function ownPort(): Promise<number> {
  for (;;) {
    last = (last + 1) % each;
    const port = first + last;
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** The first of so many ports in a row that are free. */
export async function ownPortsInARow(count: number): Promise<number> {
  for (;;) {
    const first = await ownPort();
    const wanted = Array.from({ length: count }, (_, place) => ({ user: 'test', port: first + place }));
    const free = await requireFreePorts('127.0.0.1', wanted).then(
      () => true,
      () => false,
    );
    if (free) return first;
  }
}
