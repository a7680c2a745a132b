import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const offsetNow = (zone: string) => DateTime.now().setZone(zone).offset;
const hour = 3_600_000;

const testKey = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) { test {
  ok companyCount companyName naiveOffsetMinutes missingApis { api } warnings { code } } } }`;
const rotate = `mutation ($input: RotateBitdefenderKeyInput!) { rotateBitdefenderKey(input: $input) {
  integration { naiveOffsetMinutes warnings { code } } userErrors { code message } } }`;
const integrations = '{ bitdefenderIntegrations { naiveOffsetMinutes companyName warnings { code message hint } } }';
const triage = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) {
  userErrors { code } } }`;
const threats = `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node {
  id name status occurrences detectedAt lastDetectedAt changes(first: 20) { edges { node { kind } } } } } } }`;
const devices = `{ bitdefenderDevices(first: 100) { edges { node { name device { state { lastSeenAt } } } } } }`;

interface Threat {
  id: string;
  name: string;
  status: string;
  occurrences: number;
  detectedAt: string;
  lastDetectedAt: string;
  changes: { edges: { node: { kind: string } }[] };
}

async function connectionOf(environment: TestEnvironment) {
  const { bitdefenderIntegrations } = await environment.data<{
    bitdefenderIntegrations: {
      naiveOffsetMinutes: number | null;
      companyName: string | null;
      warnings: { code: string; message: string; hint: string }[];
    }[];
  }>(admin, integrations);
  const [integration] = bitdefenderIntegrations;
  if (integration === undefined) throw new Error('There is no integration.');
  return integration;
}

async function threatsOf(environment: TestEnvironment): Promise<Record<string, Threat>> {
  const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: Threat }[] } }>(
    technician,
    threats,
  );
  return Object.fromEntries(bitdefenderThreats.edges.map(({ node }) => [node.name, node]));
}

async function syncAgain(environment: TestEnvironment, clientId: string) {
  await environment.database.query('update sync_run set client_id = null');
  return syncNow(environment, clientId);
}

const testInput = ({ gravityZone }: TestEnvironment, apiKey: string) => {
  return { input: { endpoint: gravityZone.url, caCertificate: gravityZone.caCertificate, apiKey } };
};

it('calibrates a tenant of four machines, whatever the season', async () => {
  const environment = await testEnvironment({ simulator: { limits: 'off', zone: 'Europe/Bucharest' } });
  const { companyId, clientId } = addBakery(environment);
  for (const name of ['OVEN-02', 'OVEN-03', 'OVEN-04']) environment.gravityZone.world.addDevice({ companyId, name });
  const { integrationId } = await connectSimulator(environment);
  expect(await connectionOf(environment)).toMatchObject({ naiveOffsetMinutes: offsetNow('Europe/Bucharest') });
  // As the release before stored it: that of the season in which the company was created.
  const other = offsetNow('Europe/Bucharest') === 120 ? 180 : 120;
  await environment.database.query('update connection set naive_offset_minutes = $1 where id = $2', [
    other,
    integrationId,
  ]);
  await mapByBdId(environment, { [companyId]: clientId });
  await syncNow(environment, clientId);
  expect(await connectionOf(environment)).toMatchObject({
    naiveOffsetMinutes: offsetNow('Europe/Bucharest'),
    warnings: [],
  });
});

