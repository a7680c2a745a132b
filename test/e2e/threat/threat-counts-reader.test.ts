import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CamelCasePlugin, type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { DateTime } from 'luxon';
import { Client, Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database, Tables } from '../../../src/database/database.js';
import { bucketsOf } from '../../../src/threat/counts/buckets.js';
import { readGroupedSeries } from '../../../src/threat/counts/grouped-series.reader.js';
import { spanBefore } from '../../../src/threat/counts/span-before.js';
import { type CountCell, createThreatCountsReader } from '../../../src/threat/counts/threat-counts.reader.js';
import { type TimeRange, windowOf } from '../../../src/threat/counts/windows.js';
import { countThreats } from '../../../src/threat/list/threat-list.js';
import { countByMachine } from '../../../src/threat/owners/machine-threats.sql.js';
import type { ThreatOwners } from '../../../src/threat/owners/threat-owners.js';
import { freshDatabase } from '../../support/database.js';
import { type PlantedDevice, plantDevices } from '../../support/devices.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually } from '../../support/environment.js';
import { type PlantedThreat, plantedThreat, plantThreats } from '../../support/threats.js';

const statements: CompiledQuery[] = [];
let client: Client;
let database: Database;

beforeAll(async () => {
  const connectionString = await freshDatabase();
  client = new Client({ connectionString });
  await client.connect();
  const query = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString }) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log: ({ query: statement }) => {
      statements.push(statement);
    },
  });
  database = { query, read: query } as Database;
  atEndOfFile(() => Promise.all([query.destroy(), client.end()]));
});

