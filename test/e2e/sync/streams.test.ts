import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

/** Of an incident that was just reported, but is too old to alert anyone. */
const history = () => ({ at: new Date(Date.now() - 3 * 24 * 3_600_000), updatedAt: new Date() });

/** A client with one company, and a look at what is asked of BD. */
async function connected() {
  const environment = await testEnvironment();
  const { gravityZone, core } = environment;
  const companyId = gravityZone.world.addCompany('Bakery').id;
  const clientId = core.world('msp-one').addClient({ name: 'Bakery' }).id;
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  /** What a sync asks this method for. */
  const asked = async (method: string) => {
    gravityZone.calls.length = 0;
    const run = await syncNow(environment, clientId);
    return { run, params: gravityZone.calls.filter((call) => call.method === method).map(({ params }) => params) };
  };
  return { environment, world: gravityZone.world, companyId, asked };
}

describe('states of devices', () => {
  let environment: TestEnvironment;

  it('reads 200 device states in a sync: new threats, never read, then stalest', async () => {
    const around = await connected();
    ({ environment } = around);
    const { world, companyId } = around;
    const ids = Array.from({ length: 203 }, (_, number) => world.addDevice({ companyId, name: `PC-${number}` }).id);
    const asked = async () => {
      const { params } = await around.asked('getManagedEndpointDetails');
      return params.map(({ endpointId }) => String(endpointId));
    };
    const first = await asked();
    expect(new Set(first).size).toBe(200);

    // What is fresh is asked for again only because of news.
    const [troubled = '', stale = '', staler = ''] = first;
    const never = ids.filter((id) => !first.includes(id));
    world.addIncident({ companyId, deviceId: troubled, ...history() });
    for (const [id, hours] of [
      [stale, 7],
      [staler, 8],
    ] as const)
      await environment.database.query(
        `update device_state set as_of = now() - make_interval(hours => $2) from device
         where device.tenant_id = device_state.tenant_id and device.id = device_state.device_id and device.bd_id = $1`,
        [id, hours],
      );
    const second = await asked();
    expect(second[0]).toBe(troubled);
    expect(new Set(second.slice(1, 4))).toEqual(new Set(never));
    expect(second.slice(4)).toEqual([staler, stale]);
    expect(await asked()).toEqual([]);
  });

  it('asks twins first, and represents the machine by the one in use', async () => {
    const { environment, world, companyId, asked } = await connected();
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);
    for (let number = 0; number < 205; number += 1) world.addDevice({ companyId, name: `PC-${number}` });
    const at = daysAgo(60);
    const add = (name: string, lastSeenAt: Date, lastScanAt: Date | null) =>
      world.addDevice({ companyId, name, at, lastSeenAt, lastScanAt, macs: [`0a00000000${name.slice(-2)}`] }).id;
    const pairs = ['SCANNED-10', 'UNKNOWN-11', 'UNKNOWN-12'].map((name) => {
      const scanned = name.startsWith('SCANNED');
      const ids = [
        () => add(name, daysAgo(25), scanned ? daysAgo(26) : null),
        () => add(name, daysAgo(0), scanned ? daysAgo(1) : null),
      ];
      // Of two ids of one second the higher one would win.
      const [stale = '', live = ''] = (name.endsWith('2') ? ids.toReversed() : ids).map((make) => make());
      return name.endsWith('2') ? { stale: live, live: stale } : { stale, live };
    });
    const { params } = await asked('getManagedEndpointDetails');
    expect(new Set(params.slice(0, 6).map(({ endpointId }) => endpointId))).toEqual(
      new Set(pairs.flatMap(({ stale, live }) => [stale, live])),
    );
    const { rows } = await environment.database.query<{ stale: string; live: string }>(
      `select stale.bd_id as stale, live.bd_id as live from device as stale
       join device as live on live.tenant_id = stale.tenant_id and live.id = stale.twin_of`,
    );
    expect(rows.toSorted((a, b) => (a.stale < b.stale ? -1 : 1))).toEqual(
      pairs.toSorted((a, b) => (a.stale < b.stale ? -1 : 1)),
    );
    const [scanned] = pairs;
    const replaced = await environment.database.query(
      `select from device_event join device on device.id = device_event.device_id where kind = 'REPLACED' and bd_id = $1`,
      [scanned?.live],
    );
    expect(replaced.rowCount).toBe(0);
  });

  it('delays no other device when BD refuses the state of some', async () => {
    const { environment, world, companyId, asked } = await connected();
    for (let number = 0; number < 203; number += 1) world.addDevice({ companyId, name: `PC-${number}` });
    environment.gravityZone.changeRows = (rows, method) => (method === 'getManagedEndpointDetails' ? [] : rows);
    const first = (await asked('getManagedEndpointDetails')).params.map(({ endpointId }) => endpointId);
    expect(first).toHaveLength(200);
    environment.gravityZone.changeRows = null;
    const others = (await asked('getManagedEndpointDetails')).params.map(({ endpointId }) => endpointId);
    expect(others).toHaveLength(3);
    expect(first.filter((id) => others.includes(id))).toEqual([]);
    expect((await asked('getManagedEndpointDetails')).params).toEqual([]);

    // ChangedDetection is worth a call at once.
    world.addIncident({ companyId, deviceId: String(first[0]), ...history() });
    expect((await asked('getManagedEndpointDetails')).params).toMatchObject([{ endpointId: first[0] }]);
    await environment.database.query("update device set state_refused_at = now() - interval '7 hours'");
    expect((await asked('getManagedEndpointDetails')).params).toHaveLength(199);
  });
});

describe('incidents', () => {
  let around: Awaited<ReturnType<typeof connected>>;

  beforeAll(async () => {
    around = await connected();
  });

  const window = async () => {
    const { run, params } = await around.asked('getIncidentsList');
    const { changeStartDate, changeEndDate } = Object(params[0]?.filters);
    return { run, from: Date.parse(changeStartDate), to: Date.parse(changeEndDate) };
  };

  it('reads details of 100 incidents in a sync, most severe first', async () => {
    const { world, companyId, asked } = around;
    const deviceId = world.addDevice({ companyId, name: 'OVEN-01' }).id;
    const scores = new Map<string, number>();
    for (let score = 0; score <= 100; score += 1) {
      const { id } = world.addIncident({ companyId, deviceId, severityScore: score, ...history() });
      scores.set(id, score);
    }
    const { params } = await asked('getIncident');
    expect(params.map(({ id }) => scores.get(String(id)))).toEqual(
      Array.from({ length: 100 }, (_, rank) => 100 - rank),
    );
  });

  it('reads incidents from ten minutes before the end of the last successful sync', async () => {
    const { world, companyId, environment } = around;
    const before = await window();
    // It was written after the sync that should have shown it.
    world.addIncident({ companyId, at: new Date(before.to - 5 * 60_000) });
    environment.gravityZone.faults.add({ kind: 'serverErrorJson', method: 'getIncidentsList', times: 4 });
    const failed = await window();
    expect(failed.run.state).toBe('PARTIAL');
    const after = await window();
    expect([failed.from, after.from]).toEqual([before.to - 10 * 60_000, before.to - 10 * 60_000]);
    expect(after.run.streams.find(({ stream }) => stream === 'INCIDENTS')).toMatchObject({ stored: 1 });
    expect((await window()).from).toBe(after.to - 10 * 60_000);
  });
});
