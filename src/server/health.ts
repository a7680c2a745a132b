import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';

/**
 * Idle connections are kept longer than load balancers keep them (60 seconds, usually): whoever sends a request on a
 * connection that is being closed at that moment gets an error instead of an answer.
 */
export const keepAlive = { keepAliveTimeout: 75_000 };

export interface Readiness {
  /** Rejects while the service cannot serve. */
  checkReady: () => Promise<void>;
  /** Whether live events arrive. Without them the service still serves: subscribers are a few seconds late. */
  liveEvents: () => { listening: boolean; since: Date };
}

/** Adds `/healthz`, which answers while the process lives, and `/readyz`. */
export function addHealthRoutes(app: Express, { checkReady, liveEvents }: Readiness): void {
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const ready = await checkReady().then(
      () => true,
      () => false,
    );
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', liveEvents: liveEvents() });
  });
}

/** Serves these routes alone, for a process that serves no graph. Port 0 selects a free port. */
export async function startHealthServer(readiness: Readiness, listen: { host: string; port: number }) {
  const app = express().disable('x-powered-by').disable('etag');
  addHealthRoutes(app, readiness);
  const http = createServer(keepAlive, app);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(listen.port, listen.host, resolve);
  });
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://${listen.host}:${port}/`,
    close: () => new Promise<void>((closed) => http.close(() => closed())),
  };
}
