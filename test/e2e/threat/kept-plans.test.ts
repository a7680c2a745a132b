import { sql } from 'kysely';
import { Client } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { unlimited, withBudget } from '../../../src/database/request-budget.js';
import { asTenant } from '../../../src/database/tenancy.js';
import { connectionOptions } from '../../../src/database-url.js';
import { createThreatCountsReader } from '../../../src/threat/counts/threat-counts.reader.js';
import { createThreatReader } from '../../../src/threat/list/threat.reader.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const tenantId = 'msp-one';
/** PostgreSQL plans the first five runs of a statement for their values, and decides then. */
const runs = 12;
const clients = 20;
const sent: string[] = [];
let database: Database;

beforeAll(async () => {
  const url = await freshDatabase();
  const direct = new Client({ ...connectionOptions(url), options: '-c opsmerge.tenant=*' });
  await direct.connect();
  await plantThreats(
    direct,
    Array.from({ length: 4_000 }, (_, number) => plantedThreat({ tenantId, clientId: `client-${number % clients}` })),
  );
  await direct.query('analyze');
  await direct.end();
  database = openDatabase(url, { onStatement: (text) => sent.push(text) });
  atEndOfFile(() => database.close());
});

/** Asks for another client each time; gives for each statement how many of its runs had the plan for all values. */
async function keptPlans(ask: (clientId: string) => Promise<unknown>): Promise<number[]> {
  return asTenant(tenantId, () =>
    withBudget({ ...unlimited }, async () => {
      sent.length = 0;
      for (let run = 0; run < runs; run += 1) await ask(`client-${run % clients}`);
      const { rows } = await sql<{ kept: number }>`
        select generic_plans::int as kept from pg_prepared_statements
        where statement = any(${[...new Set(sent)]}::text[])`.execute(database.query);
      return rows.map(({ kept }) => kept);
    }),
  );
}

const list = (status: 'ALL' | 'UNRESOLVED') => (clientId: string) =>
  createThreatReader(database).pages(
    tenantId,
    { kind: 'TENANT' },
    { clientId, status: [status], minimumSeverity: status === 'ALL' ? 'UNKNOWN' : 'HIGH' },
    { order: 'NEWEST' },
  );

it.each<[string, (clientId: string) => Promise<unknown>]>([
  ['the whole list of a client', list('ALL')],
  ['the open list of a client', list('UNRESOLVED')],
  [
    'the list of a client as a field of it',
    (clientId) =>
      createThreatReader(database).pages(tenantId, { kind: 'CLIENTS', clientIds: [clientId] }, {}, { order: 'NEWEST' }),
  ],
  [
    'the counts of a client',
    (clientId) =>
      createThreatCountsReader(database).summaries(tenantId, { kind: 'CLIENTS', clientIds: [clientId] }, 'UTC'),
  ],
])('%s is planned once for all clients', async (_, ask) => {
  const kept = await keptPlans(ask);
  expect(kept).toHaveLength(1);
  expect(kept[0]).toBeGreaterThan(0);
});
