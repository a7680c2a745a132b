import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../../demo/gravityzone/faults.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, type RunAnswer, syncNow } from '../../support/msp.js';

/** Detected today, but too old for anyone to be called. */
const history = () => ({ at: new Date(Date.now() - 3 * 24 * 3_600_000), updatedAt: new Date() });

/** A client with one company and as many incidents and machines as wanted. */
async function connected(wanted: { incidents?: number; devices?: number } = {}) {
  const environment = await testEnvironment({ callSeconds: 1 });
  const { gravityZone, core } = environment;
  const { world } = gravityZone;
  const companyId = world.addCompany('Bakery').id;
  const clientId = core.world('msp-one').addClient({ name: 'Bakery' }).id;
  const devices = Array.from(
    { length: wanted.devices ?? 1 },
    (_, number) => world.addDevice({ companyId, name: `OVEN-${number}` }).id,
  );
  const incidents = Array.from(
    { length: wanted.incidents ?? 0 },
    (_, number) =>
      world.addIncident({ companyId, deviceId: devices[0] ?? null, severityScore: 90 - number, ...history() }).id,
  );
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  const { calls, faults } = gravityZone;
  /** A sync, and the ids of the rows that it asked this method for. */
  const sync = async (method = 'getIncident') => {
    calls.length = 0;
    const run = await syncNow(environment, clientId);
    const asked = calls.filter((call) => call.method === method).map(({ params }) => params);
    return { run, asked: asked.map(({ id, endpointId }) => String(id ?? endpointId)) };
  };
  return { environment, world, faults, companyId, clientId, devices, incidents, sync };
}

const streamOf = (run: RunAnswer, name: string) => run.streams.find(({ stream }) => stream === name);

interface Shown {
  id: string;
  severityScore: number;
  filePath: string | null;
  processPath: string | null;
  changes: { edges: { node: { kind: string; reason: string | null } }[] };
}

async function threats(environment: TestEnvironment): Promise<Shown[]> {
  const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: Shown }[] } }>(
    technician,
    `{ bitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }, first: 100) { edges { node {
      id severityScore filePath processPath changes(first: 10) { edges { node { kind reason } } } } } } }`,
  );
  return bitdefenderThreats.edges.map(({ node }) => node);
}

async function findings(environment: TestEnvironment, threatId: string) {
  const { bitdefenderDiagnostics } = await environment.data<{
    bitdefenderDiagnostics: { findings: { code: string; message: string }[] };
  }>(technician, 'query ($id: ID!) { bitdefenderDiagnostics(threatId: $id) { findings { code message } } }', {
    id: threatId,
  });
  return bitdefenderDiagnostics.findings.filter(({ code }) => code === 'STREAM_FAILS');
}

const detailsDue = (environment: TestEnvironment) =>
  environment.database.query(
    "update threat_source set details_due_at = now() - interval '1 second' where details_due_at is not null",
  );

