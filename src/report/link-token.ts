import { isId } from '../auth/id-grammar.js';
import { uuidOrNone } from '../database/uuid.js';
import type { Signer } from '../integration/key/signing.js';

/** What the token of a link says: of which tenant, which link, and until when. What it leads to is stored, and can be taken back. */
export interface LinkClaims {
  tenantId: string;
  linkId: string;
  expiresAt: Date;
}

/** Stands before every token of a link, so that it is never taken for one of the platform, and is found where it should not be. */
export const tokenMark = 'bdreport1';

/** The token of a link: its claims, the name of the master key, and the signature. */
export function writeToken(signer: Signer, { tenantId, linkId, expiresAt }: LinkClaims): string {
  const claims = Buffer.from(JSON.stringify([tenantId, linkId, secondsOf(expiresAt)])).toString('base64url');
  const { keyId, signature } = signer.sign(tenantId, claims);
  return [tokenMark, Buffer.from(keyId).toString('base64url'), claims, signature].join('.');
}

/** What a token says if it was signed here and has not expired; else null. */
export function readToken(signer: Signer, token: string, now: Date): LinkClaims | null {
  const [mark, key = '', claims = '', signature = '', ...more] = token.split('.');
  if (mark !== tokenMark || more.length > 0) return null;
  const said = claimsOf(claims);
  // The tenant is that of the claims, so a signature of another one does not fit.
  if (said === null) return null;
  const keyId = Buffer.from(key, 'base64url').toString();
  if (!signer.isSigned(said.tenantId, claims, { keyId, signature })) return null;
  return said.expiresAt > now ? said : null;
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1_000);

function claimsOf(text: string): LinkClaims | null {
  try {
    const said: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(said)) return null;
    const [tenantId, linkId, seconds] = said as unknown[];
    if (!isId(tenantId) || typeof linkId !== 'string' || !Number.isSafeInteger(seconds)) return null;
    return uuidOrNone(linkId) === linkId ? { tenantId, linkId, expiresAt: new Date(Number(seconds) * 1_000) } : null;
  } catch {
    return null;
  }
}
