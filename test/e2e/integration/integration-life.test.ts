import { beforeAll, describe, expect, it } from 'vitest';
import {
  type GravityZoneSimulator,
  type SimulatorOptions,
  startGravityZoneSimulator,
} from '../../../demo/gravityzone/simulator.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connect, connectSimulator, mapByBdId, syncClient, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const update = `mutation ($input: UpdateBitdefenderIntegrationInput!) { updateBitdefenderIntegration(input: $input) {
  integration { id name endpoint state keySetBy } userErrors { code message field } } }`;
const disconnect = `mutation ($input: DisconnectBitdefenderInput!) {
  disconnectBitdefender(input: $input) { integration { state } userErrors { code } } }`;
const rotate = `mutation ($input: RotateBitdefenderKeyInput!) {
  rotateBitdefenderKey(input: $input) { integration { state } userErrors { code } } }`;
const integrations = `{ bitdefenderIntegrations { id name endpoint state syncing companyName keyAgeDays keyCreatedAt keySetAt } }`;

interface Shown {
  id: string;
  name: string;
  endpoint: string;
  state: string;
  syncing: boolean;
  companyName: string | null;
  keyAgeDays: number;
  keyCreatedAt: string | null;
}

async function anotherSimulator(options: SimulatorOptions = {}): Promise<GravityZoneSimulator> {
  const simulator = await startGravityZoneSimulator({ limits: 'off', ...options });
  atEndOfFile(() => simulator.close());
  return simulator;
}

describe('an integration that changes', () => {
  let environment: TestEnvironment;
  let other: GravityZoneSimulator;
  let integrationId: string;
  let apiKey: string;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    other = await anotherSimulator();
    const bakery = addBakery(environment);
    clientId = bakery.clientId;
    other.world.addDevice({ companyId: other.world.addCompany('Foreign').id, name: 'FOREIGN-01' });
    ({ integrationId, apiKey } = await connectSimulator(environment));
    await mapByBdId(environment, { [bakery.companyId]: clientId });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  const change = async (input: object) =>
    (
      await environment.data<{
        updateBitdefenderIntegration: { integration: Shown | null; userErrors: { code: string; message: string }[] };
      }>(admin, update, {
        input: {
          integrationId,
          version: await versionNow(environment, 'integration', { id: integrationId }),
          ...input,
        },
      })
    ).updateBitdefenderIntegration;
  const shown = async () =>
    (await environment.data<{ bitdefenderIntegrations: Shown[] }>(technician, integrations)).bitdefenderIntegrations;
  /** The same GravityZone under another host name. */
  const otherName = () => environment.gravityZone.url.replace('localhost', '127.0.0.1');
  const trustOf = (simulator: GravityZoneSimulator) => ({
    caCertificate: null,
    certificateFingerprint: simulator.fingerprint,
  });

  it('is renamed without a word to GravityZone', async () => {
    environment.gravityZone.calls.length = 0;
    expect(await change({ name: '  Our cloud ' })).toMatchObject({ integration: { name: 'Our cloud' } });
    expect(await change({ name: ' ' })).toMatchObject({ integration: null, userErrors: [{ code: 'BAD_NAME' }] });
    expect(environment.gravityZone.calls).toEqual([]);
  });

  it('shows the owner and the age of a key', async () => {
    const [integration] = await shown();
    expect(integration).toMatchObject({ companyName: 'OpsMerge Demo MSP', keyAgeDays: 0, syncing: true });
    expect(new Date(integration?.keyCreatedAt ?? 0).getTime()).toBeGreaterThan(Date.now() - 3_600_000);
  });

  it('never shows the stored key to a host that has not had it', async () => {
    other.calls.length = 0;
    const refused = await change({ endpoint: other.url.replace('localhost', '127.0.0.1'), ...trustOf(other) });
    expect(refused).toMatchObject({ integration: null, userErrors: [{ code: 'KEY_REQUIRED' }] });
    expect(other.calls).toEqual([]);
    // Another port is another host.
    const elsewhere = await change({ endpoint: other.url, ...trustOf(other) });
    expect(elsewhere).toMatchObject({ integration: null, userErrors: [{ code: 'KEY_REQUIRED' }] });
    expect(other.calls).toEqual([]);
  });

  it('refuses an address that leads to another GravityZone, before anything is overwritten', async () => {
    const [before] = await shown();
    const refused = await change({ endpoint: other.url, apiKey: other.addKey(), ...trustOf(other) });
    expect(refused).toMatchObject({ integration: null, userErrors: [{ code: 'OTHER_GRAVITYZONE' }] });
    expect(await shown()).toEqual([before]);
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('keeps its access when a new address or certificate does not work', async () => {
    const wrong = await change({ caCertificate: null, certificateFingerprint: 'ab'.repeat(32) });
    expect(wrong).toMatchObject({ integration: null, userErrors: [{ code: 'TLS_FAILED' }] });
    const nowhere = await change({ endpoint: 'https://localhost:1/api', apiKey });
    expect(nowhere).toMatchObject({ integration: null, userErrors: [{ code: 'CONNECTION_REFUSED' }] });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('takes another trust with the stored key, and another host with the key entered again', async () => {
    expect(await change(trustOf(environment.gravityZone))).toMatchObject({ userErrors: [] });
    const moved = await change({ endpoint: otherName(), apiKey });
    expect(moved).toMatchObject({ integration: { id: integrationId, endpoint: otherName() }, userErrors: [] });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
    const { bitdefenderAudit } = await environment.data<{
      bitdefenderAudit: { edges: { node: { action: string; detail: object } }[] };
    }>(admin, '{ bitdefenderAudit(first: 10) { edges { node { action detail } } } }');
    const entry = bitdefenderAudit.edges.find(({ node }) => node.action === 'INTEGRATION_CHANGED');
    expect(entry?.node.detail).toMatchObject({
      before: { endpoint: environment.gravityZone.url },
      after: { endpoint: otherName() },
    });
    expect(JSON.stringify(bitdefenderAudit)).not.toContain(apiKey);
  });

  it('connect again: is recognised under another address, with its mappings', async () => {
    await environment.data(admin, disconnect, { input: { integrationId } });
    expect(await change({ endpoint: environment.gravityZone.url, apiKey })).toMatchObject({
      userErrors: [{ code: 'NOT_CONNECTED' }],
    });
    expect(await shown()).toMatchObject([{ state: 'DISCONNECTED', syncing: false }]);
    const again = await connectSimulator(environment, admin, apiKey);
    expect(again.integrationId).toBe(integrationId);
    expect(await shown()).toMatchObject([{ endpoint: environment.gravityZone.url, state: 'CONNECTED' }]);
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('connect again: the key of another GravityZone is noticed before anything is overwritten', async () => {
    await environment.data(admin, disconnect, { input: { integrationId } });
    const before = await shown();
    const refused = await environment.data(admin, connect, {
      input: {
        integrationId,
        endpoint: other.url,
        apiKey: other.addKey(),
        caCertificate: other.caCertificate,
      },
    });
    expect(refused).toMatchObject({ connectBitdefender: { userErrors: [{ code: 'OTHER_GRAVITYZONE' }] } });
    // At the same address, but of another company.
    const [company] = [...environment.gravityZone.world.companies.values()].filter(({ name }) => name === 'Bakery');
    const foreign = environment.gravityZone.addKey({ companyId: company?.id ?? '' });
    const child = await environment.data(admin, connect, { input: { integrationId, apiKey: foreign } });
    expect(child).toMatchObject({ connectBitdefender: { userErrors: [{ code: 'OTHER_GRAVITYZONE' }] } });
    expect(await shown()).toEqual(before);
    // What is left out stays as it was: address and trust.
    const good = await environment.data(admin, connect, { input: { integrationId, apiKey } });
    expect(good).toMatchObject({ connectBitdefender: { integration: { id: integrationId }, userErrors: [] } });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('of two rotations at once only one takes place', async () => {
    const keys = [environment.gravityZone.addKey(), environment.gravityZone.addKey()];
    // Both have read the integration before either is answered.
    const both = Promise.withResolvers<void>();
    let asked = 0;
    environment.gravityZone.beforeAnswer = async ({ method }) => {
      if (method !== 'getApiKeyDetails') return;
      asked += 1;
      if (asked === keys.length) both.resolve();
      await both.promise;
    };
    const answers = await Promise.all(
      keys.map((key) =>
        environment.data<{ rotateBitdefenderKey: { userErrors: { code: string }[] } }>(admin, rotate, {
          input: { integrationId, apiKey: key },
        }),
      ),
    );
    environment.gravityZone.beforeAnswer = null;
    const codes = answers.map(({ rotateBitdefenderKey }) => rotateBitdefenderKey.userErrors[0]?.code ?? 'DONE');
    expect(codes.sort()).toEqual(['CHANGED_MEANWHILE', 'DONE']);
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
  });
});

describe('several integrations of one tenant', () => {
  let environment: TestEnvironment;
  let appliance: GravityZoneSimulator;
  const clients: string[] = [];
  let applianceId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    appliance = await anotherSimulator({ flavour: 'ON_PREMISES' });
    const { world } = environment.gravityZone;
    const cloudCompany = world.addCompany('Cloud customer').id;
    world.addDevice({ companyId: cloudCompany, name: 'CLOUD-01' });
    appliance.world.addDevice({ companyId: appliance.world.root.id, name: 'RACK-01' });
    for (const name of ['Of the cloud', 'Of the appliance'])
      clients.push(environment.core.world('msp-one').addClient({ name }).id);
    await connectSimulator(environment);
    ({ integrationId: applianceId } = await connectSimulator({ ...environment, gravityZone: appliance }));
    await mapByBdId(environment, { [cloudCompany]: clients[0] ?? '', 'on-premises': clients[1] ?? '' });
  });

  const namesOf = async (clientId: string) => {
    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { device: { name: string; syncing: boolean } } }[] };
    }>(
      technician,
      'query ($id: ID!) { bitdefenderDevices(filter: { clientId: $id }) { edges { node { device { name syncing } } } } }',
      {
        id: clientId,
      },
    );
    return bitdefenderDevices.edges.map(({ node: { device } }) => [device.name, device.syncing]);
  };

  it('are synced each for itself, a cloud beside an appliance', async () => {
    for (const clientId of clients) await syncNow(environment, clientId);
    expect(await namesOf(clients[0] ?? '')).toEqual([['CLOUD-01', true]]);
    expect(await namesOf(clients[1] ?? '')).toEqual([['RACK-01', true]]);
  });

  it('end each for itself: the other goes on', async () => {
    await environment.data(admin, disconnect, { input: { integrationId: applianceId } });
    const nothing = await environment.data(technician, syncClient, { input: { clientId: clients[1] } });
    expect(nothing).toMatchObject({ syncBitdefenderClient: { userErrors: [{ code: 'DISCONNECTED' }] } });
    expect(await namesOf(clients[1] ?? '')).toEqual([['RACK-01', false]]);
    expect(await syncNow(environment, clients[0] ?? '')).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('connects again to a reinstalled appliance only when the admin confirms it', async () => {
    const [old] = [...appliance.world.devices.values()];
    appliance.world.removeDevice(old?.id ?? '');
    appliance.world.addDevice({ companyId: appliance.world.root.id, name: 'RACK-02' });
    const input = { endpoint: appliance.url, caCertificate: appliance.caCertificate, apiKey: appliance.addKey() };
    const refused = await environment.data(admin, connect, { input });
    expect(refused).toMatchObject({ connectBitdefender: { userErrors: [{ code: 'OTHER_GRAVITYZONE' }] } });
    const again = await environment.data(admin, connect, { input: { ...input, reinstalled: true } });
    expect(again).toMatchObject({ connectBitdefender: { integration: { id: applianceId }, userErrors: [] } });
    await syncNow(environment, clients[1] ?? '');
    expect((await namesOf(clients[1] ?? '')).map(([name]) => name)).toContain('RACK-02');
  });
});
