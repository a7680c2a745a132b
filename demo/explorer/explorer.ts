import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { parse } from 'graphql';
import { z } from 'zod';
import { type Send } from '../send.js';
import type { TokenIssuer } from '../tokens.js';
import { type CollectedScreen, readCollection } from './collection.js';
import { readServed, servedFiles } from './files.js';
import { explorerRoles, identityOf } from './roles.js';
import { readPublicSchema, readSamples, variablesOf } from './variables.js';

/** What the page needs of the demo. */
export interface ExplorerOptions {
  tokens: TokenIssuer;
  tenantId: string;
  /** The clients whose portal a visitor can look at. */
  clients: () => { id: string; name: string }[];
  /** Asks the gateway as somebody who may read everything. */
  send: Send;
}

/** Answers a request for the page and gives true, or leaves it to the gateway. */
export type Explorer = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Everything is served from here: no script, style or font of another host. Styles that scripts insert are those of the editor.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** An answer before it is written. */
interface Reply {
  status: number;
  type: string;
  body: Buffer | string;
}

const json = (value: unknown, status = 200): Reply => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});
const refusal = (status: number, message: string): Reply => json({ message }, status);

const wanted = z.object({ role: z.enum(explorerRoles), clientId: z.string().nullable().default(null) });
/** A role and a client in JSON are far shorter. */
const longestBody = 1_024;

/**
 * The page of the demo to try the graph: GraphiQL, a chooser of roles, and the operations of the screens. It issues tokens, and so answers only
 * what comes from this machine: a page of another origin cannot have one, nor one whose host name leads here.
 */
export function createExplorer(options: ExplorerOptions): Explorer {
  const schema = readPublicSchema();
  const collection = schema.then(readCollection);
  // Whoever asks first gets the reason of a failure.
  for (const read of [collection, schema]) read.catch(() => undefined);

  const routes: Readonly<Record<string, (request: IncomingMessage, url: URL) => Promise<Reply>>> = {
    'GET /explorer/setting': async () =>
      json({ roles: explorerRoles, clients: options.clients(), screens: await collection }),
    'GET /explorer/variables': async (_request, url) => variables(await collection, url.searchParams.get('of') ?? ''),
    'POST /explorer/token': (request) => issueToken(request, options),
  };

  async function variables(screens: CollectedScreen[], name: string): Promise<Reply> {
    const found = screens.flatMap(({ operations }) => operations).find((operation) => operation.name === name);
    const definition = found && parse(found.text).definitions.find((node) => node.kind === 'OperationDefinition');
    if (definition === undefined) return refusal(404, 'There is no such operation.');
    const samples = await readSamples(options.send, options.clients()[0]?.id ?? null);
    return json(variablesOf(await schema, definition, samples));
  }

  async function reply(request: IncomingMessage, url: URL): Promise<Reply> {
    if (!isFromHere(request)) return refusal(403, 'Only pages of this machine are answered.');
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
    const route = routes[`${method} ${url.pathname}`];
    if (route) return route(request, url);
    const file = servedFiles.get(url.pathname);
    if (file && method === 'GET') return { status: 200, type: file.type, body: await readServed(file) };
    return refusal(
      file || Object.keys(routes).some((name) => name.endsWith(` ${url.pathname}`)) ? 405 : 404,
      'There is no such page.',
    );
  }

  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname !== '/' && !url.pathname.startsWith('/explorer/')) return false;
    void reply(request, url)
      .catch((error: Error) => refusal(500, error.message))
      .then(({ status, type, body }) => {
        response.writeHead(status, {
          'content-type': type,
          'content-security-policy': policy,
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
    return true;
  };
}

async function issueToken(request: IncomingMessage, { tokens, tenantId, clients }: ExplorerOptions): Promise<Reply> {
  if (request.headers['content-type'] !== 'application/json') return refusal(415, 'Send JSON.');
  if (!(Number(request.headers['content-length']) <= longestBody))
    return refusal(413, 'Send a role and a client only.');
  const asked = wanted.safeParse(parsed((await buffer(request)).toString('utf8')));
  if (!asked.success) return refusal(400, 'There is no such role.');
  const { role, clientId } = asked.data;
  const client = clients().find(({ id }) => id === clientId);
  if (role === 'portal' && !client) return refusal(400, 'There is no such client.');
  return json({ token: await tokens.issue(identityOf(role, tenantId, client?.id ?? null)) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a request names this machine as its host, and no page of another origin sent it. */
function isFromHere({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return loopback.has(host.replace(/:\d+$/, '')) && (origin === undefined || origin === `http://${host}`);
}
