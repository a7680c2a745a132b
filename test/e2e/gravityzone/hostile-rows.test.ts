import fastCheck from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../../demo/gravityzone/simulator.js';
import type { Identity } from '../../../demo/tokens.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, type RunAnswer, syncNow } from '../../support/msp.js';

const lists = `{
  bitdefenderDevices(first: 100) { edges { node { device { bdId name fqdn label presence } } } }
  bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) {
    edges { node { id name hostName filePath processPath actionRaw severityScore detectedAt occurrences } } }
  bitdefenderCompanies(first: 100) { edges { node { bdId name } } } }`;
const testIntegration = `mutation ($input: TestBitdefenderIntegrationInput!) {
  testBitdefenderIntegration(input: $input) { userErrors { code } } }`;

interface Lists {
  bitdefenderDevices: { edges: { node: { device: { bdId: string; name: string; presence: string } | null } }[] };
  bitdefenderThreats: { edges: { node: { id: string } }[] };
  bitdefenderCompanies: { edges: { node: { bdId: string; name: string } }[] };
}

const devices = 12;
const day = 24 * 3_600_000;

const text = fastCheck.oneof(
  fastCheck.string({ unit: 'binary', maxLength: 40 }),
  fastCheck.constantFrom('', ' ', '\u0000', 'a\u0000b\u0007', '\uD800', '</script>', "'; drop table device; --"),
  fastCheck.constant('x'.repeat(200_000)),
);
const value = fastCheck.oneof(
  fastCheck.constantFrom(null, undefined, true, 0, -1, 42.5, '43.5%', Number.MAX_SAFE_INTEGER, 1e300, {}, []),
  fastCheck.constantFrom(
    '0001-01-01T00:00:00',
    '9999-12-31T23:59:59',
    '2026-02-30T25:61:61',
    '-271821-04-20T00:00:00Z',
  ),
  text,
  fastCheck.array(fastCheck.oneof(text, fastCheck.constant(null)), { maxLength: 3 }),
  fastCheck.dictionary(text, text, { maxKeys: 3 }),
);
const field = fastCheck.constantFrom(
  ...['id', 'incidentId', 'name', 'type', 'companyId', 'parentId', 'details', 'company', 'status', 'mainAction'],
  ...['created', 'lastUpdated', 'severityScore', 'incidentType', 'incidentLink', 'attackTypes'],
  ...['threatName', 'quarantinedOn', 'actionStatus', 'endpointId', 'endpointName'],
  ...['malwareStatus', 'agent', 'lastSeen', 'state', 'policy', 'modules'],
);
const inner = fastCheck.constantFrom(
  ...[
    'fqdn',
    'label',
    'groupId',
    'macs',
    'ip',
    'operatingSystemVersion',
    'machineType',
    'isManaged',
    'policy',
    'modules',
  ],
  ...['lastSuccessfulScan', 'riskScore', 'movingInfo', 'productOutdated'],
  ...[
    'detectionName',
    'computerId',
    'computerName',
    'computerFqdn',
    'computerMacAddresses',
    'partOf',
    'alerts',
    'nodes',
  ],
  ...['filePath', 'fileSha256'],
);
const mutation = fastCheck.oneof(
  { weight: 4, arbitrary: fastCheck.record({ kind: fastCheck.constant('set' as const), field, value }) },
  { weight: 3, arbitrary: fastCheck.record({ kind: fastCheck.constant('setInner' as const), field: inner, value }) },
  { weight: 2, arbitrary: fastCheck.record({ kind: fastCheck.constant('replace' as const), value }) },
  fastCheck.record({ kind: fastCheck.constantFrom('double' as const, 'sameId' as const, 'drop' as const) }),
);
type Mutation = typeof mutation extends fastCheck.Arbitrary<infer Made> ? Made : never;

const scenario = fastCheck.record({
  mutations: fastCheck.array(fastCheck.tuple(fastCheck.nat(devices - 1), mutation), { minLength: 5, maxLength: 60 }),
  totalError: fastCheck.constantFrom(0, 0, -3, 7),
  fault: fastCheck.option(
    fastCheck.record({
      kind: fastCheck.constantFrom<FaultKind>('noItems', 'malformedJson', 'otherJson', 'noLicence', 'forbidden'),
      method: fastCheck.constantFrom('getNetworkInventoryItems', 'getIncidentsList', 'getQuarantineItemsList'),
      times: fastCheck.constant(Infinity),
    }),
    { freq: 3, nil: null },
  ),
});

