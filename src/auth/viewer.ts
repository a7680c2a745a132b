import { jwtVerify } from 'jose';
import { z } from 'zod';
import { idGrammar, isId } from './id-grammar.js';
import { createKeySet, KeysUnavailableError } from './key-set.js';

/** The roles that the platform gives in its tokens. */
export const roles = ['owner', 'admin', 'technician', 'read-only', 'portal', 'service'] as const;
/** `report-link` is that of whoever opens the link of a report: no token of the platform gives it. */
export type Role = (typeof roles)[number] | 'report-link';

export const scopes = ['bitdefender:read', 'bitdefender:execute', 'bitdefender:write'] as const;
export type Scope = (typeof scopes)[number];

/** The user of a request, from its signed token and nothing else in the request. */
export interface Viewer {
  tenantId: string;
  subject: string;
  name: string;
  roles: Role[];
  /** Rights beside those of the roles. */
  scopes: Scope[];
  /** The one client a portal user belongs to, or a report is about. */
  clientId: string | null;
  /** The sites of its client to which a portal user is bound, at least one, in order and each once; null of one who sees all of the client. */
  siteIds: readonly string[] | null;
  /** The id of the token (`jti`), if it has one. */
  tokenId: string | null;
  /** When the token expires, and with it every subscription opened with it. */
  expiresAt: Date;
  /** Of a report link that was opened: the one report that it shows. */
  report?: LinkedReport;
}

/** What a viewer may see and do, without who it is: what an answer may depend on that others get too. */
export type Rights = Pick<Viewer, 'tenantId' | 'roles' | 'scopes' | 'clientId' | 'siteIds'>;

/** The rights of a viewer, and nothing else of it. */
export const rightsOf = ({ tenantId, roles, scopes, clientId, siteIds }: Viewer): Rights => ({
  ...{ tenantId, roles, scopes, clientId, siteIds },
});

/** The report that a link leads to, beside its client. */
export interface LinkedReport {
  /** Null while OpsMerge cannot be asked. */
  clientName: string | null;
  period: 'WEEK' | 'MONTH';
  /** Its first day in `timeZone`, as 2026-03-16. */
  day: string;
  timeZone: string;
}

/** Thrown for a token that is missing, unsigned, expired, refused or of another issuer. */
export class UnauthenticatedError extends Error {}

/** Thrown for a token that the platform has signed, but whose claims cannot be used: the operator has to correct it there. */
export class BadClaimsError extends UnauthenticatedError {}

const id = z.string().refine(isId, idGrammar);
/** Sites to which one portal user may be bound. */
export const mostBoundSites = 100;
/** An empty list is refused rather than taken for all sites, or for none: whoever issues tokens is to say which. */
const boundSites = z.array(id).min(1, 'Name a site, or leave the claim out.').max(mostBoundSites);
/** As one text, separated by blanks, or as a list. */
const words = z.union([z.string().transform((text) => text.split(' ')), z.array(z.string())]).default([]);

const claims = z
  .object({
    sub: id,
    tenant: id,
    roles: z.array(z.string()).optional(),
    scope: words,
    scopes: words,
    client: id.optional(),
    sites: boundSites.optional(),
    name: z.string().max(500).optional(),
    jti: z.string().min(1).max(500).optional(),
    exp: z.number(),
  })
  .refine(({ roles: given, scope, scopes: more }) => given !== undefined || scope.length + more.length > 0, {
    path: ['roles'],
    message: 'There are neither roles nor scopes.',
  });

/**
 * What a token allows, from its claims. Names of roles and scopes that are not ours are ignored. Throws a BadClaimsError that
 * names the claim.
 */
export function viewerOf(payload: unknown): Viewer {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadClaimsError(`The claim "${String(issue?.path[0])}" of the token cannot be used. ${issue?.message}`);
  }
  const { sub, tenant, roles: given = [], scope, scopes: more, client, sites, name, jti, exp } = parsed.data;
  // A portal user never gains from another role or a scope in the same token.
  const isPortal = given.includes('portal');
  if (isPortal && client === undefined) throw new BadClaimsError('A portal token must name its client.');
  // Nobody else can be limited to sites: without this, whoever was to see less would see everything.
  if (!isPortal && sites !== undefined)
    throw new BadClaimsError('The claim "sites" of the token cannot be used. Only the role "portal" has sites.');
  return {
    tenantId: tenant,
    subject: sub,
    name: name ?? sub,
    roles: isPortal ? ['portal'] : roles.filter((role) => given.includes(role)),
    scopes: isPortal ? [] : scopes.filter((each) => scope.includes(each) || more.includes(each)),
    clientId: client ?? null,
    siteIds: sites === undefined ? null : [...new Set(sites)].toSorted(),
    tokenId: jti ?? null,
    expiresAt: new Date(exp * 1_000),
  };
}

/**
 * Turns an `Authorization` value into a viewer. Throws an UnauthenticatedError, or a KeysUnavailableError when nobody can
 * say whether the token is valid.
 */
export type Authenticate = (authorization: string | undefined) => Promise<Viewer>;

/** How long a valid token is not verified again; the published keys are cached for longer. */
const trustedMilliseconds = 30_000;
const mostTrusted = 1_000;
/** How far the clocks of those who issue and those who check tokens may differ. */
const toleranceSeconds = 5;

/** Caches the viewer of a valid token for a short time, never beyond its expiry; refused tokens are not cached. */
export function rememberViewers(authenticate: Authenticate, clock: () => number = Date.now): Authenticate {
  const trusted = new Map<string, { viewer: Viewer; until: number }>();
  return async (authorization) => {
    const known = authorization === undefined ? undefined : trusted.get(authorization);
    if (known !== undefined && clock() < known.until) return known.viewer;
    const viewer = Object.freeze(await authenticate(authorization));
    if (trusted.size >= mostTrusted) trusted.clear();
    const until = Math.min(clock() + trustedMilliseconds, viewer.expiresAt.getTime());
    if (authorization !== undefined) trusted.set(authorization, { viewer, until });
    return viewer;
  };
}

/** Verifies tokens against the platform's published keys (JWKS), its issuer and our audience. */
export function createAuthenticate(settings: { jwksUrl: string; issuer: string; audience: string }): Authenticate {
  const keys = createKeySet(settings.jwksUrl);
  return async (authorization) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new UnauthenticatedError('Send a token: "Authorization: Bearer ...".');
    const { issuer, audience } = settings;
    const verified = await jwtVerify(token, keys, { issuer, audience, clockTolerance: toleranceSeconds }).catch(
      (error: unknown) => {
        if (error instanceof KeysUnavailableError) throw error;
        throw new UnauthenticatedError('The token is not valid here, or has expired.');
      },
    );
    return viewerOf(verified.payload);
  };
}
