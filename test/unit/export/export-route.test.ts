import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import type { Viewer } from '../../../src/auth/viewer.js';
import type { Cell } from '../../../src/export/csv.js';
import { exportRoute } from '../../../src/export/export.route.js';
import { readRequest, sealRequest } from '../../../src/export/export-link.js';
import type { Exportables } from '../../../src/export/exportables.js';
import { createSealer } from '../../../src/integration/key/sealing.js';

const sealer = createSealer([{ id: 'one', key: randomBytes(32) }]);
const tenantId = 'msp-one';
const viewer = {
  tenantId,
  subject: 'tom',
  roles: ['technician'],
  scopes: [] as string[],
  clientId: null,
} as unknown as Viewer;
const servers: Server[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const server of servers.splice(0)) server.close();
});

/** Serves one list with these rows to a technician; returns the address of a link to it. */
async function served(rows: (tenantId: string, wanted: unknown) => AsyncIterable<Cell[]>): Promise<string> {
  const devices = { permission: 'Query.exportBitdefenderDevices', fileName: 'list.csv', columns: ['text'], rows };
  const app = express();
  const exportables = { devices } as unknown as Exportables;
  const { identify, send } = exportRoute({
    ...{ open: async () => true, record: async () => undefined, exportables, sealer },
    logger: pino({ level: 'silent' }),
  });
  app.get(
    '/exports/:sealed',
    identify(() => false),
    send,
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const { sealed } = sealRequest(sealer, viewer, 'devices', { filter: { search: 'x' } });
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

it('reads a link for five minutes, and none that was put together from two', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-18T10:00:00Z') });
  const { sealed, expiresAt } = sealRequest(sealer, viewer, 'devices', {});
  expect(expiresAt).toEqual(new Date('2026-03-18T10:05:00Z'));
  expect(sealed).not.toContain(tenantId);
  vi.setSystemTime(new Date('2026-03-18T10:04:59Z'));
  expect(readRequest(sealer, sealed)).toMatchObject({ name: 'devices', viewer });
  const other = sealRequest(sealer, { ...viewer, tenantId: 'msp-two' }, 'devices', {}).sealed;
  expect(readRequest(sealer, `${sealed.split('~')[0]}~${other.split('~')[1]}`)).toBeNull();
  for (const text of ['', '~', sealed.split('~')[0] ?? '', `${sealed}A`]) expect(readRequest(sealer, text)).toBeNull();
  vi.setSystemTime(expiresAt);
  expect(readRequest(sealer, sealed)).toBeNull();
});
