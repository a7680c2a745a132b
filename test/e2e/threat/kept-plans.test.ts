import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Client } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { unlimited, withBudget } from '../../../src/database/request-budget.js';
import { asTenant } from '../../../src/database/tenancy.js';
import { connectionOptions } from '../../../src/database-url.js';
import { createThreatCountsReader } from '../../../src/threat/counts/threat-counts.reader.js';
import { createThreatReader } from '../../../src/threat/list/threat.reader.js';
import type { ThreatOwners } from '../../../src/threat/owners/threat-owners.js';
import { freshDatabase } from '../../support/database.js';
import { plantDevices } from '../../support/devices.js';
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
  const devices = Array.from({ length: 10 * clients }, (_, number) => ({
    ...{ id: randomUUID(), clientId: `client-${number % clients}`, hostKey: `pc-${number}`, twinOf: null },
  }));
  await plantDevices(direct, tenantId, randomUUID(), devices);
  // The machines of each client are at two sites.
  await direct.query(
    `insert into agent (tenant_id, id, client_id, hostname, host_key, macs, site_id, site_name)
     select tenant_id, id::text, client_id, name, host_key, '{}', client_id || '-' || right(host_key, 2)::int % 40 / 20, 'Site' from device`,
  );
  await direct.query('update device set agent_id = id::text');
  await plantThreats(
    direct,
    Array.from({ length: 4_000 }, (_, number) =>
      plantedThreat({
        tenantId,
        clientId: `client-${number % clients}`,
        deviceId: devices[number % devices.length]?.id ?? null,
      }),
    ),
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

const ofSite = (clientId: string): ThreatOwners => ({ kind: 'SITES', clientId, siteIds: [`${clientId}-0`] });

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
  [
    'the list of a site',
    (clientId) => createThreatReader(database).pages(tenantId, ofSite(clientId), {}, { order: 'NEWEST' }),
  ],
  [
    'the counts of a site',
    (clientId) => createThreatCountsReader(database).summaries(tenantId, ofSite(clientId), 'UTC'),
  ],
])('%s is planned once for all clients', async (_, ask) => {
  const kept = await keptPlans(ask);
  expect(kept).toHaveLength(1);
  expect(kept[0]).toBeGreaterThan(0);
});
