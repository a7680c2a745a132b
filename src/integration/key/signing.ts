import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { MasterKey } from './sealing.js';

/** Signs texts of one tenant, and recognises what it signed. */
export interface Signer {
  /** The name of the master key that signs now, and the signature in base64url. */
  sign(tenantId: string, text: string): { keyId: string; signature: string };
  /** Whether the signature is one of this tenant and text, by the master key of that name. */
  isSigned(tenantId: string, text: string, by: { keyId: string; signature: string }): boolean;
}

/**
 * HMAC-SHA-256 under HKDF(master key, tenant, purpose): the first master key signs, all of them recognise. Keys of one purpose say nothing about
 * those of another, nor about those that seal.
 */
export function createSigner(masterKeys: readonly MasterKey[], purpose: 'report link'): Signer {
  const [current] = masterKeys;
  if (current === undefined) throw new Error('There is no master key.');
  const signatureOf = ({ key }: MasterKey, tenantId: string, text: string): Buffer => {
    const tenantKey = Buffer.from(hkdfSync('sha256', key, tenantId, `opsmerge-bitdefender ${purpose}`, 32));
    return createHmac('sha256', tenantKey).update(text).digest();
  };
  return {
    sign: (tenantId, text) => ({
      keyId: current.id,
      signature: signatureOf(current, tenantId, text).toString('base64url'),
    }),
    isSigned(tenantId, text, { keyId, signature }) {
      const masterKey = masterKeys.find(({ id }) => id === keyId);
      const given = Buffer.from(signature, 'base64url');
      // Buffer passes over what is no base64url: a signature is written in one way only.
      if (masterKey === undefined || given.toString('base64url') !== signature) return false;
      const expected = signatureOf(masterKey, tenantId, text);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