const idFields: Record<string, string> = { getIncidentsList: 'incidentId', getIncident: 'incidentId' };
const object = (row: unknown): Record<string, unknown> => (typeof row === 'object' && row !== null ? { ...row } : {});

function mutated(row: unknown, rows: unknown[], idField: string, change: Mutation): unknown[] {
  if (change.kind === 'set') return [{ ...object(row), [change.field]: change.value }];
  if (change.kind === 'setInner') {
    const details = object(object(row).details);
    return [{ ...object(row), [change.field]: change.value, details: { ...details, [change.field]: change.value } }];
  }
  if (change.kind === 'replace') return [change.value ?? null];
  if (change.kind === 'double') return [row, row];
  if (change.kind === 'sameId') return [{ ...object(row), [idField]: object(rows[0])[idField] }];
  return [];
}

/** How many rows were sent: a text as id makes rows one, and a row without one stands for itself. */
function distinct(rows: unknown[], idField: string): number {
  const ids = rows.map((row) => object(row)[idField]).filter((id) => typeof id === 'string');
  return rows.length - (ids.length - new Set(ids).size);
}

const isCompanyOrFolder = (row: unknown) => [1, 3].includes(object(row).type as number);
const streamOf = (run: RunAnswer, name: string) => {
  const stream = run.streams.find((candidate) => candidate.stream === name);
  if (stream === undefined) throw new Error(`The run has no ${name}.`);
  return stream;
};

