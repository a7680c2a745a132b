import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Identity, TokenIssuer } from '../tokens.js';
import { type Asked, createPages, json, type Pages, type Reply, refusal } from './answer.js';
import { type Choices, type VisitorRole, visitorRoles } from './choices.js';

export interface SessionOptions {
  tokens: TokenIssuer;
  tenantId: string;
  /** The clients whose portal a visitor can look at, and their sites. */
  clients: () => Choices['clients'];
  stagePort?: number;
}

const subjects: Readonly<Record<VisitorRole, string>> = {
  owner: 'demo-admin',
  technician: 'demo-technician',
  'read-only': 'demo-reader',
  portal: 'demo-customer',
};

const wanted = z.object({
  role: z.enum(visitorRoles),
  clientId: z.string().nullable().default(null),
  siteId: z.string().nullable().default(null),
});
/** A role, a client and a site in JSON are far shorter. */
const longestBody = 1_024;

/** What a visitor of the demo may be, and a token for it: stands in for signing in to OpsMerge. */
export function createSession(options: SessionOptions): Pages {
  const routes: Readonly<Record<string, (asked: Asked) => Promise<Reply>>> = {
    'GET /session/choices': async () => json(choicesOf(options)),
    'POST /session/token': (asked) => issueToken(asked, options),
  };
  const isRoute = (path: string) => Object.keys(routes).some((name) => name.endsWith(` ${path}`));

  return createPages(
    ({ url }) => url.pathname.startsWith('/session/'),
    async (asked) => {
      const { pathname } = asked.url;
      const route = routes[`${asked.method} ${pathname}`];
      return route ? route(asked) : refusal(isRoute(pathname) ? 405 : 404, 'There is no such page.');
    },
  );
}

const choicesOf = ({ clients, stagePort }: SessionOptions): Choices => ({
  roles: visitorRoles,
  clients: clients(),
  ...(stagePort !== undefined && { stagePort }),
});

async function issueToken({ request }: Asked, { tokens, tenantId, clients }: SessionOptions): Promise<Reply> {
  if (request.headers['content-type'] !== 'application/json') return refusal(415, 'Send JSON.');
  if (!(Number(request.headers['content-length']) <= longestBody))
    return refusal(413, 'Send a role, a client and a site only.');
  const asked = wanted.safeParse(parsed((await buffer(request)).toString('utf8')));
  if (!asked.success) return refusal(400, 'There is no such role.');
  const { role, clientId, siteId } = asked.data;
  const client = clients().find(({ id }) => id === clientId);
  if (role === 'portal' && !client) return refusal(400, 'There is no such client.');
  if (role === 'portal' && siteId !== null && !client?.sites.some(({ id }) => id === siteId))
    return refusal(400, 'There is no such site.');
  return json({ token: await tokens.issue(identityOf(role, tenantId, client?.id ?? null, siteId)) });
}

/** The person of a role; a user of the portal belongs to a client, and may be bound to a site of it. */
const identityOf = (role: VisitorRole, tenantId: string, clientId: string | null, siteId: string | null): Identity => ({
  subject: subjects[role],
  roles: [role],
  tenantId,
  ...(role === 'portal' && clientId !== null && { clientId, ...(siteId !== null && { siteIds: [siteId] }) }),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
