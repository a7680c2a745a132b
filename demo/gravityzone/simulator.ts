import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { type CertificateOptions, makeCertificate } from './certificate.js';
import {
  apiNotEnabled,
  badKey,
  methodNotFound,
  notFoundPage,
  RemoteError,
  type Reply,
  suspended,
  throttled,
} from './errors.js';
import { type Fault, Faults, replyOfFault } from './faults.js';
import { cloudServices, type Key, type Method, onPremisesServices, type Service, type Totals } from './methods.js';
import { reportArchive } from './reports.js';
import { type Limits, realLimits, Throttle } from './throttle.js';
import { World } from './world.js';

export type { Fault, FaultKind } from './faults.js';
export { type Limits, realLimits } from './throttle.js';
export { World } from './world.js';

export interface SimulatorOptions {
  flavour?: 'CLOUD' | 'ON_PREMISES';
  /** 0 takes a free one. */
  port?: number;
  /** IANA zone of the key owner's account, of naive dates. */
  zone?: string;
  /** The real ones by default. */
  limits?: Limits | 'off';
  /** Which of the two forms a 429 of the limits takes; they alternate by default. */
  throttledAs?: 'HTML' | 'JSON' | 'BOTH';
  /** Whether v1.1 network lists take 1000 rows a page, as documented, or only 100. */
  largestPage?: 1000 | 100;
  /** Of the world and of the limits. */
  clock?: () => Date;
  certificate?: CertificateOptions;
}

/** One call as it arrived; of the key only its last four characters are kept. */
export interface RecordedCall {
  key: string;
  service: string;
  version: string;
  method: string;
  params: Record<string, unknown>;
  at: Date;
  status: number;
}

/** Answers a call instead of the simulator; undefined lets the simulator answer. The id is filled in afterwards. */
export type Handler = (call: {
  service: string;
  version: string;
  method: string;
  params: Record<string, unknown>;
}) => { httpStatus: number; body: Record<string, unknown> } | undefined;

/** How the bodies of answers are encoded, whatever a request accepts. */
export interface ContentEncoding {
  header: string;
  encode(body: Buffer): Buffer;
}

export interface GravityZoneSimulator {
  /** The access URL, ending in /api. */
  readonly url: string;
  readonly caCertificate: string;
  /** SHA-256 of the certificate in hex. */
  readonly fingerprint: string;
  readonly world: World;
  readonly calls: RecordedCall[];
  readonly faults: Faults;
  /** The zone of naive dates; may be changed while running. */
  zone: string;
  handler: Handler | null;
  /**
   * Changes the rows of every list, and single endpoints and incidents, before they are sent; null sends them as they
   * are.
   */
  changeRows: ((rows: unknown[], method: string) => unknown[]) | null;
  /** Added to every total, to make it disagree. */
  totalError: number;
  /** The most rows that a page holds, however many were requested; null for as many as requested. */
  servedPage: number | null;
  /** Whether pages say how many rows and pages there are: as numbers, as texts, or not at all. */
  totals: Totals;
  contentEncoding: ContentEncoding | null;
  /** Runs before each answer is sent, which waits for it: the place for what must happen while a reader is at work. */
  beforeAnswer: ((call: RecordedCall) => Promise<void> | void) | null;
  /** Runs after each answered call: the place to make rows drift during a walk. */
  afterCall: ((call: RecordedCall) => void) | null;
  /** `zone` is that of the owner's account, if it differs from the simulator's. */
  addKey(options?: { companyId?: string; enabledApis?: string[]; incidentsLicensed?: boolean; zone?: string }): string;
  /** Changes what a key may do, as its owner does in Control Center. */
  changeKey(key: string, change: Partial<Pick<Key, 'enabledApis' | 'hiddenCompanies' | 'revoked'>>): void;
  removeKey(key: string): void;
  close(): Promise<void>;
}

/** The APIs of a key that has them all, but for the reports, which only a scheduled report needs. */
export const allApis = [
  'companies',
  'general',
  'incidents',
  'licensing',
  'network',
  'packages',
  'policies',
  'push',
  'quarantine',
];
const onPremisesApis = ['general', 'network', 'packages', 'policies', 'quarantine', 'reports'];
const oversizeBytes = 65 * 1024 * 1024;

interface Envelope {
  id: unknown;
  method: string;
  params: Record<string, unknown>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function parseEnvelope(body: string): Envelope {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new RemoteError(-32700, 'Parse error', 'The request is no JSON.');
  }
  const { id, jsonrpc, method, params } = parsed;
  if (jsonrpc !== '2.0' || typeof method !== 'string' || id === undefined || Array.isArray(parsed)) {
    throw new RemoteError(-32600, 'Invalid Request', 'The request is no JSON-RPC 2.0 request.');
  }
  return { id, method, params: typeof params === 'object' && params !== null ? { ...params } : {} };
}