describe('rows as no one expects them', () => {
  let environment: TestEnvironment;
  let customer: string;
  let tenants = 0;

  /** A tenant of its own for each turn, so that its lists hold what this turn stored and nothing else. */
  const freshTenant = async () => {
    tenants += 1;
    const tenantId = `hostile-${tenants}`;
    const identity: Identity = { subject: 'ada', roles: ['admin'], tenantId };
    const client = environment.core.world(tenantId).addClient({ name: 'Customer' });
    const { apiKey } = await connectSimulator(environment, identity);
    await mapByBdId(environment, { [customer]: client.id }, identity);
    return { identity, clientId: client.id, apiKey };
  };
  const behave = () => {
    environment.gravityZone.changeRows = null;
    environment.gravityZone.totalError = 0;
    environment.gravityZone.faults.clear();
  };

  // Also after a test that failed half-way.
  afterEach(behave);

  beforeAll(async () => {
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    customer = world.addCompany('Customer', { parentId: world.addFolder('Folder').id }).id;
    for (let number = 0; number < devices; number += 1) {
      const device = world.addDevice({ companyId: customer, name: `PC-${number}` });
      // Never a quarantine item and an incident of the same machine, which might be one event and so one threat.
      const at = new Date(Date.now() - 3 * day);
      if (number % 2 === 0) world.addIncident({ companyId: customer, deviceId: device.id, at });
      else world.addQuarantineItem({ deviceId: device.id, at });
    }
  });

  it('are stored or counted as skipped, and the next good sync is complete', async () => {
    const { gravityZone } = environment;
    await fastCheck.assert(
      fastCheck.asyncProperty(scenario, async ({ mutations, totalError, fault }) => {
        const { identity, clientId, apiKey } = await freshTenant();
        const sent = new Map<string, unknown[]>();
        gravityZone.totalError = totalError;
        if (fault !== null) gravityZone.faults.add(fault);
        gravityZone.changeRows = (rows, method) => {
          const idField = idFields[method] ?? 'id';
          const changed = rows.flatMap((row, index) =>
            mutations
              .filter(([at]) => at === index)
              .reduce((made, [, change]) => made.flatMap((one) => mutated(one, rows, idField, change)), [row]),
          );
          // As it arrives: JSON has no undefined. A list may take several pages.
          sent.set(method, [...(sent.get(method) ?? []), ...JSON.parse(JSON.stringify(changed))]);
          return changed;
        };

        const run = await syncNow(environment, clientId, identity);
        const ofSync = new Map(sent);
        const rowsOf = (method: string) => ofSync.get(method) ?? [];
        const inventory = rowsOf('getNetworkInventoryItems');
        const given = await environment.data(identity, testIntegration, {
          input: { endpoint: gravityZone.url, apiKey, caCertificate: gravityZone.caCertificate },
        });
        expect(given.testBitdefenderIntegration).toBeDefined();
        behave();

        const problems = run.streams.flatMap(({ problem }) => problem ?? []);
        expect(['SUCCEEDED', 'PARTIAL', 'FAILED']).toContain(run.state);
        expect(problems.map(({ code }) => code)).not.toContain('INTERNAL');
        // Rows alone fail no stream.
        if (fault === null) expect(run.state, JSON.stringify(problems)).toBe('SUCCEEDED');

        const stored = await environment.data<Lists>(identity, lists);
        const listed = stored.bitdefenderDevices.edges.length;
        const threats = stored.bitdefenderThreats.edges.length;
        const ofInventory = streamOf(run, 'INVENTORY');
        const ofIncidents = streamOf(run, 'INCIDENTS');
        const ofQuarantine = streamOf(run, 'QUARANTINE');
        const ofDetails = streamOf(run, 'DETAILS');
        expect(ofInventory.fetched).toBe(listed + ofInventory.skipped);
        expect(ofIncidents.fetched + ofQuarantine.fetched).toBe(threats + ofIncidents.skipped + ofQuarantine.skipped);
        expect(ofDetails.fetched).toBe(ofDetails.stored + ofDetails.skipped);
        for (const stream of run.streams)
          expect(stream.skippedByReason.reduce((sum, { count }) => sum + count, 0)).toBe(stream.skipped);

        if (ofInventory.state === 'SUCCEEDED') {
          // Companies and folders are no devices: of them only those that could not be read count, as skipped.
          expect(ofInventory.fetched).toBeLessThanOrEqual(distinct(inventory, 'id'));
          expect(ofInventory.fetched).toBeGreaterThanOrEqual(
            distinct(inventory, 'id') - inventory.filter(isCompanyOrFolder).length,
          );
        }
        if (ofIncidents.state === 'SUCCEEDED')
          expect(ofIncidents.fetched).toBe(distinct(rowsOf('getIncidentsList'), 'incidentId'));
        if (ofQuarantine.state === 'SUCCEEDED')
          expect(ofQuarantine.fetched).toBe(distinct(rowsOf('getQuarantineItemsList'), 'id'));
        expect(JSON.stringify(stored)).not.toMatch(/\\u00[01]/);

        const good = await syncNow(environment, clientId, identity);
        expect(good.state).toBe('SUCCEEDED');
        expect(streamOf(good, 'INVENTORY').skipped).toBe(0);
        const after = await environment.data<Lists>(identity, lists);
        const present = after.bitdefenderDevices.edges.filter(({ node }) => node.device?.presence === 'PRESENT');
        expect(present).toHaveLength(devices);
      }),
      { numRuns: 12, seed: 20_261_008 },
    );
  }, 600_000);

  it('of a device that is known do not read as gone', async () => {
    const { gravityZone } = environment;
    const { identity, clientId } = await freshTenant();
    await syncNow(environment, clientId, identity);
    const present = async () => {
      const { bitdefenderDevices } = await environment.data<Lists>(identity, lists);
      return bitdefenderDevices.edges.filter(({ node }) => node.device?.presence === 'PRESENT').length;
    };
    for (const broken of [{ name: null }, { id: null }, { type: 'computer' }]) {
      gravityZone.changeRows = (rows, method) =>
        method === 'getNetworkInventoryItems' ? rows.with(-1, { ...object(rows.at(-1)), ...broken }) : rows;
      const run = await syncNow(environment, clientId, identity);
      behave();
      expect(streamOf(run, 'INVENTORY').skipped).toBe(Object.hasOwn(broken, 'id') ? 1 : 0);
      expect(await present()).toBe(devices);
    }
  });

  it('of a group that imitates the group of deleted devices hide no device', async () => {
    const { gravityZone } = environment;
    const { identity, clientId } = await freshTenant();
    gravityZone.changeRows = (rows, method) => {
      if (method !== 'getCustomGroupsList') return rows;
      const [computers, deleted] = rows.map(object);
      return [
        { ...computers, id: 'x'.repeat(200_000) },
        { ...deleted, id: computers?.id },
      ];
    };
    const run = await syncNow(environment, clientId, identity);
    behave();
    expect(streamOf(run, 'INVENTORY')).toMatchObject({ stored: devices, skipped: 0 });
    expect(streamOf(run, 'INVENTORY').warnings.join()).toMatch(/could not be asked/);
    expect(streamOf(await syncNow(environment, clientId, identity), 'INVENTORY')).toMatchObject({
      stored: 0,
      skipped: 0,
    });
  });

  it('of incidents with a fraction for a score are stored', async () => {
    const { gravityZone } = environment;
    const { identity, clientId } = await freshTenant();
    gravityZone.changeRows = (rows, method) =>
      method === 'getIncidentsList' ? rows.map((row) => ({ ...object(row), severityScore: 42.5 })) : rows;
    const run = await syncNow(environment, clientId, identity);
    behave();
    expect(streamOf(run, 'INCIDENTS')).toMatchObject({ state: 'SUCCEEDED', stored: devices / 2 });
  });

  it('of a state that cannot be read hide no other state', async () => {
    const { gravityZone } = environment;
    const { identity, clientId } = await freshTenant();
    gravityZone.changeRows = (rows, method) =>
      method === 'getManagedEndpointDetails' && object(rows[0]).name === 'PC-0' ? ['nonsense'] : rows;
    const run = await syncNow(environment, clientId, identity);
    behave();
    expect(run.state).toBe('SUCCEEDED');
    expect(streamOf(run, 'DETAILS')).toMatchObject({ fetched: devices, stored: devices - 1, skipped: 1 });
  });
});

