import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import {
  connectSimulator,
  mapByBdId,
  mapCompanies,
  type RunAnswer,
  runById,
  runEnded,
  syncClient,
  syncNow,
} from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';

const disconnect = `mutation ($input: DisconnectBitdefenderInput!) {
  disconnectBitdefender(input: $input) { integration { state } userErrors { code } } }`;
const rotate = `mutation ($input: RotateBitdefenderKeyInput!) {
  rotateBitdefenderKey(input: $input) { integration { state } userErrors { code } } }`;
const threats = `query ($clientId: ID!) {
  bitdefenderThreats(filter: { clientId: $clientId, minimumSeverity: UNKNOWN, status: ALL }) { edges { node { name } } } }`;
const devices = `query ($clientId: ID!) { bitdefenderDevices(filter: { clientId: $clientId }) { edges { node { name } } } }`;

const otherAdmin: Identity = { subject: 'eve', roles: ['admin'], tenantId: 'msp-two' };

describe('what happens at the same time', () => {
  let environment: TestEnvironment;
  let integrationId: string;
  let apiKey: string;
  let bakery: string;
  let deviceId: string;
  let companyId: string;
  let clientId: string;
  let otherClientId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    const { gravityZone, core } = environment;
    bakery = gravityZone.world.addCompany('Bakery').id;
    deviceId = gravityZone.world.addDevice({ companyId: bakery, name: 'OVEN-01' }).id;
    clientId = core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    otherClientId = core.world('msp-one').addClient({ name: 'The Butcher' }).id;
  });

  // Each begins with the integration as it is after a first sync.
  beforeEach(async () => {
    environment.gravityZone.faults.clear();
    environment.gravityZone.beforeAnswer = null;
    ({ integrationId, apiKey } = await connectSimulator(environment).catch(() => ({ integrationId, apiKey })));
    await mapByBdId(environment, { [bakery]: clientId });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
    const { bitdefenderCompanies } = await environment.data<{
      bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] };
    }>(admin, '{ bitdefenderCompanies(first: 100) { edges { node { id bdId } } } }');
    companyId = nodesOf(bitdefenderCompanies).find(({ bdId }) => bdId === bakery)?.id ?? '';
  });

  const begin = async (id = clientId) => {
    const { syncBitdefenderClient } = await environment.data<{ syncBitdefenderClient: { runs: { id: string }[] } }>(
      technician,
      syncClient,
      { input: { clientId: id } },
    );
    return syncBitdefenderClient.runs[0]?.id ?? '';
  };
  /** Resolves with what `work` gives; the next answer to `method` waits for it. */
  const during = <Result>(method: string, work: () => Promise<Result>) =>
    new Promise<Result>((resolve, reject) => {
      environment.gravityZone.beforeAnswer = async (call) => {
        if (call.method !== method) return;
        environment.gravityZone.beforeAnswer = null;
        await work().then(resolve, reject);
      };
    });
  const namesOf = async (query: string, id: string) => {
    const [list] = Object.values(
      await environment.data<Record<string, { edges: { node: { name: string } }[] }>>(technician, query, {
        clientId: id,
      }),
    );
    return (list?.edges ?? []).map(({ node }) => node.name);
  };
  const map = (mapping: object, identity = admin) =>
    environment.data<{ mapBitdefenderCompanies: { outcomes: { userErrors: { code: string; message: string }[] }[] } }>(
      identity,
      mapCompanies,
      { input: { mappings: [{ companyId, ...mapping }] } },
    );

  it('waits for no pending call when the integration is disconnected during a sync', async () => {
    environment.gravityZone.faults.add({ kind: 'timeout', method: 'getNetworkInventoryItems' });
    environment.gravityZone.calls.length = 0;
    const runId = await begin();
    await eventually(async () =>
      environment.gravityZone.calls.some(({ method }) => method === 'getNetworkInventoryItems'),
    );
    await environment.data(admin, disconnect, { input: { integrationId } });
    const asked = environment.gravityZone.calls.length;
    const run = await runEnded(environment, runId);
    expect(run.state).toBe('CANCELLED');
    expect(run.streams).toMatchObject([{ stream: 'INVENTORY', problem: { code: 'DISCONNECTED' } }]);
    expect(environment.gravityZone.calls.length).toBe(asked);
    const { rows } = await environment.database.query('select next_sync_at from company where id = $1', [companyId]);
    expect(rows).toEqual([{ next_sync_at: null }]);
  });

  it('finishes a sync when the key is rotated and the old one withdrawn during it', async () => {
    const fresh = environment.gravityZone.addKey();
    const rotated = during('getNetworkInventoryItems', async () => {
      const answer = await environment.data(admin, rotate, { input: { integrationId, apiKey: fresh } });
      environment.gravityZone.removeKey(apiKey);
      return answer;
    });
    const runId = await begin();
    expect(await rotated).toMatchObject({ rotateBitdefenderKey: { userErrors: [] } });
    const run = await runEnded(environment, runId);
    expect(run).toMatchObject({ state: 'SUCCEEDED' });
    expect(run.streams.map(({ problem }) => problem)).toEqual(run.streams.map(() => null));
    apiKey = fresh;
  });

  const whileItReads = [
    { what: 'devices', method: 'getNetworkInventoryItems' },
    { what: 'incidents', method: 'getIncidentsList' },
  ];

  it.each(whileItReads)(
    'writes to the new client when its company is remapped while a sync reads $what',
    async ({ what, method }) => {
      const name = `Trojan.Late.${what}`;
      environment.gravityZone.world.addIncident({ companyId: bakery, deviceId, name, severityScore: 90 });
      const remapped = during(method, () => map({ clientId: otherClientId }));
      const runId = await begin();
      expect((await remapped).mapBitdefenderCompanies.outcomes).toMatchObject([{ userErrors: [] }]);
      const run = await runEnded(environment, runId);
      expect(run.state).toBe('SUCCEEDED');
      expect(await namesOf(threats, otherClientId)).toContain(name);
      expect(await namesOf(threats, clientId)).toEqual([]);
      expect(await namesOf(devices, clientId)).toEqual([]);
      const tickets = await eventually(async () => {
        const found = environment.core.tickets.filter(({ title }) => title.includes(name));
        return found.length > 0 && found;
      });
      expect(tickets.map((ticket) => ticket.clientId)).toEqual([otherClientId]);
      const { rows } = await environment.database.query(
        'select next_sync_at <= now() as due from company where id = $1',
        [companyId],
      );
      expect(rows).toEqual([{ due: true }]);
      expect(await syncNow(environment, otherClientId)).toMatchObject({ state: 'SUCCEEDED' });
      expect(await namesOf(devices, otherClientId)).toEqual(['OVEN-01']);
    },
  );

  it.each(whileItReads)(
    'writes nothing for a client whose company is unmapped while a sync reads $what',
    async ({ what, method }) => {
      const name = `Trojan.Nobody.${what}`;
      environment.gravityZone.world.addIncident({ companyId: bakery, deviceId, name, severityScore: 90 });
      const unmapped = during(method, () =>
        environment.data(
          admin,
          'mutation ($id: ID!) { unmapBitdefenderCompanies(input: { companyIds: [$id] }) { outcomes { userErrors { code } } } }',
          { id: companyId },
        ),
      );
      const runId = await begin();
      await unmapped;
      const run = await runEnded(environment, runId);
      expect(run.state).toBe('SUCCEEDED');
      expect(await namesOf(devices, clientId)).toEqual([]);
      expect(await namesOf(threats, clientId)).not.toContain(name);
      const { rows } = await environment.database.query(
        'select threat.client_id, alert.id from threat left join alert on alert.threat_id = threat.id where name = $1',
        [name],
      );
      expect(rows).toEqual([{ client_id: null, id: null }]);
      environment.gravityZone.world.incidents.clear();
    },
  );

  it('refuses the older view when two people map the same company at once', async () => {
    await environment.data(
      admin,
      'mutation ($id: ID!) { unmapBitdefenderCompanies(input: { companyIds: [$id] }) { outcomes { userErrors { code } } } }',
      { id: companyId },
    );
    const bob: Identity = { ...admin, subject: 'bob' };
    const answers = await Promise.all([
      map({ clientId, expectedClientId: null }),
      map({ clientId: otherClientId, expectedClientId: null }, bob),
    ]);
    const errors = answers.map(({ mapBitdefenderCompanies }) => mapBitdefenderCompanies.outcomes[0]?.userErrors ?? []);
    const refused = errors.flat();
    expect(refused).toMatchObject([{ code: 'MAPPED_MEANWHILE' }]);
    const winner = errors[0]?.length === 0 ? clientId : otherClientId;
    expect(refused[0]?.message).toContain(winner === clientId ? 'ada' : 'bob');
    const { rows } = await environment.database.query('select client_id from company where id = $1', [companyId]);
    expect(rows).toEqual([{ client_id: winner }]);
    // Repeating what the other has done is no conflict.
    expect((await map({ clientId: winner, expectedClientId: null })).mapBitdefenderCompanies.outcomes).toMatchObject([
      { userErrors: [] },
    ]);
  });

  it('unmap with the client one saw: who has been mapped elsewhere meanwhile stays', async () => {
    const unmap = async (expectedClientId: string) => {
      const { unmapBitdefenderCompanies } = await environment.data<{
        unmapBitdefenderCompanies: { outcomes: { userErrors: { code: string; message: string }[] }[] };
      }>(
        admin,
        `mutation ($input: UnmapBitdefenderCompaniesInput!) { unmapBitdefenderCompanies(input: $input) {
          outcomes { userErrors { code message } } } }`,
        { input: { companyIds: [companyId], expectedClientId } },
      );
      return unmapBitdefenderCompanies.outcomes[0]?.userErrors;
    };
    const mapped = async () =>
      (await environment.database.query('select client_id from company where id = $1', [companyId])).rows[0]
        ?.client_id as string;
    const now = await mapped();
    const seen = now === clientId ? otherClientId : clientId;
    expect(await unmap(seen)).toMatchObject([{ code: 'MAPPED_MEANWHILE' }]);
    expect(await mapped()).toBe(now);
    expect(await unmap(now)).toEqual([]);
    expect(await mapped()).toBe(null);
    // Asking for what the other has already done is no conflict.
    expect(await unmap(now)).toEqual([]);
    await map({ clientId: now });
  });

  it('keeps the data of two tenants with one key apart, on one budget', async () => {
    const other = environment.core.world('msp-two').addClient({ name: 'Bakery of two' });
    const { integrationId: second } = await connectSimulator(environment, otherAdmin, apiKey);
    expect(second).not.toBe(integrationId);
    await mapByBdId(environment, { [bakery]: other.id }, otherAdmin);
    expect(await syncNow(environment, other.id, otherAdmin)).toMatchObject({ state: 'SUCCEEDED' });
    const ours = await environment.data<{ bitdefenderDevices: { edges: { node: { id: string } }[] } }>(
      admin,
      '{ bitdefenderDevices { edges { node { id } } } }',
    );
    const theirs = await environment.data<typeof ours>(otherAdmin, '{ bitdefenderDevices { edges { node { id } } } }');
    expect(theirs.bitdefenderDevices.edges).toHaveLength(1);
    const shared = ours.bitdefenderDevices.edges.filter(({ node }) =>
      theirs.bitdefenderDevices.edges.some((edge) => edge.node.id === node.id),
    );
    expect(shared).toEqual([]);
    const { rows } = await environment.database.query(
      'select count(distinct key_fingerprint)::int as keys from connection where id = any($1::uuid[])',
      [[integrationId, second]],
    );
    expect(rows).toEqual([{ keys: 1 }]);
    // One ends; the other goes on with the key.
    await environment.data(otherAdmin, disconnect, { input: { integrationId: second } });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
    const foreign = await environment.data<{ bitdefenderSyncRun: RunAnswer | null }>(otherAdmin, runById, {
      id: await begin(),
    });
    expect(foreign.bitdefenderSyncRun).toBeNull();
  });
});
