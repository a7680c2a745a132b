import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { roverSubgraphs } from '../../../demo/gateway/compose.js';
import { readConfig } from '../../../src/config.js';
import { limits } from '../../../src/graphql/limits.js';
import { readCallback } from '../../../src/server/subscriptions/callback-request.js';
import { codeBlocks } from '../../support/code-blocks.js';

const blocks = codeBlocks(readFileSync('docs/routers.md', 'utf8'));
const sample = (title: string) => parse(blocks.get(title) ?? '');
const names = roverSubgraphs().map(({ name }) => name);
/** Where this service and core are on a development machine; hosts differ, paths do not. */
const paths = Object.fromEntries(roverSubgraphs().map(({ name, url }) => [name, new URL(url).pathname]));

it('has a sample for each router, and reads no other', () => {
  expect([...blocks.keys()]).toEqual([
    'router.yaml',
    'router-callback.yaml',
    'The environment of this service.',
    'gateway.config.js',
    'graph.yaml',
    'config.yaml',
    'gateway.js',
    'router-costs.yaml',
  ]);
});

it.each(['router.yaml', 'router-callback.yaml'])("passes token and errors on in Apollo Router's %s", (title) => {
  const { headers, include_subgraph_errors } = sample(title);
  expect(headers.all.request).toEqual([{ propagate: { named: 'authorization' } }]);
  expect(include_subgraph_errors).toEqual({ all: true });
});

it('leads Apollo Router to the paths of the subgraphs, over a subprotocol that is served', () => {
  const { override_subgraph_url, subscription } = sample('router.yaml');
  const given = Object.entries<string>(override_subgraph_url).map(([name, url]) => [name, new URL(url).pathname]);
  expect(Object.fromEntries(given)).toEqual(paths);
  // Apollo Router calls graphql-transport-ws so, and the legacy one graphql_transport_ws.
  expect(subscription.mode).toEqual({
    passthrough: { subgraphs: { bitdefender: { path: paths.bitdefender, protocol: 'graphql_ws' } } },
  });
});

it('makes Apollo Router and this service agree on callbacks', () => {
  const { public_url, path, heartbeat_interval, subgraphs, listen } =
    sample('router-callback.yaml').subscription.mode.callback;
  const key = `main:${Buffer.alloc(32).toString('base64')}`;
  const { callbacks } = readConfig({
    ...parseEnv(readFileSync('.env.example', 'utf8')),
    ...{ MASTER_KEYS: key, OPSMERGE_TOKEN: 'token' },
    ...parseEnv(blocks.get('The environment of this service.') ?? ''),
  });
  const callbackUrl = `${public_url}/7f3c`;
  const heartbeatIntervalMs = Number(/^(\d+)s$/.exec(heartbeat_interval)?.[1]) * 1_000;
  const asked = { callbackUrl, subscriptionId: '7f3c', verifier: 'v', heartbeatIntervalMs };
  expect(readCallback(asked, callbacks.urls)).toMatchObject({ url: callbackUrl, heartbeatMilliseconds: 15_000 });
  expect(new URL(public_url).pathname).toBe(path);
  expect(callbacks.allowedNetworks[0]?.ports).toEqual([Number(new URL(public_url).port)]);
  expect(new URL(`http://${listen}`).port).toBe(new URL(public_url).port);
  expect(subgraphs).toEqual(['bitdefender']);
});

it('bounds the cost of a request to this subgraph by its own limit', () => {
  const { max, subgraph_limits } = sample('router-costs.yaml').demand_control.strategy.static_estimated;
  expect(subgraph_limits.subgraphs).toEqual({ bitdefender: { max: limits.cost } });
  expect(max).toBeGreaterThan(limits.cost);
});

it('leads Cosmo to the paths of the subgraphs, over a transport that is served', () => {
  const { subgraphs } = sample('graph.yaml');
  expect(subgraphs.map(({ name }: { name: string }) => name)).toEqual(names);
  for (const { name, routing_url, schema } of subgraphs) {
    expect(new URL(routing_url).pathname).toBe(paths[name]);
    expect(existsSync(schema.file)).toBe(true);
  }
  const { url, ...how } = subgraphs[1].subscription;
  expect(new URL(url).pathname).toBe(paths.bitdefender);
  expect(how).toEqual({ protocol: 'ws', websocket_subprotocol: 'graphql-transport-ws' });
});

it('makes Cosmo pass the token and the extensions of errors on', () => {
  const { headers, subgraph_error_propagation, websocket } = sample('config.yaml');
  expect(headers.all.request).toEqual([{ op: 'propagate', named: 'Authorization' }]);
  expect(subgraph_error_propagation.allowed_extension_fields).toEqual(['code', 'field', 'retryAfterSeconds']);
  expect(websocket.forward_initial_payload).toBe(true);
});
