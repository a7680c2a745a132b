import { randomBytes } from 'node:crypto';
import { AUDIENCE, ISSUER, type TokenIssuer } from '../../demo/tokens.js';

/** What a service in a process of its own has to know of its database, of core and of the issuer of its tokens; it takes a free port. The clock may go a day ahead. */
export async function serviceConfiguration(
  databaseUrl: string,
  core: { jwksUrl: string; url: string },
  tokens: TokenIssuer,
): Promise<Record<string, string>> {
  return {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    MASTER_KEYS: `test:${randomBytes(32).toString('base64')}`,
    AUTH_JWKS_URL: core.jwksUrl,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    OPSMERGE_URL: core.url,
    OPSMERGE_TOKEN: await tokens.issue({ subject: 'bitdefender-subgraph', roles: ['service'], expiresIn: '48h' }),
    GRAVITYZONE_ALLOWED_NETWORKS: '127.0.0.0/8,::1/128',
  };
}