describe('an incident whose details always fail', () => {
  it.each<[FaultKind, string]>([
    ['serverErrorJson', 'DETAILS_SERVER_ERROR'],
    ['serverError', 'DETAILS_SERVER_ERROR'],
    ['timeout', 'DETAILS_TIMEOUT'],
  ])('stores an incident and retries its details ever less often (%s)', async (kind, reason) => {
    const { environment, faults, incidents, sync } = await connected({ incidents: 6 });
    const [sick = ''] = incidents;
    faults.add({ kind, method: 'getIncident', row: sick, times: Number.POSITIVE_INFINITY });

    const first = await sync();
    expect(first.run.state).toBe('SUCCEEDED');
    expect(streamOf(first.run, 'INCIDENTS')).toMatchObject({
      ...{ state: 'SUCCEEDED', fetched: 6, stored: 6, skipped: 1, problem: null },
      skippedByReason: [{ reason, count: 1 }],
    });
    // Tried twice; each of the others once.
    expect(first.asked.filter((id) => id === sick)).toHaveLength(2);
    expect(new Set(first.asked)).toEqual(new Set(incidents));

    const shown = await threats(environment);
    expect(shown).toHaveLength(6);
    const without = shown.filter(({ processPath }) => processPath === null);
    expect(without).toMatchObject([{ severityScore: 90, filePath: null }]);
    const [threat] = without;
    expect(threat?.changes.edges[0]?.node).toMatchObject({
      kind: 'DETECTED',
      reason: expect.stringContaining('They are requested again later.'),
    });
    expect(await findings(environment, threat?.id ?? '')).toMatchObject([
      { message: expect.stringContaining('could not be read') },
    ]);

    // Two more syncs at once ask for nothing; when it is due it is asked for again, and then rests for longer.
    for (let repeat = 0; repeat < 2; repeat += 1) {
      const { run, asked } = await sync();
      expect([run.state, asked]).toEqual(['SUCCEEDED', []]);
    }
    const rests: number[] = [];
    for (let repeat = 0; repeat < 3; repeat += 1) {
      await detailsDue(environment);
      const { run, asked } = await sync();
      // A sound one shows that GravityZone works.
      expect([run.state, asked.filter((id) => id === sick).length, asked.length]).toEqual(['SUCCEEDED', 2, 3]);
      expect(streamOf(run, 'INCIDENTS')).toMatchObject({ skippedByReason: [{ reason, count: 1 }] });
      const { rows } = await environment.database.query(
        'select details_failures, details_due_at - now() > make_interval(mins => $1) as rests from threat_source where bd_id = $2',
        [14 * 2 ** (repeat + 1), sick],
      );
      expect(rows).toEqual([{ details_failures: repeat + 2, rests: true }]);
      rests.push(repeat);
    }

    // Once it answers, the threat is completed.
    faults.clear();
    await detailsDue(environment);
    expect((await sync()).asked).toEqual([sick]);
    const healed = (await threats(environment)).find(({ id }) => id === threat?.id);
    expect(healed?.processPath).not.toBeNull();
    expect(healed?.changes.edges[0]?.node).toEqual({ kind: 'UPDATED', reason: 'Its details were read.' });
    expect(await findings(environment, threat?.id ?? '')).toEqual([]);
    expect((await sync()).asked).toEqual([]);
  });

  it('fails the stream but stores the threats when no details of incidents can be read', async () => {
    const { environment, faults, incidents, sync } = await connected({ incidents: 6 });
    faults.add({ kind: 'serverErrorJson', method: 'getIncident', times: Number.POSITIVE_INFINITY });
    for (let repeat = 0; repeat < 3; repeat += 1) {
      const { run, asked } = await sync();
      expect(run.state).toBe('PARTIAL');
      expect(streamOf(run, 'INCIDENTS')).toMatchObject({ state: 'FAILED', problem: { code: 'SERVER_ERROR' } });
      expect(asked).toHaveLength(6);
      expect(await threats(environment)).toHaveLength(6);
    }
    faults.clear();
    const { run, asked } = await sync();
    expect([run.state, new Set(asked)]).toEqual(['SUCCEEDED', new Set(incidents)]);
    expect((await threats(environment)).filter(({ processPath }) => processPath === null)).toEqual([]);
  });

  it('does not open the circuit when details of many incidents fail', async () => {
    const { environment, faults, incidents, sync } = await connected({ incidents: 30 });
    const sick = incidents.filter((_, number) => number % 3 > 0);
    for (const row of sick)
      faults.add({ kind: 'serverError', method: 'getIncident', row, times: Number.POSITIVE_INFINITY });
    const { run } = await sync();
    expect(run.streams.map(({ state }) => state)).toEqual(Array(5).fill('SUCCEEDED'));
    expect(streamOf(run, 'INCIDENTS')).toMatchObject({ stored: 30, skipped: 20 });
    expect((await threats(environment)).filter(({ processPath }) => processPath === null)).toHaveLength(20);
  });
});

it('reads details of incidents later when one sync has too few calls', async () => {
  const { environment, sync } = await connected({ incidents: 130 });
  expect((await sync()).asked).toHaveLength(100);
  const waiting = (await threats(environment)).length;
  expect(waiting).toBe(100);
  expect((await sync()).asked).toHaveLength(30);
  expect((await sync()).asked).toHaveLength(0);
});

