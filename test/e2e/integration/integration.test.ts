import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connect, connectSimulator, mapByBdId, runEnded, syncClient, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const disconnect = `mutation ($input: DisconnectBitdefenderInput!) {
  disconnectBitdefender(input: $input) { integration { state disconnectedAt } userErrors { code } } }`;
const rotate = `mutation ($input: RotateBitdefenderKeyInput!) {
  rotateBitdefenderKey(input: $input) { integration { state keySetBy } userErrors { code message } } }`;
const test = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
  test { ok companyCount companyName companyKind flavour enabledApis pageSize naiveOffsetMinutes clockAheadSeconds keyCreatedAt missingApis { api neededFor } problems { code message hint } } userErrors { code message } } }`;

describe('the life of an integration, at the gateway', () => {
  let environment: TestEnvironment;
  let integrationId: string;
  let apiKey: string;
  let companyId: string;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    ({ companyId, clientId } = addBakery(environment));
    environment.gravityZone.world.addCompany('Butcher');
  });

  const access = () => ({
    endpoint: environment.gravityZone.url,
    caCertificate: environment.gravityZone.caCertificate,
  });

  it('reports how many companies a key sees when tested, and stores nothing', async () => {
    const answer = await environment.data(admin, test, {
      input: { ...access(), apiKey: environment.gravityZone.addKey() },
    });
    // The MSP's own company counts: its own machines live there.
    expect(answer).toMatchObject({
      testBitdefenderIntegration: {
        test: {
          ...{ ok: true, companyCount: 3, flavour: 'CLOUD', companyKind: 'PARTNER', missingApis: [], problems: [] },
          ...{ enabledApis: expect.arrayContaining(['network', 'incidents']), pageSize: 1000 },
          ...{ naiveOffsetMinutes: expect.any(Number), clockAheadSeconds: expect.any(Number) },
          keyCreatedAt: expect.any(String),
        },
      },
    });
    expect(await environment.data(admin, '{ bitdefenderIntegrations { id } }')).toEqual({
      bitdefenderIntegrations: [],
    });
  });

  it('test integration: names the API the key lacks, and what it is needed for', async () => {
    const key = environment.gravityZone.addKey({ enabledApis: ['network', 'companies', 'incidents'] });
    const answer = await environment.data(admin, test, { input: { ...access(), apiKey: key } });
    expect(answer).toMatchObject({ testBitdefenderIntegration: { test: { missingApis: [{ api: 'quarantine' }] } } });
  });

  it('connect: refuses what cannot work, in a sentence that says what to do', async () => {
    for (const [input, code] of [
      [{ ...access(), apiKey: 'nobodys-key-1234' }, 'BAD_KEY'],
      [{ ...access(), endpoint: 'http://localhost:1/api', apiKey: 'some-key-1234' }, 'INVALID_ENDPOINT'],
      [{ endpoint: 'https://10.1.2.3/api', apiKey: 'some-key-1234' }, 'FORBIDDEN_ADDRESS'],
      [{ endpoint: environment.gravityZone.url, apiKey: 'some-key-1234' }, 'TLS_SELF_SIGNED'],
    ] as const) {
      const answer = await environment.data<{
        connectBitdefender: { userErrors: { code: string; message: string }[] };
      }>(admin, connect, { input });
      expect(answer.connectBitdefender.userErrors).toMatchObject([{ code }]);
      expect(answer.connectBitdefender.userErrors[0]?.message).toMatch(/\. .+/);
    }
  });

  it('connect: shows the companies and gives the tenant its default rules', async () => {
    ({ integrationId, apiKey } = await connectSimulator(environment));
    const answer = await environment.data(
      technician,
      '{ bitdefenderCompanies(first: 100, filter: { mapped: false }) { edges { node { name } } } bitdefenderAlertRules { name enabled } bitdefenderIntegrations { state keySetBy } }',
    );
    expect(answer).toEqual({
      bitdefenderCompanies: { edges: ['Bakery', 'Butcher', 'OpsMerge Demo MSP'].map((name) => ({ node: { name } })) },
      bitdefenderAlertRules: [
        { name: 'Bitdefender high-severity -> ticket', enabled: true },
        { name: 'Bitdefender medium and low -> notify', enabled: false },
        { name: 'Bitdefender outbreak -> page', enabled: true },
        { name: 'Bitdefender notices -> notify', enabled: true },
        { name: 'Bitdefender protection degraded -> notify', enabled: false },
      ],
      bitdefenderIntegrations: [{ state: 'CONNECTED', keySetBy: 'ada' }],
    });
  });

  it('connect: the same GravityZone is not connected twice', async () => {
    const answer = await environment.data(admin, connect, { input: { ...access(), apiKey } });
    expect(answer).toMatchObject({ connectBitdefender: { userErrors: [{ code: 'ALREADY_CONNECTED' }] } });
  });

  it('tests a key for an integration over its URL and its certificate', async () => {
    const input = { integrationId, apiKey: environment.gravityZone.addKey() };
    const tested = await environment.data(admin, test, { input });
    expect(tested).toMatchObject({ testBitdefenderIntegration: { test: { ok: true, companyCount: 3 } } });
    const nobodys = await environment.data(admin, test, { input: { ...input, integrationId: 'nobodys' } });
    expect(nobodys).toMatchObject({ testBitdefenderIntegration: { userErrors: [{ code: 'NOT_FOUND' }] } });
  });

  it('map: refuses a client that does not exist, maps the others', async () => {
    const refused = await mapByBdId(environment, { [companyId]: 'nobody' });
    expect(refused.mapBitdefenderCompanies.outcomes[0]?.userErrors).toMatchObject([{ code: 'CLIENT_NOT_FOUND' }]);
    const mapped = await mapByBdId(environment, { [companyId]: clientId });
    expect(mapped.mapBitdefenderCompanies.outcomes[0]?.userErrors).toEqual([]);
  });

  it('sync now: joins a run that waits, and is refused where nothing is mapped', async () => {
    const nothing = await environment.data(technician, syncClient, { input: { clientId: 'nobody' } });
    expect(nothing).toMatchObject({ syncBitdefenderClient: { userErrors: [{ code: 'NOTHING_TO_SYNC' }] } });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('rotate: takes a new key of the same GravityZone, and only such a one', async () => {
    const rotated = environment.gravityZone.addKey();
    const wrong = await environment.data(admin, rotate, { input: { integrationId, apiKey: 'nobodys-key-1234' } });
    expect(wrong).toMatchObject({ rotateBitdefenderKey: { userErrors: [{ code: 'BAD_KEY' }] } });
    const other = environment.gravityZone.addKey({ companyId });
    const foreign = await environment.data(admin, rotate, { input: { integrationId, apiKey: other } });
    expect(foreign).toMatchObject({ rotateBitdefenderKey: { userErrors: [{ code: 'OTHER_GRAVITYZONE' }] } });
    const good = await environment.data(admin, rotate, { input: { integrationId, apiKey: rotated } });
    expect(good).toMatchObject({ rotateBitdefenderKey: { integration: { state: 'CONNECTED' }, userErrors: [] } });
    environment.gravityZone.removeKey(apiKey);
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
    apiKey = rotated;
  });

  it("takes the admin's time zone for dates without one, and refuses unknown zones", async () => {
    const set = `mutation ($input: SetBitdefenderTimeZoneInput!) { setBitdefenderTimeZone(input: $input) {
      integration { naiveZone } userErrors { code } } }`;
    const refused = await environment.data(admin, set, { input: { integrationId, timeZone: 'Mars/Olympus' } });
    expect(refused).toMatchObject({ setBitdefenderTimeZone: { userErrors: [{ code: 'BAD_TIME_ZONE' }] } });
    const settings = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
      settings { timeZone } userErrors { code } } }`;
    for (const timeZone of ['Mars/Olympus', '+02:00', 'local'])
      expect(await environment.data(admin, settings, { input: { timeZone } })).toMatchObject({
        updateBitdefenderSettings: { settings: null, userErrors: [{ code: 'BAD_TIME_ZONE' }] },
      });
    environment.gravityZone.zone = 'America/New_York';
    const device = [...environment.gravityZone.world.devices.values()][0];
    const quarantinedAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 600_000);
    environment.gravityZone.world.addQuarantineItem({ deviceId: device?.id ?? '', at: quarantinedAt });
    await environment.data(admin, set, {
      input: {
        integrationId,
        version: await versionNow(environment, 'integration', { id: integrationId }),
        timeZone: 'America/New_York',
      },
    });
    await syncNow(environment, clientId);
    const answer = await environment.data(
      technician,
      '{ bitdefenderThreats(filter: { minimumSeverity: UNKNOWN }) { edges { node { lastDetectedAt } } } }',
    );
    expect(answer).toEqual({
      bitdefenderThreats: { edges: [{ node: { lastDetectedAt: quarantinedAt.toISOString() } }] },
    });
    environment.gravityZone.zone = 'UTC';
    await environment.data(admin, set, { input: { integrationId, timeZone: null } });
  });

  it('a key that stops working makes the integration fail visibly, with what to do', async () => {
    environment.gravityZone.removeKey(apiKey);
    const run = await syncNow(environment, clientId);
    expect(run.state).toBe('FAILED');
    expect(run.streams.find(({ stream }) => stream === 'INVENTORY')?.problem).toMatchObject({ code: 'BAD_KEY' });
    const answer = await environment.data(technician, '{ bitdefenderIntegrations { state problem { code hint } } }');
    expect(answer).toMatchObject({ bitdefenderIntegrations: [{ state: 'FAILING', problem: { code: 'BAD_KEY' } }] });
    const mended = environment.gravityZone.addKey();
    await environment.data(admin, rotate, { input: { integrationId, apiKey: mended } });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('disconnect: stops polling; the data stay and say that they are of the past', async () => {
    const answer = await environment.data(admin, disconnect, { input: { integrationId } });
    expect(answer).toMatchObject({ disconnectBitdefender: { integration: { state: 'DISCONNECTED' } } });
    environment.gravityZone.calls.length = 0;
    const nothing = await environment.data(technician, syncClient, { input: { clientId } });
    expect(nothing).toMatchObject({
      syncBitdefenderClient: {
        userErrors: [{ code: 'DISCONNECTED', message: expect.stringContaining('Connect it again') }],
      },
    });
    const devices = await environment.data(
      technician,
      '{ bitdefenderDevices { edges { node { device { name syncing threatCounts { stale } } } } } }',
    );
    expect(devices).toMatchObject({
      bitdefenderDevices: {
        edges: [{ node: { device: { name: 'OVEN-01', syncing: false, threatCounts: { stale: true } } } }],
      },
    });
    expect(environment.gravityZone.calls).toEqual([]);
  });

  it('connect again: mappings and rules are there, and polling goes on', async () => {
    const again = await connectSimulator(environment);
    expect(again.integrationId).toBe(integrationId);
    const answer = await environment.data(
      technician,
      '{ bitdefenderCompanies(first: 100, filter: { mapped: true }) { edges { node { name client { id } nextSyncAt } } } bitdefenderAlertRules { name } }',
    );
    expect(answer).toMatchObject({
      bitdefenderCompanies: { edges: [{ node: { name: 'Bakery', client: { id: clientId } } }] },
    });
    expect((answer.bitdefenderAlertRules as object[]).length).toBe(5);
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('disconnect during a sync: the run ends as cancelled', async () => {
    // The run still has work before it when the integration ends.
    environment.gravityZone.beforeAnswer = async ({ method }) => {
      if (method !== 'getIncidentsList') return;
      environment.gravityZone.beforeAnswer = null;
      await environment.ask(admin, disconnect, { input: { integrationId } });
    };
    const { syncBitdefenderClient } = await environment.data<{ syncBitdefenderClient: { runs: { id: string }[] } }>(
      technician,
      syncClient,
      { input: { clientId } },
    );
    const run = await runEnded(environment, syncBitdefenderClient.runs[0]?.id ?? '');
    expect(run.state).toBe('CANCELLED');
    const answer = await environment.data(technician, '{ bitdefenderIntegrations { state } }');
    expect(answer).toEqual({ bitdefenderIntegrations: [{ state: 'DISCONNECTED' }] });
  });

  it('writes down who did what', async () => {
    const answer = await environment.data<{
      bitdefenderAudit: { edges: { node: { action: string; actor: string } }[] };
    }>(admin, '{ bitdefenderAudit { edges { node { action actor } } } }');
    const actions = answer.bitdefenderAudit.edges.map(({ node }) => node.action);
    for (const action of [
      'INTEGRATION_CREATED',
      'COMPANY_MAPPED',
      'KEY_ROTATED',
      'INTEGRATION_ENDED',
      'INTEGRATION_RESUMED',
    ])
      expect(actions).toContain(action);
  });
});
