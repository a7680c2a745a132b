import { createServer } from 'node:net';

/** A port that is about to be listened on, and for whom. */
export interface WantedPort {
  /** Who will listen there, such as "the gateway". */
  user: string;
  port: number;
}

/** Somebody else listens on a port that is needed; the message is one sentence. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';

  constructor(host: string, taken: WantedPort[]) {
    const list = taken.map(({ port, user }) => `${port} (${user})`).join(', ');
    super(`${taken.length === 1 ? 'Port' : 'Ports'} ${list} of ${host} ${taken.length === 1 ? 'is' : 'are'} taken.`);
  }
}

/**
 * Checks ports before anything else is started: throws a PortTakenError that names all of them on which somebody listens.
 * Port 0 takes a free one and is never taken.
 */
export async function requireFreePorts(host: string, wanted: WantedPort[]): Promise<void> {
  const taken: WantedPort[] = [];
  for (const each of wanted) if (!(await isFree(host, each.port))) taken.push(each);
  if (taken.length > 0) throw new PortTakenError(host, taken);
}

/** Whether a server could listen there; other obstacles than another listener are thrown. */
function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}