describe('counts', () => {
  // Half an hour, three quarters, a day ahead, clocks that change by one hour and by half of one, none at midnight.
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Havana',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Pacific/Kiritimati',
    'Australia/Lord_Howe',
    'America/St_Johns',
  ];
  /** Around changes of clocks and ends of months. */
  const moments = [
    '2026-03-08',
    '2026-03-29',
    '2026-04-05',
    '2026-10-25',
    '2026-11-01',
    '2024-11-03',
    '2024-02-29',
    '2026-01-01',
  ];
  const device = (clientId: string | null, hostKey: string, twinOf: PlantedDevice | null = null): PlantedDevice => ({
    id: randomUUID(),
    clientId,
    hostKey,
    twinOf: twinOf?.id ?? null,
  });
  const renamed = device('client-1', 'host-1');
  const devices: PlantedDevice[] = [
    renamed,
    device('client-1', 'host-1', renamed),
    device('client-1', 'host-old', renamed),
    // Namesakes that are not twins, and one that has moved on to another client since.
    device('client-1', 'host-2'),
    device('client-1', 'host-2'),
    device('client-2', 'host-2', renamed),
    device('client-2', 'host-1'),
    device('client-1', ''),
    device(null, 'host-1'),
  ];
  const stranger = randomUUID();
  const asked = [...devices.map(({ id }) => id), stranger];
  const machineOf = (id: string | null) => {
    const found = devices.find((each) => each.id === id);
    return devices.find((each) => each.id === (found?.twinOf ?? found?.id));
  };
  /** The only machine of the client that goes by the name. */
  const onlyOfName = (clientId: string | null, hostKey: string | null) => {
    const named = devices.filter((each) => hostKey && each.hostKey === hostKey && each.clientId === clientId);
    const [only, another] = new Set(named.map(({ id }) => machineOf(id)));
    return another === undefined ? only : undefined;
  };
  const ownerOf = ({ clientId, deviceId, hostKey }: PlantedThreat) => {
    const byName = clientId === null ? undefined : onlyOfName(clientId, hostKey);
    const machine = deviceId === null ? byName : machineOf(deviceId);
    return machine?.clientId === clientId ? machine : undefined;
  };
  const drawn = fc.record({
    // Quarters of an hour before or after the moment.
    quarter: fc.integer({ min: -45 * 96, max: 4 * 96 }),
    within: fc.integer({ min: 0, max: 15 * 60_000 - 1 }),
    client: fc.constantFrom('client-1', 'client-2', null),
    deviceId: fc.constantFrom(...devices.map(({ id }) => id), null, null, null, null),
    hostKey: fc.constantFrom('host-1', 'host-2', 'host-old', '', null),
    severity: fc.integer({ min: 0, max: 4 }),
    action: fc.constantFrom('BLOCKED', 'REPORTED'),
    status: fc.constantFrom('UNRESOLVED' as const, 'RESOLVED' as const, 'FALSE_POSITIVE' as const),
    removed: fc.boolean(),
  });
  const owners: [ThreatOwners, (threat: PlantedThreat, index: number) => boolean][] = [
    [{ kind: 'TENANT' }, () => true],
    [
      { kind: 'CLIENTS', clientIds: ['client-2', 'client-of-nobody', 'client-1'] },
      ({ clientId }, index) => clientId === ['client-2', 'client-of-nobody', 'client-1'][index],
    ],
    [
      { kind: 'MACHINES', deviceIds: asked },
      (threat, index) => {
        const owner = ownerOf(threat);
        return owner !== undefined && owner === machineOf(asked[index] ?? null);
      },
    ],
  ];
  let runs = 0;

  it('equal a recount of the rows, one by one, in every zone, for every owner', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zones),
        fc.constantFrom(...moments),
        fc.integer({ min: 0, max: 1_440 }),
        fc.array(drawn, { minLength: 10, maxLength: 150 }),
        async (zone, moment, minutes, rows) => {
          runs += 1;
          const tenantId = `tenant-${runs}`;
          const midnight = Date.parse(`${moment}T00:00Z`);
          const now = new Date(midnight + minutes * 60_000);
          const threats = rows.map(({ quarter, within, client: clientId, removed, ...row }) => ({
            removed: removed && row.status !== 'UNRESOLVED',
            ...plantedThreat({
              ...row,
              tenantId,
              clientId,
              detectedAt: new Date(midnight + quarter * 900_000 + within),
            }),
          }));
          const present = threats.filter(({ removed }) => !removed);
          await plantDevices(client, tenantId, randomUUID(), devices);
          await plantThreats(client, present);
          await plantKept(threats.filter(({ removed }) => removed));
          await plantThreats(client, [plantedThreat({ tenantId: `${tenantId}-neighbour`, detectedAt: now })]);

          const reader = createThreatCountsReader(database, () => now);
          const shown = (at: Date, format: string) => DateTime.fromJSDate(at, { zone }).toFormat(format);
          const like = (format: string) => (threat: PlantedThreat) =>
            shown(threat.detectedAt, format) === shown(now, format);
          const days = bucketsOf(windowOf(now, zone, 'month'), 'DAY', zone) ?? [];
          const hours = bucketsOf(windowOf(now, zone, 'week'), 'HOUR', zone) ?? [];
          for (const [owned, isOf] of owners) {
            const summaries = await reader.summaries(tenantId, owned, zone);
            // What is not asked for is not counted.
            const ofWeek = await reader.summaries(tenantId, owned, zone, ['thisWeek']);
            expect(ofWeek).toEqual(summaries.map(({ today, thisMonth, unresolved, ...rest }) => rest));
            const byDay = await reader.cells(tenantId, owned, days);
            const byHour = await reader.cells(tenantId, owned, hours);
            const open = await reader.unresolved(tenantId, owned);
            const before = await reader.before(tenantId, owned, now, zone);
            for (const [index, summary] of summaries.entries()) {
              const own = threats.filter((threat) => isOf(threat, index));
              const unresolved = own.filter(({ status }) => status === 'UNRESOLVED');
              expect(summary).toMatchObject({
                today: own.filter(like('yyyy-MM-dd')).length,
                thisWeek: own.filter(like('kkkk-WW')).length,
                thisMonth: own.filter(like('yyyy-MM')).length,
                unresolved: unresolved.length,
                timeZone: zone,
              });
              expect([0, 1, 2, 3, 4].map((place) => open[index]?.[place] ?? 0)).toEqual(
                [0, 1, 2, 3, 4].map((place) => unresolved.filter(({ severity }) => severity === place).length),
              );
              const earlier = (unit: 'week' | 'month') => {
                const format = unit === 'week' ? 'kkkk-WW' : 'yyyy-MM';
                const there = DateTime.fromJSDate(windowOf(now, zone, unit).from, { zone }).minus({ hours: 12 });
                const whole = own.filter(({ detectedAt }) => shown(detectedAt, format) === there.toFormat(format));
                const { to } = spanBefore(now, zone, unit).soFar;
                // Of removed threats the quarter of an hour is known.
                const at = (threat: (typeof own)[number]) =>
                  threat.removed
                    ? Math.floor(threat.detectedAt.getTime() / 900_000) * 900_000
                    : threat.detectedAt.getTime();
                return [whole.length, whole.filter((threat) => at(threat) < to.getTime()).length];
              };
              expect([
                [before[index]?.lastWeek, before[index]?.lastWeekSoFar],
                [before[index]?.lastMonth, before[index]?.lastMonthSoFar],
              ]).toEqual([earlier('week'), earlier('month')]);
              // The offset distinguishes the two hours that a clock shows alike.
              expect(
                countsByName(byDay[index], (range) => shown((days[range] as { from: Date }).from, 'yyyy-MM-dd')),
              ).toEqual(recount(own.filter(like('yyyy-MM')), (at) => shown(at, 'yyyy-MM-dd')));
              const hour = zone === 'Australia/Lord_Howe' ? 'yyyy-MM-dd HH' : 'yyyy-MM-dd HH ZZ';
              expect(
                countsByName(byHour[index], (range) => shown((hours[range] as { from: Date }).from, hour)),
              ).toEqual(recount(own.filter(like('kkkk-WW')), (at) => shown(at, hour)));
            }
          }
          await expectGroups(tenantId, threats, days, (at) => shown(at, 'yyyy-MM-dd'));
          const machines = await sql<{ machineId: string; threats: number }>`
            select * from (${countByMachine(tenantId, sql`true`)}) as counted`.execute(database.query);
          const counted = new Map(machines.rows.map(({ machineId, threats: count }) => [machineId, count]));
          for (const each of devices) {
            const own = present.filter((threat) => ownerOf(threat) === each);
            expect(counted.get(each.id) ?? 0).toBe(own.length);
            const criteria = { deviceId: each.id };
            const [listed] = (await countThreats(tenantId, { kind: 'TENANT' }, criteria).execute(database.query)).rows;
            expect(listed?.total).toBe(present.filter((threat) => ownerOf(threat) === machineOf(each.id)).length);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  /** Compares series of each grouping, of the tenant and of some clients, with the threats of each day. */
  async function expectGroups(
    tenantId: string,
    threats: readonly PlantedThreat[],
    days: readonly TimeRange[],
    dayOf: (at: Date) => string,
  ) {
    const some = ['client-2', 'client-of-nobody'];
    const within = threats.filter(({ detectedAt }) =>
      days.some(({ from, to }) => detectedAt >= from && detectedAt < to),
    );
    const groupValueOf = {
      SEVERITY: ({ severity }: PlantedThreat) => `${severity}`,
      ACTION: ({ action }: PlantedThreat) => action,
      CLIENT: ({ clientId }: PlantedThreat) => clientId,
    };
    for (const [grouping, value] of Object.entries(groupValueOf))
      for (const owned of [{ kind: 'TENANT' as const }, { kind: 'CLIENTS' as const, clientIds: some }])
        for (const first of [1, 20]) {
          const own = within.filter(({ clientId }) => owned.kind === 'TENANT' || some.includes(clientId ?? ''));
          const totals = summed(own.flatMap((threat) => (value(threat) === null ? [] : [[value(threat) ?? '', 1]])));
          const ranked = Object.entries(totals).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
          const named = ranked.slice(0, first).map(([name]) => name);
          const nameOf = (threat: PlantedThreat) => (named.includes(value(threat) ?? '') ? value(threat) : 'others');
          const asked = { grouping: grouping as keyof typeof groupValueOf, first, ranges: days };
          const series = await readGroupedSeries(database, tenantId, owned, asked);
          const counted = series.flatMap((one) =>
            one.counts.map((count, step): [string, number] => [
              `${one.value ?? 'others'} ${dayOf((days[step] as TimeRange).from)}`,
              count,
            ]),
          );
          expect(summed(counted.filter(([, count]) => count > 0))).toEqual(
            summed(own.map((threat) => [`${nameOf(threat)} ${dayOf(threat.detectedAt)}`, 1])),
          );
        }
  }

  const countsByName = (cells: CountCell[] = [], nameOf: (range: number) => string) =>
    summed(cells.map(({ range, severity, status, count }) => [`${nameOf(range)} ${severity} ${status}`, count]));
  const recount = (threats: PlantedThreat[], nameOf: (at: Date) => string) =>
    summed(threats.map(({ detectedAt, severity, status }) => [`${nameOf(detectedAt)} ${severity} ${status}`, 1]));

  function summed(entries: [string, number][]): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const [name, count] of entries) sums[name] = (sums[name] ?? 0) + count;
    return sums;
  }
});

