import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { GravityZoneSimulator } from '../gravityzone/simulator.js';
import { type ActionParameter, type StageAction, stageActions } from './actions.js';
import type { Stage } from './stage.js';

export interface ServeStageOptions {
  port?: number;
  /** The origins of the pages that may ask: those of the gateway. */
  origins: readonly string[];
  /** Resolves when there is something to work on; until then, actions are refused. */
  stage: Promise<Stage>;
  /** The GravityZone that a visitor connects, and its key. */
  byHand: { gravityZone: GravityZoneSimulator; apiKey: string };
}

/** The server of the stage. */
export interface StageServer {
  url: string;
  close(): Promise<void>;
}

/** An answer before it is written. */
interface Reply {
  status: number;
  body: unknown;
}

const refusal = (status: number, message: string): Reply => ({ status, body: { message } });
/** The parameters of an action in JSON are far shorter. */
const longestBody = 1_024;
const given = z.record(z.string().max(50), z.string().max(50));

/**
 * Serves the stage on this machine: `GET /stage` lists what a visitor can make happen and how things stand, `POST /stage/<id>`
 * does it. It answers only requests that name this machine as their host, and pages of the gateway's origins.
 */
export async function serveStage({ port = 0, origins, stage, byHand }: ServeStageOptions): Promise<StageServer> {
  let ready: Stage | null = null;
  stage.then(
    (value) => {
      ready = value;
    },
    () => undefined,
  );
  // One after the other: each finds the world as the one before has left it.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  function describe(): Reply {
    const { gravityZone, apiKey } = byHand;
    const { url, caCertificate, fingerprint } = gravityZone;
    return {
      status: 200,
      body: {
        ready: ready !== null,
        actions: ready === null ? [] : stageActions.map((action) => describeAction(action, ready as Stage)),
        state: ready && stateOf(ready),
        connectByHand: { endpoint: url, apiKey, caCertificate, certificateFingerprint: fingerprint },
      },
    };
  }

  async function perform(id: string, request: IncomingMessage): Promise<Reply> {
    const action = stageActions.find((candidate) => candidate.id === id);
    if (action === undefined) return refusal(404, 'There is no such action.');
    if (request.headers['content-type'] !== 'application/json') return refusal(415, 'Send JSON.');
    if (!(Number(request.headers['content-length']) <= longestBody))
      return refusal(413, 'Send the parameters of the action only.');
    const parsed = given.safeParse(parsedJson((await buffer(request)).toString('utf8')));
    if (!parsed.success) return refusal(400, 'Send an object with the parameters of the action.');
    const at = ready;
    if (at === null) return refusal(409, 'The demo is still being set up: try again in a moment.');
    return inTurn(async () => {
      const values = valuesFor(action.parameters?.(at) ?? [], parsed.data);
      if (typeof values === 'string') return refusal(400, values);
      const done = await action.perform(at, values);
      return { status: 200, body: { action: id, ...done, state: stateOf(at) } };
    });
  }

  async function reply(request: IncomingMessage): Promise<Reply> {
    if (!isOfThisMachine(request)) return refusal(403, 'Only this machine is answered.');
    const { origin } = request.headers;
    if (origin !== undefined && !origins.includes(origin))
      return refusal(403, 'Only pages of the gateway are answered.');
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, id] = /^\/stage\/([a-z-]+)$/.exec(pathname) ?? [];
    if (pathname !== '/stage' && id === undefined) return refusal(404, 'There is no such page.');
    const wanted = id === undefined ? 'GET' : 'POST';
    if (request.method === 'OPTIONS') return { status: 204, body: null };
    if (request.method !== wanted) return refusal(405, `Use ${wanted}.`);
    return id === undefined ? describe() : perform(id, request);
  }

  const server = createServer((request, response) => {
    void reply(request)
      .catch((error: Error) => refusal(500, error.message))
      .then((answer) => send(request, response, answer, origins));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stage`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  { status, body }: Reply,
  origins: readonly string[],
): void {
  response.writeHead(status, {
    ...(body !== null && { 'content-type': 'application/json; charset=utf-8' }),
    ...(status !== 403 &&
      origin !== undefined &&
      origins.includes(origin) && {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'content-type',
      }),
    vary: 'origin',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  response.end(body === null ? undefined : JSON.stringify(body));
}

function describeAction({ id, title, effect, parameters }: StageAction, stage: Stage) {
  return { id, title: title(stage), effect: effect(stage), parameters: parameters?.(stage) ?? [] };
}

/** How things stand on the stage. */
function stateOf({ key, core, randomThreats, story, zones, first, connected }: Stage) {
  const { world } = zones.cloud;
  return {
    key: { integrationId: connected.integrationId, ...key },
    core: core.faults.down ? 'DOWN' : 'UP',
    quiet: randomThreats.quiet,
    secondsBetweenThreats: randomThreats.secondsBetween,
    target: { clientId: first.plan.id, hostName: world.device(story.target.deviceId).name },
    renamed: { clientId: first.plan.id, hostName: world.device(story.renamed.deviceId).name },
  };
}

/** The values of an action's parameters, with the defaults of those left out; a sentence if they are not understood. */
function valuesFor(
  parameters: readonly ActionParameter[],
  values: Readonly<Record<string, string>>,
): Record<string, string> | string {
  const unknown = Object.keys(values).find((name) => parameters.every((parameter) => parameter.name !== name));
  if (unknown !== undefined) return `There is no parameter ${unknown}.`;
  const entries = parameters.map(({ name, choices }) => [name, values[name] ?? choices[0]?.value ?? ''] as const);
  const wrong = parameters.find(({ name, choices }) =>
    entries.some(([of, value]) => of === name && choices.every((choice) => choice.value !== value)),
  );
  if (wrong === undefined) return Object.fromEntries(entries);
  return `${wrong.name} is one of ${wrong.choices.map(({ value }) => value).join(', ')}.`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a request names this machine as its host: a name of another that leads here does not. */
const isOfThisMachine = ({ headers: { host = '' } }: IncomingMessage) => loopback.has(host.replace(/:\d+$/, ''));