describe('a key without the Companies API', () => {
  const narrow = { enabledApis: ['network', 'quarantine', 'incidents'] };
  const zone = 'Asia/Kolkata';

  async function partner() {
    const environment = await testEnvironment({ simulator: { limits: 'off', zone } });
    const { gravityZone, core } = environment;
    const { companyId, clientId, deviceId } = addBakery(environment);
    const rootId = gravityZone.world.root.id;
    gravityZone.world.addDevice({ companyId: rootId, name: 'MSP-01' });
    const ownClientId = core.world('msp-one').addClient({ name: 'Ourselves' }).id;
    return { environment, companyId, clientId, deviceId, rootId, ownClientId };
  }
  const lastSeen = async (environment: TestEnvironment) => {
    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { name: string; device: { state: { lastSeenAt: string } | null } } }[] };
    }>(technician, devices);
    return bitdefenderDevices.edges.map(({ node }) => [
      node.name,
      Date.now() - Date.parse(node.device.state?.lastSeenAt ?? '') < hour / 2,
    ]);
  };

  it('counts and lists what the tree shows, with the own company and its machines', async () => {
    const { environment, companyId, clientId, rootId, ownClientId } = await partner();
    const apiKey = environment.gravityZone.addKey(narrow);
    expect(await environment.data(admin, testKey, testInput(environment, apiKey))).toMatchObject({
      testBitdefenderIntegration: {
        test: {
          ...{ ok: true, companyCount: 2, companyName: null, naiveOffsetMinutes: 330, warnings: [] },
          missingApis: [{ api: 'companies' }],
        },
      },
    });
    await connectSimulator(environment, admin, apiKey);
    await mapByBdId(environment, { [companyId]: clientId, [rootId]: ownClientId });
    const run = await syncNow(environment, clientId);
    expect(run.streams.map(({ stream, skipped, fetched }) => [stream, skipped, fetched])).toContainEqual([
      ...['INVENTORY', 0, 2],
    ]);
    expect(await lastSeen(environment)).toEqual([
      ['MSP-01', true],
      ['OVEN-01', true],
    ]);
  });

  it('learns the own company of an existing integration at the next full walk', async () => {
    const { environment, companyId, clientId, rootId } = await partner();
    const { integrationId } = await connectSimulator(environment, admin, environment.gravityZone.addKey(narrow));
    await environment.database.query('delete from company where bd_id = $1', [rootId]);
    await environment.database.query('update connection set own_company_bd_id = null where id = $1', [integrationId]);
    await mapByBdId(environment, { [companyId]: clientId });
    const run = await syncNow(environment, clientId);
    expect(run.streams[0]).toMatchObject({ stream: 'INVENTORY', state: 'SUCCEEDED', fetched: 2, skipped: 0 });
    const { rows } = await environment.database.query(
      `select company.kind, company.state from company join connection on connection.id = company.connection_id
       where company.bd_id = $1 and connection.own_company_bd_id = company.bd_id`,
      [rootId],
    );
    expect(rows).toEqual([{ kind: 'COMPANY', state: 'PRESENT' }]);
  });

  it('says that times are not certain until something shows the zone', async () => {
    const { environment, companyId, clientId, deviceId } = await partner();
    const { gravityZone } = environment;
    for (const device of gravityZone.world.devices.values()) device.state = 2;
    const apiKey = gravityZone.addKey(narrow);
    expect(await environment.data(admin, testKey, testInput(environment, apiKey))).toMatchObject({
      testBitdefenderIntegration: { test: { naiveOffsetMinutes: null, warnings: [{ code: 'TIMES_NOT_CERTAIN' }] } },
    });
    await connectSimulator(environment, admin, apiKey);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
    expect(await connectionOf(environment)).toMatchObject({
      naiveOffsetMinutes: null,
      warnings: [{ code: 'TIMES_NOT_CERTAIN' }],
    });
    const at = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 5 * hour);
    gravityZone.world.addQuarantineItem({ deviceId, at, threatName: 'Trojan.Zone.1' });
    await syncAgain(environment, clientId);
    expect(await connectionOf(environment)).toMatchObject({ naiveOffsetMinutes: 330, warnings: [] });
    expect(await threatsOf(environment)).toMatchObject({ 'Trojan.Zone.1': { lastDetectedAt: at.toISOString() } });
  });

  it('reads the zone off the dates of incidents', async () => {
    const { environment, companyId, clientId, deviceId } = await partner();
    for (const device of environment.gravityZone.world.devices.values()) device.state = 2;
    await connectSimulator(environment, admin, environment.gravityZone.addKey(narrow));
    environment.gravityZone.world.addIncident({ companyId, deviceId });
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
    expect(await connectionOf(environment)).toMatchObject({ naiveOffsetMinutes: 330, warnings: [] });
  });
});