describe('the cost of counts', () => {
  const now = new Date('2026-03-18T12:00:00Z');
  const recent = { from: new Date('2026-03-01T00:00Z'), to: now };
  const machine: PlantedDevice = { id: randomUUID(), clientId: 'client-1', hostKey: 'host-1', twinOf: null };
  const owners: [string, ThreatOwners][] = [
    ['a tenant', { kind: 'TENANT' }],
    ['clients', { kind: 'CLIENTS', clientIds: ['client-1', 'client-2'] }],
    ['machines', { kind: 'MACHINES', deviceIds: [machine.id] }],
  ];

  /** Threats of some machines, every few minutes from an instant backwards; those of before March are dealt with. */
  async function plantMany(count: number, latest: string, status: 'UNRESOLVED' | 'RESOLVED') {
    await client.query(
      `insert into threat (tenant_id, id, connection_id, company_id, client_id, device_id, host_key, name, family, severity,
         severity_source, severity_reason, status, resolved_at, action, detected_at, last_detected_at, occurrences, history,
         created_at, changed_at)
       select 'old', gen_random_uuid(), $4, $4, 'client-' || number % 3, case when number % 5 = 0 then $4::uuid end,
         'host-' || number % 10, 'Trojan', 'TROJAN', number % 5, 'NONE', '', $3,
         case when $3 = 'RESOLVED' then at end, 'BLOCKED', at, at, 1, false, at, at
       from (select number, $2::timestamptz - number * interval '10 minutes' as at from generate_series(1, $1) as number) as made`,
      [count, latest, status, machine.id],
    );
    // Rows that another backend might still have to see, such as autovacuum's, are read from the table too.
    await eventually(async () => {
      await client.query('vacuum analyze threat');
      const { rows } = await client.query(
        `select relallvisible >= relpages as all_visible from pg_class where oid = 'threat'::regclass`,
      );
      return rows[0].all_visible;
    });
  }

  /** The pages each statement of the counts reads, by owner. */
  async function pagesRead(): Promise<Record<string, number[]>> {
    const reader = createThreatCountsReader(database, () => now);
    const read: Record<string, number[]> = {};
    for (const [name, owned] of owners) {
      statements.length = 0;
      await reader.summaries('old', owned, 'Europe/Berlin');
      await reader.cells('old', owned, bucketsOf(recent, 'DAY', 'Europe/Berlin') ?? []);
      await reader.unresolved('old', owned);
      await reader.before('old', owned, now, 'Europe/Berlin');
      read[name] = [];
      for (const { sql, parameters } of [...statements]) {
        const { rows } = await client.query(`explain (analyze, buffers, format json) ${sql}`, [...parameters]);
        const [{ Plan }] = rows[0]['QUERY PLAN'];
        read[name].push(Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']);
      }
    }
    return read;
  }

  it('does not grow with the age of the history', async () => {
    await plantDevices(client, 'old', randomUUID(), [machine]);
    await plantMany(2_000, now.toISOString(), 'UNRESOLVED');
    await plantMany(2_000, '2026-02-01T00:00Z', 'RESOLVED');
    const young = await pagesRead();
    await plantMany(40_000, '2026-01-01T00:00Z', 'RESOLVED');
    const old = await pagesRead();
    for (const [name, pages] of Object.entries(young)) {
      expect(pages).toHaveLength(4);
      // The history has grown by over a thousand pages. The trees may be higher by one, for each way into them.
      for (const [index, count] of pages.entries())
        expect(old[name]?.[index], `${name}, statement ${index}: ${count} pages before`).toBeLessThan(count + 30);
    }
  });
});

async function plantKept(threats: PlantedThreat[]) {
  const rows = threats.map((threat) => ({
    ...threat,
    quarter: new Date(Math.floor(threat.detectedAt.getTime() / 900_000) * 900_000),
  }));
  await client.query(
    `insert into threat_kept_count (tenant_id, id, company_id, client_id, device_id, host_key, quarter, severity, status,
       action, count)
     select "tenantId", gen_random_uuid(), "companyId", "clientId", "deviceId", "hostKey", quarter, severity, status, action, 1
     from jsonb_to_recordset($1::jsonb) as given ("tenantId" text, "companyId" uuid, "clientId" text, "deviceId" uuid,
       "hostKey" text, quarter timestamptz, severity smallint, status text, action text)`,
    [JSON.stringify(rows)],
  );
}
