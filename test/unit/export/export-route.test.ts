import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { createSealer } from '../../../src/connection/sealing.js';
import type { Cell } from '../../../src/export/csv.js';
import { exportRoute } from '../../../src/export/export.route.js';
import { openRequest, sealRequest } from '../../../src/export/export-link.js';
import type { Exportables } from '../../../src/export/exportables.js';

const sealer = createSealer([{ id: 'one', key: randomBytes(32) }]);
const tenantId = 'msp-one';
const servers: Server[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const server of servers.splice(0)) server.close();
});

/** Serves one list with these rows to a technician; returns the address of a link to it. */
async function served(rows: (tenantId: string, wanted: unknown) => AsyncIterable<Cell[]>): Promise<string> {
  const devices = { permission: 'Query.exportBitdefenderDevices', fileName: 'list.csv', columns: ['text'], rows };
  const app = express();
  app.get('/exports/:sealed', (_, response, next) => {
    response.locals.viewer = { tenantId, roles: ['technician'], clientId: null };
    next();
  });
  const exportables = { devices } as unknown as Exportables;
  app.get(
    '/exports/:sealed',
    exportRoute({ record: async () => undefined, exportables, sealer, logger: pino({ level: 'silent' }) }),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const { sealed } = sealRequest(sealer, tenantId, 'devices', { filter: { search: 'x' } });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/exports/${sealed}`;
}

it('streams an export while the rest is read, and allows no cache', async () => {
  let goOn = () => undefined as unknown;
  const behind = new Promise((resolve) => {
    goOn = () => resolve(undefined);
  });
  const asked: unknown[] = [];
  const url = await served(async function* (...given) {
    asked.push(given);
    for (let number = 0; number < 100; number += 1) yield ['x'.repeat(1_000)];
    await behind;
    yield ['last'];
  });
  const response = await fetch(url);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  // Nothing would come before the last row if the whole were collected first.
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > 1_000) goOn();
  }
  expect(text.slice(-8)).toBe('\r\nlast\r\n');
  expect(asked).toEqual([[tenantId, { filter: { search: 'x' } }]]);
});

it('cuts an export that fails, so that it cannot pass as complete', async () => {
  const url = await served(async function* () {
    for (let number = 0; number < 100; number += 1) yield ['x'.repeat(1_000)];
    throw new Error('The database is gone.');
  });
  const response = await fetch(url).catch((error: unknown) => error as Error);
  if (response instanceof Response) await expect(response.text()).rejects.toThrow();
});

it('a link opens for an hour', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-18T10:00:00Z') });
  const { sealed, expiresAt } = sealRequest(sealer, tenantId, 'devices', {});
  expect(expiresAt).toEqual(new Date('2026-03-18T11:00:00Z'));
  vi.setSystemTime(new Date('2026-03-18T10:59:59Z'));
  expect(openRequest(sealer, tenantId, sealed)).toMatchObject({ name: 'devices' });
  expect(openRequest(sealer, 'msp-two', sealed)).toBeNull();
  vi.setSystemTime(expiresAt);
  expect(openRequest(sealer, tenantId, sealed)).toBeNull();
});
