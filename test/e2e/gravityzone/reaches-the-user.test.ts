import { beforeAll, describe, expect, test } from 'vitest';
import { type GravityZoneSimulator, startGravityZoneSimulator } from '../../../demo/gravityzone/simulator.js';
import type { Identity } from '../../../demo/tokens.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { faultReasons } from '../../support/gravityzone.js';
import { connectSimulator, mapByBdId, type RunAnswer, syncNow } from '../../support/msp.js';
import { ownPort } from '../../support/own-port.js';

const testIntegration = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
  test { ok flavour companyCount problems { code message hint } } userErrors { code message } } }`;

interface Tested {
  testBitdefenderIntegration: {
    test: {
      ok: boolean;
      flavour: string;
      companyCount: number;
      problems: { code: string; message: string; hint: string }[];
    } | null;
    userErrors: { code: string; message: string }[];
  };
}

let tenants = 0;
const freshAdmin = (): Identity => {
  tenants += 1;
  return { subject: 'ada', roles: ['admin'], tenantId: `msp-${tenants}` };
};

/** The problem codes of an integration test with this access. */
async function codesOfTest(environment: TestEnvironment, input: object): Promise<string[]> {
  const { testBitdefenderIntegration } = await environment.data<Tested>(freshAdmin(), testIntegration, { input });
  const { test: tested, userErrors } = testBitdefenderIntegration;
  for (const { message, hint } of tested?.problems ?? []) expect(`${message} ${hint}`).toMatch(/^\S.+\. \S.+/);
  return [...(tested?.problems ?? []), ...userErrors].map(({ code }) => code);
}

const access = (simulator: GravityZoneSimulator) => ({
  endpoint: simulator.url,
  apiKey: simulator.addKey(),
  caCertificate: simulator.caCertificate,
});

/** Connects a fresh tenant to a GravityZone of its own with one company, mapped to a client, and one device. */
async function connectBakery(environment: TestEnvironment, onTestFinished: (close: () => Promise<void>) => void) {
  const gravityZone = await startGravityZoneSimulator({ limits: 'off' });
  onTestFinished(() => gravityZone.close());
  const companyId = gravityZone.world.addCompany('Bakery').id;
  gravityZone.world.addDevice({ companyId, name: 'OVEN-01' });
  const identity = freshAdmin();
  const clientId = environment.core.world(identity.tenantId ?? '').addClient({ name: 'Bakery' }).id;
  await connectSimulator({ ...environment, gravityZone }, identity);
  await mapByBdId(environment, { [companyId]: clientId }, identity);
  return { identity, clientId, gravityZone };
}

describe('what goes wrong at Bitdefender', () => {
  let environment: TestEnvironment;
  let companyId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    companyId = world.addCompany('Bakery').id;
    world.addDevice({ companyId, name: 'OVEN-01' });
  });

  // Calls without a response take their whole time limit; a test below covers them.
  const immediate = faultReasons.filter(([, code]) => code !== 'TIMEOUT');

  // Each case has its own GravityZone, so that the cases wait for their retries at the same time.
  test.concurrent.for(immediate)(
    'reports %s as %s in a sync and in the integration test',
    async ([kind, code], test) => {
      const { identity, clientId, gravityZone } = await connectBakery(environment, test.onTestFinished);
      // The requested pause of 15 minutes is too long to wait for, so the call fails at once.
      const fault = { kind, times: Infinity, retryAfterSeconds: 900 };
      gravityZone.faults.add({ ...fault, method: 'getNetworkInventoryItems' });
      gravityZone.faults.add({ ...fault, method: 'getApiKeyDetails' });
      const [run, codes] = await Promise.all([
        syncNow(environment, clientId, identity),
        codesOfTest(environment, access(gravityZone)),
      ]);
      const problem = run.streams.find(({ stream }) => stream === 'INVENTORY')?.problem;
      expect(problem).toMatchObject({ code });
      expect(problem?.hint).not.toBe('');
      expect(run.state).toBe('PARTIAL');
      expect(codes).toEqual([code]);
    },
  );

  test('explains why an access URL cannot be reached', async () => {
    const { gravityZone } = environment;
    const closed = await startGravityZoneSimulator();
    await closed.close();
    expect(await codesOfTest(environment, access(closed))).toEqual(['CONNECTION_REFUSED']);
    const nowhere = { ...access(gravityZone), endpoint: 'https://gravityzone.invalid/api' };
    expect(await codesOfTest(environment, nowhere)).toEqual(['HOST_NOT_FOUND']);
    const forbidden = { ...access(gravityZone), endpoint: 'https://169.254.169.254/api' };
    expect(await codesOfTest(environment, forbidden)).toEqual(['FORBIDDEN_ADDRESS']);
    const plain = { ...access(gravityZone), endpoint: 'http://localhost/api' };
    expect(await codesOfTest(environment, plain)).toEqual(['INVALID_ENDPOINT']);
  });

  test.each([
    ['another host', { names: ['gravityzone.example.com'] }, 'TLS_WRONG_HOST'],
    ['the past', { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') }, 'TLS_EXPIRED'],
    ['no known authority', { privateAuthority: true }, 'TLS_SELF_SIGNED'],
  ])('refuses a certificate of %s in the integration test', async (_, certificate, code) => {
    const simulator = await startGravityZoneSimulator({ certificate });
    const given = access(simulator);
    const trusted = code === 'TLS_SELF_SIGNED' ? { ...given, caCertificate: null } : given;
    expect(await codesOfTest(environment, trusted)).toEqual([code]);
    expect(simulator.calls).toEqual([]);
    await simulator.close();
  });

  test('reports what a key lacks: an API, a licence, companies, an active company', async () => {
    const { gravityZone } = environment;
    const suspended = gravityZone.world.addCompany('Closed');
    gravityZone.world.suspendCompany(suspended.id);
    const withKey = (options: Parameters<typeof gravityZone.addKey>[0]) =>
      codesOfTest(environment, { ...access(gravityZone), apiKey: gravityZone.addKey(options) });
    expect(await withKey({ companyId: suspended.id })).toContain('COMPANY_SUSPENDED');
    expect(await withKey({ enabledApis: ['network', 'companies', 'quarantine'] })).toEqual(['API_NOT_ENABLED']);
    expect(await withKey({ incidentsLicensed: false })).toEqual(['NO_LICENCE']);
    const lonely = await startGravityZoneSimulator();
    expect(await codesOfTest(environment, access(lonely))).toEqual(['NO_COMPANIES']);
    await lonely.close();
  });

  test('counts companies as synced when the key has no licence for incidents', async () => {
    const { gravityZone, core } = environment;
    const identity = freshAdmin();
    const clientId = core.world(identity.tenantId ?? '').addClient({ name: 'Bakery' }).id;
    await connectSimulator(environment, identity, gravityZone.addKey({ incidentsLicensed: false }));
    await mapByBdId(environment, { [companyId]: clientId }, identity);
    const run = await syncNow(environment, clientId, identity);
    expect(run.streams.flatMap(({ problem }) => problem?.code ?? [])).toEqual(['NO_LICENCE']);
    expect(
      await environment.data(
        identity,
        '{ bitdefenderCompanies(first: 100, filter: { mapped: true }) { edges { node { lastSyncedAt } } } bitdefenderIntegrations { state lastSucceededAt problem { code } } }',
      ),
    ).toMatchObject({
      bitdefenderCompanies: { edges: [{ node: { lastSyncedAt: expect.any(String) } }] },
      bitdefenderIntegrations: [
        { state: 'CONNECTED', lastSucceededAt: expect.any(String), problem: { code: 'NO_LICENCE' } },
      ],
    });
  });

  test("stores the rows of a single company's key although they name no company", async () => {
    const { gravityZone, core } = environment;
    const identity = freshAdmin();
    const { world } = gravityZone;
    const own = world.addCompany('Florist', { parentId: world.addFolder('Inner', world.addFolder('Outer').id).id });
    const device = world.addDevice({ companyId: own.id, name: 'ROSE-01' });
    world.addQuarantineItem({ deviceId: device.id });
    const clientId = core.world(identity.tenantId ?? '').addClient({ name: 'Florist' }).id;
    await connectSimulator(environment, identity, gravityZone.addKey({ companyId: own.id }));
    await mapByBdId(environment, { [own.id]: clientId }, identity);
    gravityZone.changeRows = (rows) => rows.map((row) => ({ ...Object(row), companyId: undefined }));
    const run = await syncNow(environment, clientId, identity);
    gravityZone.changeRows = null;
    expect(run).toMatchObject({ state: 'SUCCEEDED' });
    expect(run.streams.flatMap(({ skippedByReason }) => skippedByReason)).toEqual([]);
    expect(
      await environment.data(
        identity,
        '{ bitdefenderCompanies(first: 100) { edges { node { name } } } bitdefenderDevices { edges { node { name device { client { id } } } } } bitdefenderThreatCounts { unresolved } }',
      ),
    ).toMatchObject({
      bitdefenderCompanies: { edges: [{ node: { name: 'Florist' } }] },
      bitdefenderDevices: { edges: [{ node: { name: 'ROSE-01', device: { client: { id: clientId } } } }] },
      bitdefenderThreatCounts: { unresolved: 1 },
    });
  });
});

describe('a GravityZone that keeps failing', () => {
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment({ callSeconds: 2 });
  });

  const problemsOf = (run: RunAnswer) => run.streams.flatMap(({ problem }) => problem?.code ?? []);

  test.concurrent('reports TIMEOUT when GravityZone does not respond within the time limit', async (test) => {
    const { identity, clientId, gravityZone } = await connectBakery(environment, test.onTestFinished);
    gravityZone.faults.add({ kind: 'timeout', times: Infinity, method: 'getNetworkInventoryItems' });
    gravityZone.faults.add({ kind: 'timeout', times: Infinity, method: 'getApiKeyDetails' });
    const [run, codes] = await Promise.all([
      syncNow(environment, clientId, identity),
      codesOfTest(environment, access(gravityZone)),
    ]);
    expect(problemsOf(run)).toEqual(['TIMEOUT']);
    expect(run.state).toBe('PARTIAL');
    expect(codes).toEqual(['TIMEOUT']);
  });

  test.concurrent('stops calling a failing GravityZone in this run and the next', async (test) => {
    const { identity, clientId, gravityZone } = await connectBakery(environment, test.onTestFinished);
    const { faults, calls } = gravityZone;
    faults.add({ kind: 'serverError', times: Infinity, method: 'getNetworkInventoryItems' });
    faults.add({ kind: 'serverError', times: Infinity, method: 'getIncidentsList' });
    calls.length = 0;
    const first = await syncNow(environment, clientId, identity);
    expect(problemsOf(first)).toEqual(['SERVER_ERROR', 'SERVER_ERROR', 'CIRCUIT_OPEN']);
    expect(first.state).toBe('FAILED');
    expect(calls).toHaveLength(8);
    const next = await syncNow(environment, clientId, identity);
    expect(problemsOf(next)).toEqual(['CIRCUIT_OPEN', 'CIRCUIT_OPEN', 'CIRCUIT_OPEN']);
    expect(next.streams[0]?.problem?.message).toMatch(/paused for a moment. Last failure: .*HTTP 502/);
    expect(calls).toHaveLength(8);
    faults.clear();

    // The integration of another tenant to the same GravityZone has a circuit of its own.
    const [company] = [...gravityZone.world.companies.values()].filter(({ name }) => name === 'Bakery');
    const other = freshAdmin();
    const otherClientId = environment.core.world(other.tenantId ?? '').addClient({ name: 'Bakery' }).id;
    await connectSimulator({ ...environment, gravityZone }, other);
    await mapByBdId(environment, { [company?.id ?? '']: otherClientId }, other);
    expect((await syncNow(environment, otherClientId, other)).state).toBe('SUCCEEDED');
  });

  test.concurrent('stops calling a failing GravityZone during the integration test', async (test) => {
    const { gravityZone } = await connectBakery(environment, test.onTestFinished);
    gravityZone.faults.add({ kind: 'serverError', times: Infinity, method: 'getCompanyDetails' });
    expect(await codesOfTest(environment, access(gravityZone))).toEqual(['SERVER_ERROR', 'CIRCUIT_OPEN']);
  });
});

test('reports in a sync why a server can no longer be reached', async () => {
  const environment = await testEnvironment();
  const port = await ownPort();
  const simulator = await startGravityZoneSimulator({ limits: 'off', port });
  const company = simulator.world.addCompany('Bakery');
  const identity = freshAdmin();
  const clientId = environment.core.world(identity.tenantId ?? '').addClient({ name: 'Bakery' }).id;
  await connectSimulator({ ...environment, gravityZone: simulator }, identity);
  await mapByBdId(environment, { [company.id]: clientId }, identity);
  const { database } = environment;
  const problemOfSync = async () => {
    const run = await syncNow(environment, clientId, identity);
    expect(run.state).toBe('FAILED');
    return run.streams[0]?.problem?.code;
  };

  await simulator.close();
  expect(await problemOfSync()).toBe('CONNECTION_REFUSED');
  for (const [certificate, code] of [
    [{ names: ['gravityzone.example.com'] }, 'TLS_WRONG_HOST'],
    [{ notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') }, 'TLS_EXPIRED'],
    [{ privateAuthority: true }, 'TLS_SELF_SIGNED'],
  ] as const) {
    const renewed = await startGravityZoneSimulator({ port, certificate: { ...certificate } as never });
    const trusted = code === 'TLS_SELF_SIGNED' ? simulator.caCertificate : renewed.caCertificate;
    await database.query('update connection set ca_certificate = $1', [trusted]);
    expect(await problemOfSync()).toBe(code);
    expect(renewed.calls).toEqual([]);
    await renewed.close();
  }
  await database.query("update connection set endpoint = 'https://gravityzone.invalid/api'");
  expect(await problemOfSync()).toBe('HOST_NOT_FOUND');
});

test('reports TIMEOUT for each stream when a run exceeds its deadline', async () => {
  const environment = await testEnvironment({ runSeconds: 2 });
  const { world, faults } = environment.gravityZone;
  const company = world.addCompany('Bakery');
  world.addDevice({ companyId: company.id, name: 'OVEN-01' });
  const identity = freshAdmin();
  const clientId = environment.core.world(identity.tenantId ?? '').addClient({ name: 'Bakery' }).id;
  await connectSimulator(environment, identity);
  await mapByBdId(environment, { [company.id]: clientId }, identity);
  // A single call may take a minute, so the deadline of the run passes first.
  faults.add({ kind: 'timeout', method: 'getNetworkInventoryItems', times: Infinity });
  const run = await syncNow(environment, clientId, identity);
  expect(run.state).toBe('FAILED');
  const reported = run.streams.map(({ stream, problem }) => [stream, problem?.code]);
  expect(reported).toEqual([
    ['INVENTORY', 'TIMEOUT'],
    ['MATCHING', 'TIMEOUT'],
    ['INCIDENTS', 'TIMEOUT'],
    ['QUARANTINE', 'TIMEOUT'],
    // There is no device to read.
    ['DETAILS', undefined],
  ]);
  expect(await environment.data(identity, '{ bitdefenderIntegrations { state problem { code } } }')).toMatchObject({
    bitdefenderIntegrations: [{ state: 'FAILING', problem: { code: 'TIMEOUT' } }],
  });
});

describe('on premises', () => {
  test.each([
    ['a private authority', { privateAuthority: true }],
    ['itself', {}],
  ])('syncs an on-premises GravityZone with a certificate signed by %s', async (_, certificate) => {
    const environment = await testEnvironment({
      simulator: { flavour: 'ON_PREMISES', limits: 'off', certificate, zone: 'Asia/Kolkata' },
    });
    const { gravityZone, core } = environment;
    const identity = freshAdmin();
    const { world } = gravityZone;
    const computer = world.addDevice({ companyId: world.root.id, name: 'PC-1' });
    world.addDevice({ companyId: world.root.id, name: 'VM-1', machineType: 2 });
    world.addQuarantineItem({ deviceId: computer.id });
    const clientId = core.world(identity.tenantId ?? '').addClient({ name: 'Mill' }).id;
    await connectSimulator(environment, identity);
    await mapByBdId(environment, { 'on-premises': clientId }, identity);
    const run = await syncNow(environment, clientId, identity);
    const fetched = Object.fromEntries(run.streams.map(({ stream, stored }) => [stream, stored]));
    expect(fetched).toMatchObject({ INVENTORY: 2, QUARANTINE: 1, DETAILS: 2 });
    const problems = run.streams.flatMap(({ problem }) => problem?.code ?? []);
    expect(problems).toEqual(['METHOD_NOT_FOUND']);
    expect(
      await environment.data(identity, '{ bitdefenderIntegrations { flavour naiveOffsetMinutes } }'),
    ).toMatchObject({ bitdefenderIntegrations: [{ flavour: 'ON_PREMISES', naiveOffsetMinutes: 330 }] });
  });

  test('stores an on-premises machine of both lists once, as the managed one', async () => {
    const environment = await testEnvironment({
      simulator: { flavour: 'ON_PREMISES', limits: 'off' },
    });
    const { gravityZone, core } = environment;
    const { world } = gravityZone;
    const identity = freshAdmin();
    const companyId = world.root.id;
    world.addDevice({ companyId, name: 'PC-1' });
    world.addDevice({ companyId, name: 'VM-1', machineType: 2, inBothLists: true });
    world.addDevice({ companyId, name: 'PRINTER', machineType: 2, inBothLists: true, managed: false });
    const clientId = core.world(identity.tenantId ?? '').addClient({ name: 'Mill' }).id;
    await connectSimulator(environment, identity);
    await mapByBdId(environment, { 'on-premises': clientId }, identity);
    const inventory = async () => (await syncNow(environment, clientId, identity)).streams[0];
    const listed = async () => {
      const { bitdefenderDevices } = await environment.data<{
        bitdefenderDevices: { edges: { node: { name: string; device: { managed: boolean; presence: string } } }[] };
      }>(identity, '{ bitdefenderDevices { edges { node { name device { managed presence } } } } }');
      return bitdefenderDevices.edges.map(({ node: { name, device } }) => [name, device.managed, device.presence]);
    };

    expect(await inventory()).toMatchObject({ state: 'SUCCEEDED', fetched: 3, stored: 3, warnings: [] });
    expect(await listed()).toEqual([
      ['PC-1', true, 'PRESENT'],
      ['PRINTER', false, 'PRESENT'],
      ['VM-1', true, 'PRESENT'],
    ]);
    expect(await inventory()).toMatchObject({ fetched: 3, stored: 0, warnings: [] });

    // A machine in both lists does not make up for a missing row.
    const [pc] = world.devices.keys();
    world.devices.delete(pc ?? '');
    gravityZone.totalError = 1;
    expect((await inventory())?.warnings.join()).toMatch(/nothing was marked as missing/);
    gravityZone.totalError = 0;
    expect(await inventory()).toMatchObject({ fetched: 2, warnings: [] });
    expect(await listed()).toContainEqual(['PC-1', true, 'MISSING']);
  });
});
