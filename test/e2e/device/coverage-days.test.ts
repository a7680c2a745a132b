import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { createCoverageReader, recordCoverage } from '../../../src/device/coverage/coverage.reader.js';
import { openTestDatabase } from '../../support/database.js';
import { storeMachines, tenantId, well } from '../../support/machines.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.query
    .insertInto('tenantSetting')
    .values({
      tenantId,
      timeZone: 'Europe/Berlin',
      portalEnabled: false,
      portalHiddenClientIds: [],
      matchMode: 'NORMALISED',
      changedAt: new Date(),
    })
    .execute();
});

it.each([
  [
    'the 23 hours of a day in spring',
    ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'],
    ['2026-03-28', '2026-03-29', '2026-03-29', '2026-03-30'],
  ],
  [
    'the 25 hours of a day in autumn',
    ['2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'],
    ['2026-10-24', '2026-10-25', '2026-10-25', '2026-10-26'],
  ],
])('keeps the last coverage of the day for %s', async (_, instants, days) => {
  const clientId = await storeMachines(database, [{ ...well, name: 'ONE' }]);
  for (const [number, instant] of instants.entries()) {
    // One machine more each time.
    await sql`insert into agent (tenant_id, id, client_id, hostname, host_key, macs)
      values (${tenantId}, ${`${clientId}-${number}`}, ${clientId}, 'PC', 'pc', '{}')`.execute(database.query);
    await recordCoverage(database.query, tenantId, [clientId], new Date(instant));
  }
  // Five days on, so that none of these is today, for which the trend shows the present state.
  const after = new Date(`${days.at(-1)}T12:00:00Z`);
  after.setUTCDate(after.getUTCDate() + 5);
  const reader = createCoverageReader(database, () => after);
  const [trend] = await reader.trends(tenantId, await reader.ofClients(tenantId, [clientId]), 8);
  const last = Object.fromEntries(days.map((day, number) => [day, number + 2]));
  expect(trend?.slice(0, -1).map(({ day, machines }) => [day, machines])).toEqual(Object.entries(last));
  const [shorter] = await reader.trends(tenantId, await reader.ofClients(tenantId, [clientId]), 7);
  expect(shorter?.map(({ day }) => day)).toEqual([...Object.keys(last).slice(1), trend?.at(-1)?.day]);
});
