import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { listen, openSocket } from '../../support/live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const missing = '00000000-0000-4000-8000-000000000000';
const foreigner: Identity = { ...technician, tenantId: 'msp-two' };

describe('a subscription to one thing, at the gateway', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let bakeryBdId: string;
  let deviceBdId: string;
  let laterBdId: string;
  let laterId: string;
  let ids: { runId: string; deviceId: string; companyId: string; threatId: string };

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const bakery = addBakery(environment);
    ({ clientId, companyId: bakeryBdId, deviceId: deviceBdId } = bakery);
    const { world } = environment.gravityZone;
    world.addIncident({ companyId: bakeryBdId, deviceId: deviceBdId, name: 'Trojan.One', severityScore: 90 });
    laterBdId = world.addCompany('Later').id;
    const till = world.addDevice({ companyId: laterBdId, name: 'TILL-01' }).id;
    world.addIncident({ companyId: laterBdId, deviceId: till, name: 'Trojan.Two', severityScore: 90 });
    laterId = environment.core.world('msp-one').addClient({ name: 'Later' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakeryBdId]: clientId });
    const run = await syncNow(environment, clientId);
    const { bitdefenderThreats } = await environment.data<{
      bitdefenderThreats: { edges: { node: { id: string; companyId: string; device: { id: string } } }[] };
    }>(
      technician,
      `{ bitdefenderThreats(filter: { clientId: "${clientId}" }) { edges { node { id companyId device { id } } } } }`,
    );
    const threat = bitdefenderThreats.edges[0]?.node;
    ids = {
      runId: run.id,
      deviceId: threat?.device.id ?? '',
      companyId: threat?.companyId ?? '',
      threatId: threat?.id ?? '',
    };
  });

  /** What comes first, and whether that was all. */
  async function opened(identity: Identity, field: string) {
    const client = await openSocket(environment, identity);
    const events = client.iterate<Record<string, unknown>>({ query: `subscription { ${field} }` });
    const { value } = await events.next();
    const isOver = value?.errors !== undefined && (await events.next()).done === true;
    await client.dispose();
    const [error] = value?.errors ?? [];
    return { data: value?.data ?? null, error: error?.extensions ?? null, isOver };
  }

  it.each([
    ['bitdefenderSyncProgressed(runId: "nope") { state }', 'runId'],
    [`bitdefenderSyncProgressed(runId: "${missing}") { state }`, 'runId'],
    ['bitdefenderThreatDetected(filter: { clientId: "nobody" }) { cursor }', 'filter.clientId'],
    [`bitdefenderThreatChanged(filter: { deviceId: "${missing}" }) { cursor }`, 'filter.deviceId'],
    [`bitdefenderThreatChanged(filter: { companyId: "${missing}" }) { cursor }`, 'filter.companyId'],
    ['bitdefenderAlertRaised(filter: { clientId: "nobody" }) { cursor }', 'filter.clientId'],
    [`bitdefenderAlertChanged(filter: { threatId: "${missing}" }) { cursor }`, 'filter.threatId'],
    [`bitdefenderAlertChanged(filter: { outbreakId: "${missing}" }) { cursor }`, 'filter.outbreakId'],
    [`bitdefenderAlertChanged(filter: { suppressedById: "${missing}" }) { cursor }`, 'filter.suppressedById'],
  ])('ends at once with NOT_FOUND when it does not exist: %s', async (field, path) => {
    const error = { code: 'NOT_FOUND', field: path.split('.'), serviceName: 'bitdefender' };
    const [name = ''] = field.split('(');
    expect(await opened(technician, field)).toEqual({ data: { [name]: null }, error, isOver: true });
  });

  it('ends at once with NOT_FOUND when it is of another tenant', async () => {
    for (const field of [
      `bitdefenderSyncProgressed(runId: "${ids.runId}") { state }`,
      `bitdefenderThreatChanged(filter: { clientId: "${clientId}" }) { cursor }`,
      `bitdefenderThreatChanged(filter: { deviceId: "${ids.deviceId}" }) { cursor }`,
      `bitdefenderThreatChanged(filter: { companyId: "${ids.companyId}" }) { cursor }`,
      `bitdefenderAlertChanged(filter: { threatId: "${ids.threatId}" }) { cursor }`,
    ])
      expect(await opened(foreigner, field), field).toMatchObject({ error: { code: 'NOT_FOUND' }, isOver: true });
  });

  it('starts with the present state of a run, whose id is in either case', async () => {
    for (const runId of [ids.runId, ids.runId.toUpperCase()])
      expect(await opened(technician, `bitdefenderSyncProgressed(runId: "${runId}") { id }`)).toEqual({
        data: { bitdefenderSyncProgressed: { id: ids.runId } },
        error: null,
        isOver: false,
      });
  });

  it('hears of its thing when it exists', async () => {
    const { companyId, deviceId } = ids;
    const filters = [`clientId: "${clientId}"`, `deviceId: "${deviceId}"`, `companyId: "${companyId}"`];
    const listeners = await Promise.all(
      filters.map((filter) =>
        listen<object>(
          environment,
          technician,
          'bitdefenderThreatChanged',
          `subscription { bitdefenderThreatChanged(filter: { ${filter} }) { cursor } }`,
        ),
      ),
    );
    const note = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
    await eventually(async () => {
      await environment.data(technician, note, { input: { ids: [ids.threatId], decision: 'NOTE', note: 'x' } });
      return listeners.every(({ events }) => events.length > 0);
    });
    await Promise.all(listeners.map(({ leave }) => leave()));
  });

  it('waits when its client has no company yet, also while core is down', async () => {
    const { faults } = environment.core;
    const field = 'bitdefenderThreatDetected';
    const subscription = `subscription { ${field}(filter: { clientId: "${laterId}", minimumSeverity: UNKNOWN }) { kind } }`;
    const first = await listen<object>(environment, technician, field, subscription);
    await pause();
    faults.down = true;
    const second = await listen<object>(environment, technician, field, subscription);
    await pause();
    faults.down = false;
    await mapByBdId(environment, { [laterBdId]: laterId });
    await syncNow(environment, laterId);
    for (const { events } of [first, second]) await eventually(async () => events.length > 0);
    await Promise.all([first.leave(), second.leave()]);
  });
});

/** Long enough for a subscription that is refused to be over, so that this would be seen. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 500));
