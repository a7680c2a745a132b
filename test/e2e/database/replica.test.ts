import { beforeAll, describe, expect, it } from 'vitest';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { listen } from '../../support/live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { type ReplicatedDatabase, startReplicatedDatabase } from '../../support/replica.js';

const threats = `{ bitdefenderThreats(first: 100, filter: { status: ALL, minimumSeverity: UNKNOWN }) {
  totalCount asOf edges { node { id name status } } } }`;
const resolve = `mutation ($ids: [ID!]!) {
  triageBitdefenderThreats(input: { ids: $ids, decision: RESOLVE }) { seen userErrors { code } } }`;
const field = 'bitdefenderThreatDetected';
const detected = `subscription { ${field} { cursor threat { name } } }`;

interface Threats {
  bitdefenderThreats: {
    totalCount: number;
    asOf: string | null;
    edges: { node: { id: string; name: string; status: string } }[];
  };
}

describe('a service with a replica', () => {
  let database: ReplicatedDatabase;
  let environment: TestEnvironment;
  let bakery: ReturnType<typeof addBakery>;

  /** The list as the graph gives it to a request with this header. */
  async function read(seen?: string, url = environment.app.url) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await environment.tokens.issue(technician)}`,
        ...(seen !== undefined && { 'x-opsmerge-seen': seen }),
      },
      body: JSON.stringify({ query: threats }),
    });
    const { data } = (await response.json()) as { data: Threats };
    const { totalCount, asOf, edges } = data.bitdefenderThreats;
    expect(totalCount).toBe(edges.length);
    return { asOf, names: edges.map(({ node }) => node.name).toSorted(), edges };
  }

  async function detect(name: string) {
    const { companyId, deviceId } = bakery;
    environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore: 95 });
    expect((await syncNow(environment, bakery.clientId)).state).toBe('SUCCEEDED');
  }

  beforeAll(async () => {
    database = await startReplicatedDatabase();
    environment = await testEnvironment({
      databaseUrl: database.url,
      read: { url: database.readUrl, lagSeconds: 3_600 },
    });
    bakery = addBakery(environment);
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await detect('Trojan.First');
  });

  it('reads lists from the replica once it has what the tenant wrote, and says of when', async () => {
    await database.caughtUp();
    const before = Date.now();
    const { asOf, names } = await eventually(async () => {
      const answer = await read();
      return answer.asOf !== null && answer;
    });
    expect(names).toEqual(['Trojan.First']);
    expect(Math.abs(new Date(asOf ?? 0).getTime() - before)).toBeLessThan(3_600_000);
  });

  it('shows the own change at once, and what only others wrote when the replica has it', async () => {
    await database.caughtUp();
    await database.pause();
    const [threat] = (await read()).edges;
    const { triageBitdefenderThreats } = await environment.data<{
      triageBitdefenderThreats: { seen: string; userErrors: object[] };
    }>(technician, resolve, { ids: [threat?.node.id] });
    expect(triageBitdefenderThreats.userErrors).toEqual([]);
    const own = await read();
    expect(own).toMatchObject({ asOf: null, edges: [{ node: { status: 'RESOLVED' } }] });

    // Another process of the service knows nothing of it, but by the token.
    const replica = await environment.startReplica();
    const ask = (seen?: string) => read(seen, replica.url);
    expect(await ask()).toMatchObject({ asOf: expect.any(String), edges: [{ node: { status: 'UNRESOLVED' } }] });
    expect(await ask(triageBitdefenderThreats.seen)).toMatchObject({
      asOf: null,
      edges: [{ node: { status: 'RESOLVED' } }],
    });
    expect(await ask('unreadable')).toMatchObject({ asOf: null });

    const strict = await environment.startReplica({ read: { url: database.readUrl, lagSeconds: 1 } });
    await eventually(async () => (await read(undefined, strict.url)).asOf === null);

    await database.resume();
    await database.caughtUp();
    const later = await ask(triageBitdefenderThreats.seen);
    expect(later).toMatchObject({ asOf: expect.any(String), edges: [{ node: { status: 'RESOLVED' } }] });
    expect((await read()).asOf).not.toBeNull();
  });

  it('skips no event, and shows a subscriber what the event was about', async () => {
    const listener = await listen<{ cursor: string; threat: { name: string } }>(
      environment,
      technician,
      field,
      detected,
    );
    await database.pause();
    await detect('Trojan.Second');
    await detect('Trojan.Third');
    await eventually(async () => listener.events.length === 2);
    await listener.leave();
    expect(listener.events.map(({ threat }) => threat.name)).toEqual(['Trojan.Second', 'Trojan.Third']);
    const all = ['Trojan.First', 'Trojan.Second', 'Trojan.Third'];
    const cursor = listener.events.at(-1)?.cursor;
    // A process that has changed nothing knows only by the cursor.
    const { url } = await environment.startReplica();
    expect(await read(undefined, url)).toMatchObject({ asOf: expect.any(String), names: ['Trojan.First'] });
    expect(await read(cursor, url)).toMatchObject({ asOf: null, names: all });
    await database.resume();
    await database.caughtUp();
    expect(await read(cursor, url)).toMatchObject({ asOf: expect.any(String), names: all });
  });

  it('reads from the primary when the replica stops', async () => {
    await database.stopReplica();
    expect(await read()).toMatchObject({ asOf: null, names: ['Trojan.First', 'Trojan.Second', 'Trojan.Third'] });
    expect(environment.logged()).not.toContain('a request failed');
  });
});