describe('a machine whose state always fails', () => {
  const asked = 'getManagedEndpointDetails';

  it('skips a device whose state fails, retries it ever less often, delays no other', async () => {
    const { environment, faults, devices, sync } = await connected({ devices: 6 });
    const [sick = ''] = devices;
    faults.add({ kind: 'serverErrorJson', method: asked, row: sick, times: Number.POSITIVE_INFINITY });
    const first = await sync(asked);
    expect(streamOf(first.run, 'DETAILS')).toMatchObject({
      ...{ state: 'SUCCEEDED', fetched: 6, stored: 5, skippedByReason: [{ reason: 'SERVER_ERROR', count: 1 }] },
    });
    expect((await sync(asked)).asked).toEqual([]);
    expect((await sync(asked)).asked).toEqual([]);
    await environment.database.query(
      "update device set state_due_at = now() - interval '1 second' where state_failures > 0",
    );
    const again = await sync(asked);
    expect(again.run.state).toBe('SUCCEEDED');
    expect(again.asked.filter((id) => id === sick)).toHaveLength(2);
    const { rows } = await environment.database.query(
      "select bd_id, state_failures, state_due_at > now() + interval '29 minutes' as rests from device where state_failures > 0",
    );
    expect(rows).toEqual([{ bd_id: sick, state_failures: 2, rests: true }]);

    faults.clear();
    await environment.database.query(
      "update device set state_due_at = now() - interval '1 second' where state_failures > 0",
    );
    expect((await sync(asked)).asked).toEqual([sick]);
    expect((await environment.database.query('select from device where state_failures > 0')).rowCount).toBe(0);
  });

  it('fails the stream when no device state can be read, and recovers afterwards', async () => {
    const { faults, devices, sync } = await connected({ devices: 6 });
    faults.add({ kind: 'serverError', method: asked, times: Number.POSITIVE_INFINITY });
    for (let repeat = 0; repeat < 2; repeat += 1) {
      const { run } = await sync(asked);
      expect(streamOf(run, 'DETAILS')).toMatchObject({ state: 'FAILED', problem: { code: 'SERVER_ERROR' } });
    }
    faults.clear();
    const { run, asked: read } = await sync(asked);
    expect(streamOf(run, 'DETAILS')).toMatchObject({ state: 'SUCCEEDED', stored: 6 });
    expect(new Set(read)).toEqual(new Set(devices));
  });
});

it('reads the other companies when the devices of one company fail', async () => {
  const { environment, world, faults, companyId, clientId, sync } = await connected();
  const other = world.addCompany('Butcher').id;
  world.addDevice({ companyId: other, name: 'KNIFE-01' });
  // So many that the due companies are read one by one.
  const large = world.addCompany('Mill').id;
  for (let number = 0; number < 2_001; number += 1) world.addDevice({ companyId: large, name: `MILL-${number}` });
  await sync();
  await environment.database.query("update connection set tree_due_at = now() - interval '1 minute'");
  await sync();
  await mapByBdId(environment, { [other]: clientId });
  const read = async () => {
    await environment.database.query("update connection set tree_due_at = now() + interval '1 hour'");
    await environment.database.query(
      "update company set next_sync_at = now() - interval '1 minute' where client_id is not null",
    );
    return (await sync()).run;
  };
  faults.add({ kind: 'serverError', method: 'getNetworkInventoryItems', row: other, times: Number.POSITIVE_INFINITY });
  world.addDevice({ companyId, name: 'OVEN-NEW' });
  const run = await read();
  expect(run.plan).toContain('one by one');
  expect(streamOf(run, 'INVENTORY')).toMatchObject({
    state: 'SUCCEEDED',
    stored: 1,
    skippedByReason: [{ reason: 'COMPANY_SERVER_ERROR', count: 1 }],
  });
  const { rows } = await environment.database.query(
    'select bd_id, failures from company where client_id is not null order by failures',
  );
  expect(rows).toEqual([
    { bd_id: companyId, failures: 0 },
    { bd_id: other, failures: 1 },
  ]);
  expect(
    (await environment.database.query("select from device where name = 'KNIFE-01' and presence = 'PRESENT'")).rowCount,
  ).toBe(1);

  faults.clear();
  faults.add({ kind: 'serverError', method: 'getNetworkInventoryItems', times: Number.POSITIVE_INFINITY });
  expect(streamOf(await read(), 'INVENTORY')).toMatchObject({ state: 'FAILED', problem: { code: 'SERVER_ERROR' } });
});