describe('a zone that changes', () => {
  let environment: TestEnvironment;
  let integrationId: string;
  let clientId: string;
  let deviceId: string;
  let resolved: Threat | undefined;
  const at = (hoursAgo: number) => new Date(Math.floor(Date.now() / 1_000) * 1_000 - hoursAgo * hour);

  beforeAll(async () => {
    environment = await testEnvironment({ simulator: { limits: 'off', zone: 'Asia/Dubai' } });
    const bakery = addBakery(environment);
    ({ clientId, deviceId } = bakery);
    const { world } = environment.gravityZone;
    const resolvedItem = world.addQuarantineItem({
      deviceId,
      at: at(72),
      threatName: 'Trojan.Resolved.1',
      filePath: 'C:\\1',
    });
    // Quarantined again, so its date is not that of its id.
    world.requarantine(resolvedItem.id, at(20.3));
    world.addQuarantineItem({
      deviceId,
      at: at(30),
      threatName: 'Trojan.Open.1',
      filePath: 'C:\\2',
      fileSha256: 'c'.repeat(64),
    });
    ({ integrationId } = await connectSimulator(environment));
    await mapByBdId(environment, { [bakery.companyId]: clientId });
    await syncNow(environment, clientId);
    const { 'Trojan.Resolved.1': threat } = await threatsOf(environment);
    const input = { ids: [threat?.id], decision: 'RESOLVE' };
    await environment.data(technician, triage, { input });
    resolved = (await threatsOf(environment))['Trojan.Resolved.1'];
    expect(resolved).toMatchObject({ status: 'RESOLVED', occurrences: 1 });
  });

  it.each([
    ['eastwards', 'Asia/Singapore', 480],
    ['westwards', 'America/Bogota', -300],
  ])('%s reopens nothing, moves no time and is shown', async (direction, zone, offset) => {
    const before = await threatsOf(environment);
    environment.gravityZone.zone = zone;
    const threatName = `Trojan.New.${direction}`;
    const found = at(1);
    environment.gravityZone.world.addQuarantineItem({
      ...{ deviceId, at: found, threatName, filePath: `C:\\${direction}`, fileSha256: `${direction}-hash` },
    });
    const run = await syncAgain(environment, clientId);
    expect(run.state).toBe('SUCCEEDED');
    const { [threatName]: added, ...after } = await threatsOf(environment);
    expect(after).toEqual(before);
    expect(added).toMatchObject({ status: 'UNRESOLVED', lastDetectedAt: found.toISOString() });
    const integration = await connectionOf(environment);
    expect(integration).toMatchObject({ naiveOffsetMinutes: offset, warnings: [{ code: 'TIME_ZONE_CHANGED' }] });
    await syncAgain(environment, clientId);
    expect(await threatsOf(environment)).toEqual({ ...before, [threatName]: added });
  });

  it('of a new key is stored with it, and reopens nothing', async () => {
    const before = await threatsOf(environment);
    const apiKey = environment.gravityZone.addKey({ zone: 'Asia/Kathmandu' });
    expect(await environment.data(admin, rotate, { input: { integrationId, apiKey } })).toMatchObject({
      rotateBitdefenderKey: {
        integration: { naiveOffsetMinutes: 345, warnings: [{ code: 'TIME_ZONE_CHANGED' }] },
        userErrors: [],
      },
    });
    await syncAgain(environment, clientId);
    expect(await threatsOf(environment)).toEqual(before);
    expect(await connectionOf(environment)).toMatchObject({
      naiveOffsetMinutes: 345,
      warnings: [{ message: expect.stringContaining('from UTC-05:00 to UTC+05:45') }],
    });
  });

  it('hides no item that was quarantined again meanwhile', async () => {
    const again = at(0.5);
    const [item] = environment.gravityZone.world.quarantine.values();
    environment.gravityZone.world.requarantine(item?.id ?? '', again);
    const apiKey = environment.gravityZone.addKey({ zone: 'Asia/Tokyo' });
    await environment.data(admin, rotate, { input: { integrationId, apiKey } });
    await syncAgain(environment, clientId);
    expect(await threatsOf(environment)).toMatchObject({
      'Trojan.Resolved.1': { status: 'UNRESOLVED', occurrences: 2, lastDetectedAt: again.toISOString() },
      'Trojan.Open.1': { occurrences: 1 },
    });
  });
});
