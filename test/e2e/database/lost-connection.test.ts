import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { startBreakableProxy } from '../../support/breakable-proxy.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';

/** A database behind a proxy that can cut its connections. */
async function openBehindProxy() {
  const url = new URL(await freshDatabase());
  const proxy = await startBreakableProxy(Number(url.port));
  atEndOfFile(() => proxy.close());
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const database = openDatabase(url.href);
  atEndOfFile(() => database.close());
  return { database, proxy };
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 50));

it('fails a transaction whose connection is lost between two statements, and nothing else', async () => {
  const { database, proxy } = await openBehindProxy();
  const errors: unknown[] = [];
  const note = (error: unknown) => errors.push(error);
  process.on('uncaughtException', note);
  const lost = database.forTenant('msp-one', async (transaction) => {
    proxy.cut();
    await nextTurn();
    await sql`select 1`.execute(transaction);
  });
  await expect(lost).rejects.toThrow();
  process.off('uncaughtException', note);
  expect(errors).toEqual([]);
  expect((await sql<{ one: number }>`select 1 as one`.execute(database.query)).rows).toEqual([{ one: 1 }]);
});
