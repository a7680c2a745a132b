import { beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { connectSimulator, mapByBdId } from '../../support/msp.js';
import { createCallCount, readSeats } from '../../support/seats.js';

const reading = `{ bitdefenderIntegrations { id seatReading { lookedAt nextAt problem { code message hint } } } }`;

interface Reading {
  lookedAt: string | null;
  nextAt: string;
  problem: { code: string; message: string; hint: string } | null;
}

/** By the tick and the queue, as in production. */
describe('looks at seats', () => {
  let environment: TestEnvironment;
  let integrationId: string;
  let bakery: string;
  let takeCalls: ReturnType<typeof createCallCount>;

  const client = (name: string) => environment.core.world('msp-one').addClient({ name }).id;
  const readingOf = async (): Promise<Reading | null> => {
    const { bitdefenderIntegrations } = await environment.data<{
      bitdefenderIntegrations: { id: string; seatReading: Reading | null }[];
    }>(technician, reading);
    return bitdefenderIntegrations.find(({ id }) => id === integrationId)?.seatReading ?? null;
  };
  const ticks = async (count: number) => {
    for (let tick = 0; tick < count; tick += 1) {
      const { rows } = await environment.database.query('select taken_at from tick_turn');
      await eventually(async () => {
        const now = await environment.database.query('select taken_at from tick_turn');
        return String(now.rows[0]?.taken_at) !== String(rows[0]?.taken_at);
      });
    }
  };

  beforeAll(async () => {
    environment = await testEnvironment({ tick: everySecond });
    const { world } = environment.gravityZone;
    bakery = world.addCompany('Bakery').id;
    world.addDevice({ companyId: bakery, name: 'OVEN' });
    takeCalls = createCallCount(environment);
    ({ integrationId } = await connectSimulator(environment));
  });

  it('asks nothing while no company is mapped', async () => {
    await ticks(3);
    expect([takeCalls().all, await readingOf()]).toEqual([0, null]);
  });

  it('begins after the first sync, and asks nothing more that day', async () => {
    await mapByBdId(environment, { [bakery]: client('Bakery') });
    const [seats] = await eventually(async () => {
      const found = await readSeats(environment);
      return found.length > 0 ? found : null;
    });
    expect(seats).toMatchObject({ companyName: 'Bakery', counted: 1, protected: 1, unexplained: 0 });
    const found = await eventually(readingOf);
    expect(found).toMatchObject({ problem: null, lookedAt: expect.any(String) });
    expect(Date.parse(found.nextAt) - Date.parse(found.lookedAt ?? '')).toBe(24 * 3_600_000);
    await ticks(4);
    expect(takeCalls()).toEqual({ usage: 1, licence: 1, all: 2 });
    const methods = new Set(environment.gravityZone.calls.map(({ method }) => method));
    expect([...methods].filter((method) => !method.startsWith('get'))).toEqual([]);
  });

  it('asks for a company alone that is mapped during the day', async () => {
    const { world } = environment.gravityZone;
    const law = world.addCompany('Law').id;
    world.addDevice({ companyId: law, name: 'DESK' });
    await environment.database.query('update connection set tree_due_at = now()');
    await eventually(async () => (await environment.database.query("select from company where name = 'Law'")).rowCount);
    await mapByBdId(environment, { [law]: client('Law') });
    await eventually(async () => (await readSeats(environment)).length === 2);
    await ticks(2);
    expect(takeCalls()).toEqual({ usage: 1, licence: 1, all: 2 });
  });

  it('rests for an hour when GravityZone fails, whatever is mapped meanwhile', async () => {
    const { gravityZone, database } = environment;
    gravityZone.faults.add({ kind: 'serverErrorJson', method: 'getMonthlyUsage', times: Number.POSITIVE_INFINITY });
    await database.query('update seat_look set next_at = now()');
    const failed = await eventually(async () => {
      const found = await readingOf();
      return found?.problem ? found : null;
    });
    expect(failed.problem).toMatchObject({ code: 'SERVER_ERROR' });
    const { all } = takeCalls();
    expect(all).toBeGreaterThan(0);
    await database.query('update connection set mapping_version = mapping_version + 1');
    await database.query("delete from seat_month where company_name = 'Law'");
    await ticks(3);
    expect(takeCalls().all).toBe(0);
    expect((await readSeats(environment)).map(({ companyName }) => companyName)).toEqual(['Bakery']);
    gravityZone.faults.clear();
    await database.query('update seat_look set next_at = now()');
    await eventually(async () => (await readSeats(environment)).length === 2);
    await eventually(async () => (await readingOf())?.problem === null);
    takeCalls();
  });

  it('leaves a key alone that may not ask, until it is replaced', async () => {
    const { gravityZone, database } = environment;
    const [key] = gravityZone.calls.slice(-1).map(({ key: end }) => end);
    expect(key).toHaveLength(4);
    gravityZone.world.company(gravityZone.world.root.id).kind = 'CUSTOMER';
    await database.query('update seat_look set next_at = now()');
    const refused = await eventually(async () => {
      const found = await readingOf();
      return found?.problem ? found : null;
    });
    expect(refused.problem).toMatchObject({ code: 'METHOD_NOT_FOUND' });
    await ticks(3);
    expect(takeCalls()).toEqual({ usage: 1, licence: 0, all: 1 });
    // What was known stays.
    expect((await readSeats(environment)).map(({ counted }) => counted)).toEqual([1, 1]);
    gravityZone.world.company(gravityZone.world.root.id).kind = 'PARTNER';
    await database.query(`update connection set key_set_at = now() + interval '1 second'`);
    await eventually(async () => (await readingOf())?.problem === null);
    await ticks(2);
    expect(takeCalls()).toEqual({ usage: 2, licence: 2, all: 4 });
  });
});
