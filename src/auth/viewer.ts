import { jwtVerify } from 'jose';
import { z } from 'zod';
import { createKeySet, KeysUnavailableError } from './key-set.js';

export const roles = ['admin', 'technician', 'portal', 'service'] as const;
export type Role = (typeof roles)[number];

/** The user of a request, from its signed token and nothing else in the request. */
export interface Viewer {
  tenantId: string;
  subject: string;
  name: string;
  roles: Role[];
  /** The one client a portal user belongs to. */
  clientId: string | null;
  /** When the token expires, and with it every subscription opened with it. */
  expiresAt: Date;
}

/** Thrown for a token that is missing, unsigned, expired or of another issuer. */
export class UnauthenticatedError extends Error {}

const claims = z.object({
  sub: z.string().min(1),
  tenant: z.string().min(1),
  roles: z.array(z.string()).transform((given) => roles.filter((role) => given.includes(role))),
  client: z.string().min(1).optional(),
  name: z.string().optional(),
  exp: z.number(),
});

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
    const parsed = claims.safeParse(verified.payload);
    if (!parsed.success)
      throw new UnauthenticatedError('The token lacks one of the claims "sub", "tenant", "roles" and "exp".');
    const { sub, tenant, roles: granted, client, name, exp } = parsed.data;
    // A portal user never gains from another role in the same token.
    const effective: Role[] = granted.includes('portal') ? ['portal'] : granted;
    if (effective[0] === 'portal' && client === undefined)
      throw new UnauthenticatedError('A portal token must name its client.');
    return {
      tenantId: tenant,
      subject: sub,
      name: name ?? sub,
      roles: effective,
      clientId: client ?? null,
      expiresAt: new Date(exp * 1_000),
    };
  };
}
