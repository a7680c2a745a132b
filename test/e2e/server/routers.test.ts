import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { roverSubgraphs } from '../../../demo/gateway/compose.js';
import { composers } from '../../../scripts/check-core/composers.mjs';
import { codeBlocks } from '../../support/code-blocks.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openStream } from '../../support/event-stream.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

let environment: TestEnvironment;
let samples: Map<string, string>;
/** The supergraphs, by their composers. */
const supergraphs: Partial<Record<keyof typeof composers, string>> = {};
const threat = plantedThreat({ tenantId: 'msp-one' });
const bakery = { id: '', agentId: '' };

beforeAll(async () => {
  environment = await testEnvironment();
  const world = environment.core.world('msp-one');
  bakery.id = world.addClient({ name: 'Bakery' }).id;
  bakery.agentId = world.addAgent({ clientId: bakery.id, hostname: 'OVEN-01' }).id;
  await plantThreats(environment.database, [threat]);
  samples = codeBlocks(await readFile('docs/routers.md', 'utf8'));
  const urls: Record<string, string> = { opsmerge: environment.core.url, bitdefender: environment.app.url };
  const subgraphs = roverSubgraphs().map((each) => ({ ...each, url: urls[each.name] ?? each.url }));
  for (const name of ['Apollo', 'The Guild'] as const) supergraphs[name] = composers[name](subgraphs).supergraph ?? '';
});

/** Loads a sample of docs/routers.md as the module it is. */
async function load<Module>(title: string): Promise<Module> {
  const folder = await mkdtemp(join(tmpdir(), 'router-'));
  atEndOfFile(() => rm(folder, { recursive: true }));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const file = join(folder, title.replace(/\.js$/, '.mjs'));
  await writeFile(file, samples.get(title) ?? '');
  return import(/* @vite-ignore */ pathToFileURL(file).href);
}

type HiveConfig = Parameters<typeof createGatewayRuntime>[0] & { transportEntries?: object };

/** Starts Hive Gateway as the sample configures it, with changes; returns its address. */
async function startHive(change: (config: HiveConfig) => HiveConfig): Promise<string> {
  const { gatewayConfig } = await load<{ gatewayConfig: HiveConfig }>('gateway.config.js');
  const supergraph = supergraphs['The Guild'] ?? '';
  const runtime = createGatewayRuntime({ ...change(gatewayConfig), supergraph, logging: false } as HiveConfig);
  const server = createServer(runtime);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  atEndOfFile(async () => {
    server.closeAllConnections();
    server.close();
    await runtime.dispose();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

/** Starts Apollo Gateway as the sample does; returns its address. */
async function startApollo(): Promise<string> {
  const { createGateway } = await load<{ createGateway: (supergraphSdl: string) => never }>('gateway.js');
  const server = new ApolloServer<{ authorization: string | undefined }>({
    gateway: createGateway(supergraphs.Apollo ?? ''),
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => ({ authorization: req.headers.authorization }),
  });
  atEndOfFile(() => server.stop());
  return url;
}

const routers: [string, () => Promise<string>][] = [
  ['Hive Gateway', () => startHive((config) => config)],
  ['Apollo Gateway', startApollo],
];

describe.each(routers)('%s, as it is configured in docs/routers.md', (_name, start) => {
  let url: string;

  beforeAll(async () => {
    url = await start();
  });

  it('answers one query from both subgraphs', async () => {
    const query = `query ($id: ID!) {
      agent(id: $id) { hostname client { name bitdefender { __typename } } bitdefender { id } }
      bitdefenderSettings { portalEnabled }
    }`;
    const data = await environment.data(technician, query, { id: bakery.agentId }, url);
    expect(data).toEqual({
      agent: { hostname: 'OVEN-01', client: { name: 'Bakery', bitdefender: null }, bitdefender: null },
      bitdefenderSettings: { portalEnabled: false },
    });
  });

  it('runs a mutation', async () => {
    const mutation = `mutation ($input: TriageBitdefenderThreatsInput!) {
      triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
    const input = { ids: [threat.id], decision: 'NOTE', note: `through ${url}` };
    expect(await environment.data(technician, mutation, { input }, url)).toEqual({
      triageBitdefenderThreats: { userErrors: [] },
    });
    const { rows } = await environment.database.query('select note from threat where id = $1', [threat.id]);
    expect(rows[0].note).toBe(`through ${url}`);
  });

  it('keeps an error at its field with its code, and the rest of the page', async () => {
    const { data, errors = [] } = await environment.ask(
      technician,
      '{ bitdefenderWebhooks { id } bitdefenderSettings { portalEnabled } }',
      {},
      url,
    );
    expect(data).toEqual({ bitdefenderWebhooks: null, bitdefenderSettings: { portalEnabled: false } });
    expect(errors.map(({ path, extensions }) => ({ path, code: extensions?.code }))).toEqual([
      { path: ['bitdefenderWebhooks'], code: 'FORBIDDEN' },
    ]);
    expect((await environment.data(admin, '{ bitdefenderWebhooks { id } }', {}, url)).bitdefenderWebhooks).toEqual([]);
  });

  it('passes on that nobody is known without a token', async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ bitdefenderSettings { portalEnabled } }' }),
    });
    const { data, errors } = await response.json();
    expect(data?.bitdefenderSettings ?? null).toBeNull();
    expect(JSON.stringify(errors)).toContain('UNAUTHENTICATED');
  });
});

describe("Hive Gateway's subscriptions", () => {
  it.each<[string, (config: HiveConfig) => HiveConfig]>([
    ['websocket', (config) => config],
    ['sse', ({ transportEntries: _, ...config }) => config as HiveConfig],
  ])('arrive over %s', async (transport, change) => {
    const url = await startHive(change);
    const query = 'subscription { bitdefenderThreatChanged { threat { note } } }';
    const stream = await openStream(environment, technician, { query, url });
    const mutation = `mutation ($input: TriageBitdefenderThreatsInput!) {
      triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
    await eventually(async () => {
      const input = { ids: [threat.id], decision: 'NOTE', note: `by ${transport} ${stream.events.length}` };
      await environment.data(technician, mutation, { input });
      return JSON.stringify(stream.events).includes(`by ${transport}`);
    });
    stream.leave();
    await eventually(async () => environment.logged().includes(`"transport":"${transport}"`));
  });
});
