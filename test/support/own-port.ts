import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A TCP port of the loopback address that nobody listens on, and that nobody is given who asks for any free one: it stays
 * free while nobody listens on it, whatever runs beside.
 */
export async function ownPort(): Promise<number> {
  for (;;) {
    // Below the ports that systems give away.
    const port = randomInt(10_240, 15_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