/** Where a call goes and with which key. */
interface Target {
  secret: string;
  version: string;
  service: string;
}

function targetOf(request: IncomingMessage): Target | null {
  const path = /^\/api\/(v1\.\d)\/jsonrpc\/+(.+?)\/?$/.exec(request.url ?? '');
  if (path === null) return null;
  return { secret: keyOf(request), version: path[1] ?? '', service: path[2]?.toLowerCase() ?? '' };
}

function keyOf(request: IncomingMessage): string {
  const encoded = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8').replace(/:$/, '');
}

function send(response: ServerResponse, reply: Reply, encoding: ContentEncoding | null = null): void {
  const isText = reply.html !== undefined;
  const body = Buffer.from(isText ? (reply.html ?? '') : JSON.stringify(reply.body));
  response.writeHead(reply.status, {
    'Content-Type': isText ? 'text/html' : 'application/json',
    ...(encoding && { 'Content-Encoding': encoding.header }),
    ...reply.headers,
  });
  response.end(encoding ? encoding.encode(body) : body);
}

/** An answer beyond any bound, sent in pieces so that the simulator itself stays small. */
function sendOversize(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const piece = Buffer.alloc(1024 * 1024, 0x20);
  let sent = 0;
  const more = (): void => {
    while (sent < oversizeBytes && !response.destroyed) {
      sent += piece.length;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

/** An answer that keeps coming, a blank at a time, and never ends. */
function sendTrickle(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.once('close', () => clearInterval(timer));
}

/** Breaks the answer where the fault is of a kind that does; returns whether it did. */
function breakAnswer({ kind }: Fault, response: ServerResponse): boolean {
  switch (kind) {
    case 'timeout':
      return true;
    case 'reset':
      response.socket?.destroy();
      return true;
    case 'oversize':
      sendOversize(response);
      return true;
    case 'trickle':
      sendTrickle(response);
      return true;
    default:
      return false;
  }
}

function errorReply({ code, message, details, status, headers }: RemoteError, id: unknown): Reply {
  return { status, headers, body: { id, jsonrpc: '2.0', error: { code, message, data: { details } } } };
}

/** The APIs that answer a key whose company is suspended. */
const openToSuspended = ['general', 'companies'];

/** Every key may use the general API. */
function requireEnabled(key: Key, api: string): void {
  if (api === 'general' || key.enabledApis.includes(api)) return;
  throw apiNotEnabled(api.charAt(0).toUpperCase() + api.slice(1));
}

function findMethod(methods: Service, name: string, version: string): Method {
  const found = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (found === undefined || !found.versions.includes(version)) throw methodNotFound();
  return found.method;
}

/** A GravityZone on this machine, as awkward as the real one, with a certificate of its own. Close it when done. */
export async function startGravityZoneSimulator(options: SimulatorOptions = {}): Promise<GravityZoneSimulator> {
  const clock = options.clock ?? (() => new Date());
  const onPremises = options.flavour === 'ON_PREMISES';
  const services = onPremises ? onPremisesServices : cloudServices;
  const world = new World(clock);
  const throttle = new Throttle(options.limits ?? realLimits, clock);
  const keys = new Map<string, Key>();
  let refusals = 0;

  const { key: privateKey, certificate, caCertificate } = await makeCertificate(options.certificate);
  const server = createServer({ key: privateKey, cert: certificate });

  function throttledReply(key: string, method: string): Reply | null {
    const refusal = throttle.refuse(key, method);
    if (refusal === null) return null;
    refusals += 1;
    const { limit, retryAfterSeconds } = refusal;
    const form = options.throttledAs ?? 'BOTH';
    if (form === 'JSON' || (form === 'BOTH' && refusals % 2 === 0)) {
      throw throttled(limit.calls, limit.perSeconds, retryAfterSeconds);
    }
    const headers = { 'Retry-After': `${retryAfterSeconds}, ${retryAfterSeconds}` };
    return { status: 429, body: null, html: '<html><title>429 Too Many Requests</title></html>', headers };
  }

  /** Checks what GravityZone checks, in its order: path, key, limit, enabled API, method, suspension. */
  function answer({ secret, version, service }: Target, call: Envelope): Reply {
    const methods = services[service];
    if (methods === undefined) return notFoundPage;
    const key = keys.get(secret);
    if (key === undefined || key.revoked === true) throw badKey();
    const refusal = throttledReply(secret, call.method);
    if (refusal !== null) return refusal;
    const api = service.split('/')[0] ?? '';
    requireEnabled(key, api);
    const method = findMethod(methods, call.method, version);
    if (!openToSuspended.includes(api) && world.company(key.companyId).suspended) throw suspended();
    const result = method({
      world,
      key,
      params: call.params,
      version,
      service,
      style: { zone: key.zone ?? simulator.zone, onPremises },
      origin: new URL(simulator.url).origin,
      largestPage: version === 'v1.1' ? (options.largestPage ?? 1000) : 100,
      changeRows: (rows) => simulator.changeRows?.(rows, call.method) ?? rows,
      totalError: simulator.totalError,
      servedPage: simulator.servedPage,
      totals: simulator.totals,
    });
    return { status: 200, body: { id: call.id, jsonrpc: '2.0', result } };
  }

  function replyTo(target: Target, call: Envelope): Reply {
    const { service, version } = target;
    const handled = simulator.handler?.({ service, version, method: call.method, params: call.params });
    if (handled !== undefined) return { status: handled.httpStatus, body: { ...handled.body, id: call.id } };
    try {
      return answer(target, call);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      return errorReply(error, call.id);
    }
  }

  function record({ secret, service, version }: Target, { method, params }: Envelope): RecordedCall {
    const call: RecordedCall = { key: secret.slice(-4), service, version, method, params, at: clock(), status: 0 };
    simulator.calls.push(call);
    return call;
  }

  async function serveCall(target: Target, call: Envelope, response: ServerResponse): Promise<void> {
    const recorded = record(target, call);
    const fault = simulator.faults.take(call.method, call.params);
    if (fault !== null && breakAnswer(fault, response)) return;
    const reply = (fault && replyOfFault(fault, call.id)) ?? replyTo(target, call);
    recorded.status = reply.status;
    await simulator.beforeAnswer?.(recorded);
    send(response, reply, simulator.contentEncoding);
    simulator.afterCall?.(recorded);
  }

  /** The archive of a report, to a GET with the key; anything else is an error, as for calls. */
  async function serveReport(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const secret = keyOf(request);
    const params = Object.fromEntries(new URL(request.url ?? '', simulator.url).searchParams);
    const recorded = record(
      { secret, service: 'http', version: 'v1.0' },
      { id: null, method: 'downloadReportZip', params },
    );
    const fault = simulator.faults.take('downloadReportZip', params);
    if (fault !== null && breakAnswer(fault, response)) return;
    const reply = (fault && replyOfFault(fault, null)) ?? archiveOf(secret, params.reportId);
    recorded.status = Buffer.isBuffer(reply) ? 200 : reply.status;
    await simulator.beforeAnswer?.(recorded);
    if (!Buffer.isBuffer(reply)) return send(response, reply);
    response.writeHead(200, { 'Content-Type': 'application/zip' });
    response.end(reply);
    simulator.afterCall?.(recorded);
  }

  function archiveOf(secret: string, reportId: string | undefined): Buffer | Reply {
    const key = keys.get(secret);
    if (key === undefined || key.revoked === true) return { status: 401, body: null, html: '' };
    const report = world.reports.get(reportId ?? '');
    const isServed = report?.ready === true && key.enabledApis.includes('reports');
    return isServed ? reportArchive(report, world, key.zone ?? simulator.zone) : notFoundPage;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Date', clock().toUTCString());
    if (request.url?.startsWith('/api/v1.0/http/downloadReportZip?') === true) return serveReport(request, response);
    const target = targetOf(request);
    if (target === null) return send(response, notFoundPage);
    if (request.method !== 'POST') return send(response, { status: 405, body: null, html: '' });
    const body = await readBody(request);
    let call: Envelope;
    try {
      call = parseEnvelope(body);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      return send(response, errorReply(error, null));
    }
    await serveCall(target, call, response);
  }

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const der = Buffer.from(certificate.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');

  const simulator: GravityZoneSimulator = {
    url: `https://localhost:${port}/api`,
    caCertificate,
    fingerprint: createHash('sha256').update(der).digest('hex'),
    world,
    calls: [],
    faults: new Faults(),
    zone: options.zone ?? 'Europe/Bucharest',
    handler: null,
    changeRows: null,
    totalError: 0,
    servedPage: null,
    totals: 'NUMBERS',
    contentEncoding: null,
    beforeAnswer: null,
    afterCall: null,
    addKey({ companyId = world.root.id, enabledApis, incidentsLicensed = true, zone } = {}) {
      const key = createHash('sha256').update(`${companyId} ${keys.size} ${port}`).digest('hex');
      const apis = enabledApis ?? (onPremises ? onPremisesApis : allApis);
      keys.set(key, { companyId, enabledApis: apis, incidentsLicensed, createdAt: clock(), zone });
      return key;
    },
    changeKey(key, change) {
      const known = keys.get(key);
      if (known === undefined) throw new Error('There is no such key.');
      keys.set(key, { ...known, ...change });
    },
    removeKey: (key) => {
      keys.delete(key);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return simulator;
}
