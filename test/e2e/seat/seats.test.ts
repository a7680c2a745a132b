import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { clearSeats } from '../../../src/seat/clear-seats.js';
import { boundsOf, monthBefore } from '../../../src/seat/month.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { countRowsWritten, type RowsWritten } from '../../support/rows-written.js';
import {
  createCallCount,
  monthOf,
  readSeatMachines,
  readSeats,
  type SeatsNode,
  seatLooks,
} from '../../support/seats.js';

const day = 24 * 3_600_000;

describe('seats', () => {
  let environment: TestEnvironment;
  let look: Awaited<ReturnType<typeof seatLooks>>;
  let written: RowsWritten;
  let takeCalls: ReturnType<typeof createCallCount>;
  let integrationId: string;
  const now = new Date();
  const month = monthOf(now);
  const daysAgo = (days: number) => new Date(now.getTime() - days * day);
  const company = {} as Record<'bakery' | 'law' | 'partner' | 'child' | 'other', string>;
  const client = {} as Record<'bakery' | 'law' | 'partner' | 'child', string>;
  const device: Record<string, string> = {};

  const world = () => environment.gravityZone.world;
  const core = () => environment.core.world('msp-one');
  const named = (all: SeatsNode[], name: string) => {
    const found = all.find(({ companyName }) => companyName === name);
    if (found === undefined) throw new Error(`No seats of ${name}.`);
    return found;
  };
  const sumOf = ({ protected: present, stale, duplicates, removed, unexplained }: SeatsNode) =>
    present + stale + duplicates + removed + (unexplained ?? Number.NaN);
  /** When the next look is due: at once, whatever the day, so that no month ends meanwhile. */
  const nextTime = async () => {
    const at = new Date();
    await environment.database.query('update seat_look set next_at = $1', [at]);
    return at;
  };
  const syncAll = async () => {
    await environment.database.query('update company set next_sync_at = now() where client_id is not null');
    await environment.database.query('update connection set tree_due_at = now()');
    expect(await syncNow(environment, client.bakery)).toMatchObject({ state: 'SUCCEEDED' });
  };

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    company.bakery = world().addCompany('Bakery').id;
    company.law = world().addCompany('Law').id;
    company.partner = world().addCompany('Partner', { kind: 'PARTNER' }).id;
    const folder = world().addFolder('North', company.partner);
    company.child = world().addCompany('Partner child', { parentId: folder.id }).id;
    company.other = world().addCompany('Partner other', { parentId: folder.id }).id;
    for (const name of ['bakery', 'law', 'partner', 'child'] as const) client[name] = core().addClient({ name }).id;
    const add = (companyId: string, name: string, given: object = {}) => {
      device[name] = world().addDevice({ companyId, name, at: daysAgo(60), ...given }).id;
      return device[name];
    };
    for (const name of ['OVEN', 'TILL', 'GONE', 'LEFT', 'STALE', 'BARE']) add(company.bakery, name);
    world().device(add(company.bakery, 'TWICE')).lastSeenAt = daysAgo(1);
    world().device(device.STALE ?? '').lastSeenAt = daysAgo(20);
    world().addUnmanaged(company.bakery, 'printer');
    for (const hostname of ['OVEN', 'TILL', 'GONE', 'LEFT', 'STALE', 'TWICE', 'NO-BITDEFENDER'])
      core().addAgent({ clientId: client.bakery, hostname });
    for (const name of ['DESK-1', 'DESK-2']) add(company.law, name);
    for (const name of ['HEAD', 'HEAD-2']) add(company.partner, name);
    for (const name of ['CHILD-1', 'CHILD-2', 'CHILD-3']) add(company.child, name);
    add(company.other, 'OTHER-1');
    world().licenseCompany(company.law, {
      subscriptionType: 2,
      totalSlots: 5,
      expiresAt: new Date('2031-02-01T10:00:00Z'),
    });
    ({ integrationId } = await connectSimulator(environment));
    await mapByBdId(environment, {
      ...{ [company.bakery]: client.bakery, [company.law]: client.law },
      ...{ [company.partner]: client.partner, [company.child]: client.child },
    });
    await syncAll();
    // A re-installation leaves its old entry; the others go.
    world().reimageDevice(device.TWICE ?? '').lastSeenAt = new Date();
    world().deleteDevice(device.GONE ?? '');
    world().moveDevice(device.LEFT ?? '', company.law);
    await syncAll();
    look = await seatLooks(environment);
    written = await countRowsWritten(environment.database);
    takeCalls = createCallCount(environment);
    takeCalls();
  });

  it('explains every seat to the last machine', async () => {
    await look(integrationId);
    const all = await readSeats(environment);
    expect(all.map(({ companyName }) => companyName)).toEqual(['Bakery', 'Law', 'Partner', 'Partner child']);
    for (const seats of all)
      expect([seats.companyName, seats.unexplained, sumOf(seats)]).toEqual([seats.companyName, 0, seats.counted]);
    expect(named(all, 'Bakery')).toMatchObject({
      ...{ month, counted: 8, countedWithBelow: 8, protected: 4, stale: 1, duplicates: 1, removed: 2 },
      ...{ withoutAgent: 1, unmanaged: 1, unprotected: 3, client: { id: client.bakery }, problem: null, closed: false },
      ...{
        company: { bdId: company.bakery },
        usedSlots: 6,
        totalSlots: null,
        subscription: 'MONTHLY',
        expiresAt: null,
      },
    });
    const machines = await readSeatMachines(environment, named(all, 'Bakery').id);
    const lists = machines.map(({ name, category }) => [name, category]).sort();
    expect(lists).toEqual([
      ['BARE', 'PROTECTED'],
      ['GONE', 'REMOVED'],
      ['GONE', 'UNPROTECTED'],
      ['LEFT', 'REMOVED'],
      ['LEFT', 'UNPROTECTED'],
      ['NO-BITDEFENDER', 'UNPROTECTED'],
      ['OVEN', 'PROTECTED'],
      ['STALE', 'STALE'],
      ['TILL', 'PROTECTED'],
      ['TWICE', 'DUPLICATE'],
      ['TWICE', 'PROTECTED'],
      ['printer', 'UNMANAGED'],
    ]);
  });

  it('lists the machines of one category with what it says of each', async () => {
    const { id } = named(await readSeats(environment), 'Bakery');
    const removed = await readSeatMachines(environment, id, { category: 'REMOVED' });
    expect(removed).toMatchObject([
      { name: 'GONE', removal: 'DELETED', device: { name: 'GONE' } },
      { name: 'LEFT', removal: 'MOVED', device: { name: 'LEFT' } },
    ]);
    expect(removed.every(({ since }) => since !== null)).toBe(true);
    expect(await readSeatMachines(environment, id, { category: 'DUPLICATE' })).toMatchObject([
      { name: 'TWICE', sameAsName: 'TWICE', sameAs: { name: 'TWICE' }, removal: null },
    ]);
    expect(await readSeatMachines(environment, id, { category: 'STALE' })).toMatchObject([
      { name: 'STALE', since: daysAgo(20).toISOString().replace(/\.\d+/, '.000') },
    ]);
    expect((await readSeatMachines(environment, id, { withoutAgent: true })).map(({ name }) => name)).toEqual(['BARE']);
  });

  it('counts nobody twice: a parent without its children, and a moved machine once in each', async () => {
    const all = await readSeats(environment);
    expect(named(all, 'Partner')).toMatchObject({ counted: 2, countedWithBelow: 6, protected: 2, unexplained: 0 });
    expect(named(all, 'Partner child')).toMatchObject({ counted: 3, countedWithBelow: 3, protected: 3 });
    expect(named(all, 'Law')).toMatchObject({ counted: 3, protected: 3, totalSlots: 5, subscription: 'YEARLY' });
    expect(named(all, 'Law').expiresAt).toBe('2031-02-01T10:00:00.000Z');
  });

  it('asks twice for each mapped company and once for one below, by reading methods alone', () => {
    expect(takeCalls()).toEqual({ usage: 5, licence: 4, all: 9 });
  });

  it('writes nothing but when it looked when nothing has changed at the next look', async () => {
    const at = await nextTime();
    const before = await readSeats(environment);
    await written.take();
    await look(integrationId, at);
    // The budget of the key counts each call.
    expect(await written.take()).toEqual({ seat_look: 1, rate_budget: 9 });
    expect(takeCalls()).toEqual({ usage: 5, licence: 4, all: 9 });
    const after = await readSeats(environment);
    expect(after.map(({ asOf, ...seats }) => seats)).toEqual(before.map(({ asOf, ...seats }) => seats));
    expect(after.every(({ asOf }) => asOf === at.toISOString())).toBe(true);
  });

  it('asks nothing when it is not due', async () => {
    await environment.database.query('update seat_look set next_at = $1', [new Date(now.getTime() + day)]);
    await look(integrationId);
    expect(takeCalls().all).toBe(0);
  });

  it('shows what it cannot explain, of either sign, and lists companies that differ', async () => {
    environment.gravityZone.changeRows = (rows, method) =>
      method === 'getMonthlyUsage'
        ? rows.map((row) => {
            const { endpointMonthlyUsage } = row as { endpointMonthlyUsage: number };
            return {
              endpointMonthlyUsage:
                endpointMonthlyUsage === 8 ? 11 : endpointMonthlyUsage === 3 ? 1 : endpointMonthlyUsage,
            };
          })
        : rows;
    await look(integrationId, await nextTime());
    environment.gravityZone.changeRows = null;
    const all = await readSeats(environment);
    expect(named(all, 'Bakery')).toMatchObject({ counted: 11, unexplained: 3 });
    expect(named(all, 'Law')).toMatchObject({ counted: 1, unexplained: -2 });
    for (const seats of all) expect(sumOf(seats)).toBe(seats.counted);
    const differing = await readSeats(environment, { differing: true });
    expect(differing.map(({ companyName }) => companyName)).toEqual(['Bakery', 'Law', 'Partner', 'Partner child']);
    const { bitdefenderSeatMonths } = await environment.data<{ bitdefenderSeatMonths: object[] }>(
      technician,
      '{ bitdefenderSeatMonths { month companies notRead counted protected stale duplicates removed unexplained unmanaged unprotected withoutAgent } }',
    );
    expect(bitdefenderSeatMonths[0]).toMatchObject({ month, companies: 4, notRead: 0, stale: 1, duplicates: 1 });
    expect((bitdefenderSeatMonths[0] as { unexplained: number }).unexplained).toBeGreaterThanOrEqual(5);
    await look(integrationId, await nextTime());
    expect((await readSeats(environment, { differing: true })).map(({ companyName }) => companyName)).toEqual([
      'Bakery',
    ]);
  });

  it('keeps apart the company that GravityZone fails to tell, and the parent that depends on it', async () => {
    environment.gravityZone.faults.add({
      kind: 'serverErrorJson',
      method: 'getMonthlyUsage',
      row: company.other,
      times: 9,
    });
    environment.gravityZone.faults.add({
      kind: 'serverErrorJson',
      method: 'getLicenseInfo',
      row: company.law,
      times: 9,
    });
    await look(integrationId, await nextTime());
    environment.gravityZone.faults.clear();
    const all = await readSeats(environment);
    expect(named(all, 'Partner')).toMatchObject({
      ...{ counted: null, countedWithBelow: 6, unexplained: null, protected: 2 },
      problem: { code: 'BELOW_NOT_READ' },
    });
    expect(named(all, 'Law')).toMatchObject({
      counted: 3,
      usedSlots: null,
      expiresAt: null,
      problem: { code: 'SERVER_ERROR' },
    });
    expect(named(all, 'Bakery')).toMatchObject({ counted: 8, unexplained: 0, problem: null });
    await look(integrationId, await nextTime());
    expect((await readSeats(environment)).map(({ problem, unexplained }) => [problem, unexplained])).toEqual(
      Array.from({ length: 4 }, () => [null, 0]),
    );
  });

  it('lists agents without protection with a company that is looked at, not with one that was seen before and is gone', async () => {
    const { unprotected } = named(await readSeats(environment), 'Bakery');
    expect(unprotected).toBeGreaterThan(0);
    await environment.database.query(
      `insert into company select (jsonb_populate_record(company, '{"id": "00000000-0000-4000-8000-000000000000", "bd_id": "gone", "state": "VANISHED", "first_seen_at": "2020-01-01T00:00:00Z"}')).*
       from company where bd_id = $1`,
      [company.bakery],
    );
    await look(integrationId, await nextTime());
    expect(named(await readSeats(environment), 'Bakery')).toMatchObject({ unprotected });
    await environment.database.query(`delete from company where bd_id = 'gone'`);
  });

  it('leaves a company behind that cannot be stored, and goes on with the others at the next look', async () => {
    const { database } = environment;
    const { rows } = await database.query('select id from company where client_id is not null order by id');
    const [first] = rows.map(({ id }) => String(id));
    await database.query("update seat_month set content_hash = 'another'");
    await database.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'Not this one.'; end $$;
      create trigger refuse before insert or update on seat_month for each row when (new.company_id = '${first}') execute function refuse();`);
    const hashes = async () =>
      (await database.query('select company_id, content_hash from seat_month where month = $1', [month])).rows.filter(
        (row) => row.content_hash === 'another',
      );
    await expect(look(integrationId, await nextTime())).rejects.toThrow('Not this one.');
    expect(await hashes()).toHaveLength(4);
    await look(integrationId, await nextTime());
    expect(await hashes()).toMatchObject([{ company_id: first }]);
    await database.query('drop trigger refuse on seat_month');
    await look(integrationId, await nextTime());
    expect(await hashes()).toEqual([]);
  });

  it('are kept for thirteen past months, with the machines behind them', async () => {
    const { database } = environment;
    const monthsOf = async (table: string) =>
      (await database.query(`select month, count(*)::int as count from ${table} group by 1 order by 1`)).rows;
    const before = [await monthsOf('seat_month'), await monthsOf('seat_machine')];
    await database.query(`
      insert into seat_month select (jsonb_populate_record(given, jsonb_build_object('id', gen_random_uuid(), 'company_id', gen_random_uuid(), 'month', '2020-01'))).*
        from seat_month as given cross join generate_series(1, 8);
      insert into seat_machine select (jsonb_populate_record(given, jsonb_build_object('company_id', old.company_id, 'month', '2020-01'))).*
        from (select company_id from seat_month where month = '2020-01') as old
        join seat_machine as given on given.machine_id = (select min(machine_id) from seat_machine);`);
    expect((await monthsOf('seat_machine'))[0]).toMatchObject({ month: '2020-01', count: 32 });
    const parts = {
      database: openDatabase(environment.app.databaseUrl, { outside: 'all tenants' }),
      tenantId: 'msp-one',
    };
    await clearSeats.run({ ...parts, now, signal: new AbortController().signal });
    await parts.database.close();
    expect([await monthsOf('seat_month'), await monthsOf('seat_machine')]).toEqual(before);
  });

  it('waits when GravityZone limits the rate', async () => {
    environment.gravityZone.faults.add({
      kind: 'throttledJson',
      method: 'getMonthlyUsage',
      times: 2,
      retryAfterSeconds: 1,
    });
    environment.gravityZone.faults.add({ kind: 'throttledPage', method: 'getLicenseInfo', retryAfterSeconds: 1 });
    await look(integrationId, await nextTime());
    expect((await readSeats(environment)).every(({ problem }) => problem === null)).toBe(true);
  });

  it('refuses what is no month, and finds nothing in one without seats', async () => {
    const refused = await environment.ask(technician, '{ bitdefenderSeats(month: "11/2026") { edges { cursor } } }');
    expect(refused.errors?.[0]?.extensions?.code).toBe('BAD_MONTH');
    expect(await readSeats(environment, { month: monthBefore(month, 2) })).toEqual([]);
    expect(await readSeats(environment, { clientId: 'nobody' })).toEqual([]);
    expect((await readSeats(environment, { clientId: client.law })).map(({ companyName }) => companyName)).toEqual([
      'Law',
    ]);
  });

  it('exports both lists as CSV', async () => {
    const exported = async (rows: string) => {
      const { exportBitdefenderSeats } = await environment.data<{
        exportBitdefenderSeats: { url: string; columns: string[]; fileName: string };
      }>(
        technician,
        `query ($month: String) { exportBitdefenderSeats(month: $month, rows: ${rows}) { url columns fileName } }`,
        { month },
      );
      const text = await (await fetch(exportBitdefenderSeats.url)).text();
      return parse<Record<string, string>>(text, { columns: true, bom: true });
    };
    expect((await exported('COMPANIES')).map((row) => [row.Company, row.Client, row.Counted, row.Unexplained])).toEqual(
      [
        ['Bakery', 'bakery', '8', '0'],
        ['Law', 'law', '3', '0'],
        ['Partner', 'partner', '2', '0'],
        ['Partner child', 'child', '3', '0'],
      ],
    );
    const machines = await exported('MACHINES');
    expect(machines).toHaveLength(12 + 3 + 2 + 3);
    expect(
      machines.filter(({ Category }) => Category === 'REMOVED').map((row) => [row.Company, row.Name, row.Removal]),
    ).toEqual([
      ['Bakery', 'GONE', 'DELETED'],
      ['Bakery', 'LEFT', 'MOVED'],
    ]);
  });

  it('closes a month once, a day after its end, and leaves it alone from then on', async () => {
    const end = boundsOf(month).to;
    // Deleted after the end: it was there at the end.
    world().deleteDevice(device['DESK-1'] ?? '');
    await syncAll();
    await environment.database.query(
      `update device_event set at = $1 where kind = 'MISSING' and device_id = (select id from device where bd_id = $2)`,
      [new Date(end.getTime() + 3_600_000), device['DESK-1']],
    );
    await environment.database.query('update device set presence_changed_at = $1 where bd_id = $2', [
      new Date(end.getTime() + 3_600_000),
      device['DESK-1'],
    ]);
    takeCalls();
    const early = new Date(end.getTime() + 12 * 3_600_000);
    await environment.database.query('update seat_look set next_at = $1', [early]);
    await look(integrationId, early);
    expect(takeCalls()).toEqual({ usage: 5, licence: 4, all: 9 });
    expect((await readSeats(environment, { month })).some(({ closed }) => closed)).toBe(false);

    // Nor does what becomes of companies and machines after the end change the month.
    const stale = (await readSeats(environment, { month })).map((each) => each.stale);
    expect(stale).not.toEqual(stale.map(() => 0));
    const former = named(await readSeats(environment, { month }), 'Law');
    const elsewhere = environment.core.world('msp-one').addClient({ name: 'Elsewhere' }).id;
    await environment.database.query(
      `update company set name = 'Law & Sons', client_id = $1, inventory_succeeded_at = now() where bd_id = $2`,
      [elsewhere, company.law],
    );
    await environment.database.query('update device_state set last_seen_at = $1 where last_seen_at is not null', [
      new Date(end.getTime() + 3_600_000),
    ]);
    const later = new Date(end.getTime() + 36 * 3_600_000);
    await environment.database.query('update seat_look set next_at = $1', [later]);
    await look(integrationId, later);
    expect(takeCalls()).toEqual({ usage: 10, licence: 4, all: 14 });
    const closed = await readSeats(environment, { month });
    expect(closed.map(({ closed: isClosed, unexplained }) => [isClosed, unexplained])).toEqual(
      Array.from({ length: 4 }, () => [true, 0]),
    );
    expect(named(closed, 'Bakery')).toMatchObject({ counted: 8, removed: 2, unprotected: 3, unmanaged: 1 });
    expect(named(closed, 'Law')).toMatchObject({ counted: 3, removed: 0, totalSlots: 5, client: former.client });
    expect(closed.map(({ stale }) => stale)).toEqual(stale);
    await environment.database.query(`update company set name = 'Law', client_id = $1 where bd_id = $2`, [
      former.client?.id,
      company.law,
    ]);

    const next = monthOf(later);
    expect(named(await readSeats(environment, { month: next }), 'Bakery')).toMatchObject({ counted: 6, removed: 0 });
    const again = new Date(later.getTime() + day);
    await environment.database.query('update seat_look set next_at = $1', [again]);
    await look(integrationId, again);
    expect(takeCalls()).toEqual({ usage: 5, licence: 4, all: 9 });
    expect(await readSeats(environment, { month })).toEqual(closed);
  });

  it('keeps the months of a company that is unmapped, and of an integration that is disconnected', async () => {
    const before = await readSeats(environment, { month });
    const { id } = named(before, 'Bakery');
    const machines = await readSeatMachines(environment, id);
    await environment.database.query('update company set client_id = null where bd_id = $1', [company.bakery]);
    await environment.database.query('update seat_look set next_at = now()');
    await look(integrationId);
    expect(await readSeats(environment, { month })).toEqual(before);
    await environment.database.query(`update connection set state = 'DISCONNECTED'`);
    takeCalls();
    await environment.database.query('update seat_look set next_at = now()');
    await look(integrationId);
    expect(takeCalls().all).toBe(0);
    expect(await readSeats(environment, { month })).toEqual(before);
    expect(await readSeatMachines(environment, id)).toEqual(machines);
  });
});
