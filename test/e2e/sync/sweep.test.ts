import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { queueDueSweeps } from '../../../src/sync/sweep/sweep.store.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import {
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const devices = 300;

describe('the sweep of device states', () => {
  let environment: TestEnvironment;
  let integrationId: string;
  let clientId: string;
  /** Calls of the test of the integration, which looks at some devices. */
  let askedByTheTest: number;

  beforeAll(async () => {
    environment = await testEnvironment({ tick: everySecond });
    const { world } = environment.gravityZone;
    const companyId = world.addCompany('Fleet').id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Fleet' }).id;
    for (let number = 0; number < devices; number += 1) world.addDevice({ companyId, name: `PC-${number}` });
    ({ integrationId } = await connectSimulator(environment));
    askedByTheTest = asked();
    await mapByBdId(environment, { [companyId]: clientId });
  });

  const asked = () =>
    environment.gravityZone.calls.filter(({ method }) => method === 'getManagedEndpointDetails').length;
  const lookNow = () => environment.database.query('update connection set states_due_at = now()');
  const lookedThrough = () =>
    eventually(async () => {
      const { rows } = await environment.database.query('select from connection where states_due_at > now()');
      return rows.length === 1;
    });
  const ages = `query ($id: ID!) {
    _entities(representations: [{ __typename: "Client", id: $id }]) {
      ... on Client { bitdefender { deviceStates { maximumHours oldestReadAt read unread } } } }
    bitdefenderIntegrations { deviceStates { maximumHours read unread } } }`;

  it('reads every state once, whether a sync or the sweep gets to it', async () => {
    await syncNow(environment, clientId);
    await lookNow();
    await lookedThrough();
    await eventually(async () => {
      const { rows } = await environment.database.query('select count(*)::int as read from device_state');
      return rows[0].read === devices;
    });
    expect(asked() - askedByTheTest).toBe(devices);
    const answer = await environment.data<{
      _entities: { bitdefender: { deviceStates: { oldestReadAt: string | null } } }[];
    }>(technician, ages, { id: clientId });
    expect(answer).toMatchObject({
      _entities: [{ bitdefender: { deviceStates: { maximumHours: 12, read: devices, unread: 0 } } }],
      bitdefenderIntegrations: [{ deviceStates: { maximumHours: 12, read: devices, unread: 0 } }],
    });
    expect(Date.parse(answer._entities[0]?.bitdefender.deviceStates.oldestReadAt ?? '')).toBeLessThanOrEqual(
      Date.now(),
    );
  });

  it('reads the states again that grow too old, and no others', async () => {
    const before = asked();
    await environment.database.query(
      `update device_state set as_of = as_of - case when device_id in (select id from device order by id limit 120)
         then interval '11 hours 50 minutes' else interval '11 hours 20 minutes' end`,
    );
    await lookNow();
    await lookedThrough();
    expect(asked() - before).toBe(120);
  });

  it('turns a flag that it reads into a threat', async () => {
    const device = [...environment.gravityZone.world.devices.values()].find(({ name }) => name === 'PC-7');
    Object.assign(device ?? {}, { detected: true });
    await environment.database.query("update device_state set as_of = as_of - interval '1 day'");
    await lookNow();
    await lookedThrough();
    const { rows } = await environment.database.query('select name from threat');
    expect(rows).toEqual([{ name: 'Malware detected on PC-7' }]);
  });

  it('rests after a failure of GravityZone, and goes on when that is over', async () => {
    await environment.database.query("update device_state set as_of = as_of - interval '1 day'");
    environment.gravityZone.faults.add({ kind: 'badKey', method: 'getManagedEndpointDetails' });
    await lookNow();
    await lookedThrough();
    const { rows } = await environment.database.query(
      "select from connection where states_due_at > now() + interval '11 minutes'",
    );
    expect(rows).toHaveLength(1);
    environment.gravityZone.faults.clear();
    const before = asked();
    await lookNow();
    await lookedThrough();
    expect(asked() - before).toBe(devices);
  });

  it('begins no sweep while a run is under way, nor of an integration that fails or is disconnected', async () => {
    const database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => database.close());
    const begun = async () => {
      const queued: string[] = [];
      const queue = { sweep: async ({ connectionId: id }: { connectionId: string }) => void queued.push(id) };
      await queueDueSweeps(database, queue, new Date(Date.now() + 3_600_000));
      return queued;
    };
    const state = (name: string) => environment.database.query('update connection set state = $1', [name]);
    expect(await begun()).toEqual([integrationId]);
    await state('FAILING');
    expect(await begun()).toEqual([]);
    await state('DISCONNECTED');
    expect(await begun()).toEqual([]);
    await state('CONNECTED');
    const run = '(select id from sync_run order by queued_at desc limit 1)';
    await environment.database.query(`update sync_run set ended_at = null where id = ${run}`);
    expect(await begun()).toEqual([]);
  });
});
