import { beforeAll, describe, expect, it } from 'vitest';
import { service, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const freshness = '{ lastSyncedAt staleAt stale staleCompanies streams { stream lastSucceededAt stale } }';
const query = `query ($id: ID!) {
  bitdefenderIntegrations { freshness ${freshness} }
  bitdefenderThreatCounts { stale }
  _entities(representations: [{ __typename: "Client", id: $id }]) { ... on Client { bitdefender {
    threatCounts { stale } freshness ${freshness} } } } }`;

interface Freshness {
  lastSyncedAt: string | null;
  staleAt: string | null;
  stale: boolean;
  staleCompanies: number;
  streams: { stream: string; lastSucceededAt: string | null; stale: boolean }[];
}
interface Shown {
  bitdefenderIntegrations: { freshness: Freshness }[];
  bitdefenderThreatCounts: { stale: boolean };
  _entities: { bitdefender: { threatCounts: { stale: boolean }; freshness: Freshness } }[];
}

describe('the freshness of data', () => {
  let environment: TestEnvironment;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    const bakery = addBakery(environment);
    clientId = bakery.clientId;
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: clientId });
  });

  async function ask() {
    const answer = await environment.data<Shown>(service, query, { id: clientId });
    return {
      client: answer._entities[0]?.bitdefender.freshness as Freshness,
      integration: answer.bitdefenderIntegrations[0]?.freshness as Freshness,
      counts: [answer.bitdefenderThreatCounts.stale, answer._entities[0]?.bitdefender.threatCounts.stale],
    };
  }
  const timeOf = ({ streams }: Freshness, name: string) =>
    new Date(streams.find(({ stream }) => stream === name)?.lastSucceededAt ?? 0).getTime();
  const staleStreams = ({ streams }: Freshness) => streams.filter(({ stale }) => stale).map(({ stream }) => stream);
  const streamNames = ['INVENTORY', 'MATCHING', 'INCIDENTS', 'QUARANTINE', 'DETAILS'];

  it('reports data as stale when they were never read', async () => {
    const { client, integration, counts } = await ask();
    expect(client).toMatchObject({ lastSyncedAt: null, staleAt: null, stale: true, staleCompanies: 1 });
    expect(staleStreams(client)).toEqual(streamNames);
    expect(integration).toMatchObject({ stale: true });
    expect(counts).toEqual([true, true]);
  });

  it('reports all data of a quiet client as fresh for two hours after a sync', async () => {
    await syncNow(environment, clientId);
    const { client, integration, counts } = await ask();
    expect(client).toMatchObject({ stale: false, staleCompanies: 0 });
    expect(staleStreams(client)).toEqual([]);
    expect(new Date(client.staleAt ?? 0).getTime() - new Date(client.lastSyncedAt ?? 0).getTime()).toBe(7_200_000);
    expect(integration).toEqual(client);
    expect(counts).toEqual([false, false]);
  });

  it('keeps the last success of a stream when it fails, beside the others', async () => {
    const before = (await ask()).client;
    environment.gravityZone.faults.add({ kind: 'noItems', method: 'getQuarantineItemsList', times: Infinity });
    const run = await syncNow(environment, clientId);
    environment.gravityZone.faults.clear();
    expect(run.state).toBe('PARTIAL');
    expect(run.streams.map(({ stream, state }) => `${stream} ${state}`)).toEqual([
      'INVENTORY SUCCEEDED',
      'MATCHING SUCCEEDED',
      'INCIDENTS SUCCEEDED',
      'QUARANTINE FAILED',
      'DETAILS SUCCEEDED',
    ]);
    const after = (await ask()).client;
    for (const name of streamNames)
      expect(timeOf(after, name) > timeOf(before, name), name).toBe(name !== 'QUARANTINE');
    expect(after.lastSyncedAt).toBe(before.lastSyncedAt);
  });

  it('reports data as stale everywhere when the last sync is too old', async () => {
    await syncNow(environment, clientId);
    // The clock cannot be moved; the past can.
    await environment.database.query(
      `update company set last_synced_at = last_synced_at - interval '3 hours', stale_at = stale_at - interval '3 hours',
         matching_succeeded_at = matching_succeeded_at - interval '3 hours'`,
    );
    const { client, integration, counts } = await ask();
    expect(client).toMatchObject({ stale: true, staleCompanies: 1 });
    expect(staleStreams(client)).toEqual(['MATCHING']);
    expect(integration).toMatchObject({ stale: true, staleCompanies: 1 });
    expect(counts).toEqual([true, true]);
  });
});
