import { GraphQLError } from 'graphql';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { AUDIENCE, ISSUER } from '../tokens.js';

/** Who asks, and for which tenant. */
export interface Viewer {
  tenantId: string;
  /** The only client this viewer may see; null sees all of the tenant. */
  onlyClientId: string | null;
  /** The only sites of that client; null sees all of it. */
  onlySiteIds: readonly string[] | null;
  mayWrite: boolean;
}

/** What a request says of its sender. */
export interface Credentials {
  authorization: string | undefined;
  tenantHeader: string | undefined;
}

/** Returns the viewer that a request's token identifies, or throws UNAUTHENTICATED. */
export function createAuthenticator(jwks: JSONWebKeySet): (credentials: Credentials) => Promise<Viewer> {
  const keys = createLocalJWKSet(jwks);

  return async ({ authorization, tenantHeader }) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw unauthenticated('a bearer token is needed');
    const options = { issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'] };
    const verified = await jwtVerify(token, keys, options).catch(() => null);
    if (!verified) throw unauthenticated('the token is not valid');
    return viewerOf(verified.payload, tenantHeader);
  };
}

function viewerOf(claims: JWTPayload, tenantHeader: string | undefined): Viewer {
  const roles = Array.isArray(claims.roles) ? claims.roles : [];
  // The header counts for a service alone, or anybody could choose a tenant.
  const tenantId = roles.includes('service') ? tenantHeader : claims.tenant;
  if (typeof tenantId !== 'string' || tenantId === '') throw unauthenticated('the tenant is not known');
  const mayWrite = ['owner', 'admin', 'technician', 'service'].some((role) => roles.includes(role));
  if (mayWrite || roles.includes('read-only')) return { tenantId, onlyClientId: null, onlySiteIds: null, mayWrite };
  if (roles.includes('portal') && typeof claims.client === 'string')
    return { tenantId, onlyClientId: claims.client, onlySiteIds: sitesOf(claims), mayWrite: false };
  throw unauthenticated('the token has no role here');
}

/** The sites to which a portal user is bound. What is no list of texts is refused: it must not become the whole client. */
function sitesOf({ sites }: JWTPayload): readonly string[] | null {
  if (sites === undefined) return null;
  if (Array.isArray(sites) && sites.length > 0 && sites.every((site) => typeof site === 'string')) return sites;
  throw unauthenticated('the sites are not valid');
}

function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}

export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}

export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