it('notices a missing row although an earlier row comes twice', async () => {
  const environment = await testEnvironment({ simulator: { limits: 'off', largestPage: 100 } });
  const { gravityZone } = environment;
  const company = gravityZone.world.addCompany('Customer');
  for (let number = 0; number < 350; number += 1)
    gravityZone.world.addDevice({ companyId: company.id, name: `PC-${number}` });
  const clientId = environment.core.world('msp-one').addClient({ name: 'Customer' }).id;
  await connectSimulator(environment);
  await mapByBdId(environment, { [company.id]: clientId });
  expect((await syncNow(environment, clientId)).state).toBe('SUCCEEDED');
  let early: unknown;
  gravityZone.changeRows = (rows, method) => {
    if (method !== 'getNetworkInventoryItems') return rows;
    early ??= rows[5];
    return rows.length === 100 ? rows : rows.with(-1, early);
  };
  const inventory = streamOf(await syncNow(environment, clientId), 'INVENTORY');
  expect(inventory).toMatchObject({ state: 'SUCCEEDED', fetched: 349, stored: 0 });
  expect(inventory.warnings.join()).toMatch(/nothing was marked as missing/);
  const { bitdefenderDevices } = await environment.data<{ bitdefenderDevices: { edges: unknown[] } }>(
    { subject: 'tom', roles: ['technician'], tenantId: 'msp-one' },
    '{ bitdefenderDevices(filter: { presence: MISSING }) { edges { node { name } } } }',
  );
  expect(bitdefenderDevices.edges).toEqual([]);
});

it('stores a company and its waiting device once when an earlier row comes twice', async () => {
  const environment = await testEnvironment({ simulator: { limits: 'off', largestPage: 100 } });
  const { gravityZone, core } = environment;
  const { world } = gravityZone;
  const companies = Array.from({ length: 250 }, (_, number) => world.addCompany(`Customer ${number}`).id);
  const clientId = core.world('msp-one').addClient({ name: 'Customers' }).id;
  let early: unknown;
  gravityZone.changeRows = (rows, method) => {
    if (method !== 'getNetworkInventoryItems') return rows;
    early ??= rows[5];
    return rows.length === 100 ? rows : [...rows, early];
  };
  await connectSimulator(environment);
  // Of several companies that are due, since for few the tree is not walked.
  await mapByBdId(environment, Object.fromEntries(companies.slice(0, 5).map((id) => [id, clientId])));

  const late = world.addCompany('Late').id;
  for (let number = 0; number < 150; number += 1) world.addDevice({ companyId: late, name: `PC-${number}` });
  const isLate = (row: unknown) => object(row).id === late;
  const held: unknown[] = [];
  gravityZone.changeRows = (rows, method) => {
    if (method !== 'getNetworkInventoryItems') return rows;
    if (rows.some(isLate)) held.push(rows.find(isLate), rows.at(-1));
    const others = rows.filter((row) => !isLate(row));
    return rows.length === 100 ? others : [...others, ...held];
  };
  const inventory = streamOf(await syncNow(environment, clientId), 'INVENTORY');
  expect(held).toHaveLength(2);
  expect(inventory).toMatchObject({ state: 'SUCCEEDED', fetched: 150, stored: 150, skipped: 0 });
  expect(
    await environment.data(
      { subject: 'ada', roles: ['admin'], tenantId: 'msp-one' },
      '{ bitdefenderCompanies(first: 1) { totalCount } }',
    ),
  ).toEqual({ bitdefenderCompanies: { totalCount: 1 + companies.length + 1 } });
});
