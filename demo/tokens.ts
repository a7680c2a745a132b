import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

export const ISSUER = 'https://id.opsmerge.example';
export const AUDIENCE = 'opsmerge';

/** What a person or service may be. A service has no tenant of its own and names it with each request. */
export type Role = 'owner' | 'admin' | 'technician' | 'read-only' | 'portal' | 'service';

/** Whose token it is. */
export interface Identity {
  subject: string;
  roles: Role[];
  /** Rights beside those of the roles, such as `bitdefender:read`. */
  scopes?: string[];
  /** The id of the token. */
  tokenId?: string;
  tenantId?: string;
  /** The one client of a portal user. */
  clientId?: string;
  /** The sites of it to which a portal user is bound. */
  siteIds?: string[];
  name?: string;
  /** How long the token is good for, such as `5m` or `12h`, or the second of the epoch at which it ends. */
  expiresIn?: string | number;
}

/** Stands in for the identity provider of OpsMerge. */
export interface TokenIssuer {
  issue(identity: Identity): Promise<string>;
  /** The public keys, as an identity provider publishes them. */
  jwks(): JSONWebKeySet;
}

/** An issuer with a fresh key pair. */
export async function createTokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const kid = crypto.randomUUID();
  const key = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return {
    jwks: () => ({ keys: [key] }),
    issue: ({ subject, roles, scopes, tokenId, tenantId, clientId, siteIds, name, expiresIn = '12h' }) =>
      new SignJWT({
        tenant: tenantId,
        roles,
        scope: scopes?.join(' '),
        client: clientId,
        sites: siteIds,
        name,
        jti: tokenId,
      })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(expiresIn)
        .sign(privateKey),
  };
}
