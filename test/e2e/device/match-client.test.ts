import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { matchClient } from '../../../src/device/matching/match-client.js';
import type { CoreAgent, OpsMerge } from '../../../src/opsmerge/opsmerge.js';
import { openTestDatabase } from '../../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});

const agent = (id: string, hostname: string, macAddresses: string[] = []): CoreAgent => ({
  id,
  clientId: 'bakery',
  hostname,
  macAddresses,
});

/** The rows of the table after core has answered with these pages, and the statements that wrote them. */
async function afterPages(...pages: CoreAgent[][]) {
  const opsMerge = {
    async *agents() {
      yield* pages;
    },
  } as unknown as OpsMerge;
  const how = { signal: new AbortController().signal, mode: 'NORMALISED', known: undefined } as const;
  await matchClient({ database, opsMerge }, 'msp', 'bakery', how);
  const { rows } = await sql<{ id: string; hostname: string; hostKey: string; macs: string[]; version: string }>`
    select id, hostname, host_key, macs, xmin::text as version from agent where tenant_id = 'msp' order by id`.execute(
    database.query,
  );
  return rows;
}

it('replaces stored agents with those of core, and writes only changes', async () => {
  const first = await afterPages([agent('a', 'TILL.corp'), agent('b', 'oven', ['0a'])], [agent('c', 'office')]);
  expect(first.map(({ id, hostKey, macs }) => [id, hostKey, macs])).toEqual([
    ['a', 'till', []],
    ['b', 'oven', ['0a']],
    ['c', 'office', []],
  ]);
  expect(await afterPages([agent('a', 'TILL.corp'), agent('b', 'oven', ['0a']), agent('c', 'office')])).toEqual(first);

  const [a, b, c, d] = await afterPages(
    [agent('a', 'counter'), agent('b', 'oven', ['0b'])],
    [agent('c', 'office'), agent('d', 'x')],
  );
  expect([a?.hostKey, b?.macs, d?.hostname]).toEqual(['counter', ['0b'], 'x']);
  expect(c).toEqual(first[2]);
  expect((await afterPages([agent('d', 'x')])).map(({ id }) => id)).toEqual(['d']);
});

it('stores an agent once when shifting pages list it twice', async () => {
  const rows = await afterPages(
    [agent('a', 'till'), agent('b', 'oven')],
    [agent('b', 'oven.corp'), agent('a', 'till')],
  );
  expect(rows.map(({ id, hostname }) => [id, hostname])).toEqual([
    ['a', 'till'],
    ['b', 'oven.corp'],
  ]);
});

it('rewrites the key that an earlier version stored for an agent', async () => {
  const agents = [agent('a', 'İSTANBUL-PC'), agent('b', 'Anna\u2019s PC')];
  const first = await afterPages(agents);
  expect(first.map(({ hostKey }) => hostKey)).toEqual(['istanbul-pc', "anna's pc"]);
  await sql`update agent set host_key = 'i\u0307stanbul-pc' where tenant_id = 'msp' and id = 'a'`.execute(
    database.query,
  );
  const again = await afterPages(agents);
  expect(again.map(({ hostKey }) => hostKey)).toEqual(['istanbul-pc', "anna's pc"]);
  expect(again[1]?.version).toBe(first[1]?.version);
});
