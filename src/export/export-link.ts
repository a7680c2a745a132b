import { deserialize, serialize } from 'node:v8';
import type { Sealer } from '../connection/sealing.js';

/** What a link stands for. */
interface Request {
  name: string;
  wanted: unknown;
  expiresAt: Date;
}

const validMilliseconds = 3_600_000;
const purpose = 'export';

/**
 * The text that stands in a link for what is wanted. It opens for its tenant alone and cannot be changed, so what was
 * checked when the link was made need not be checked again.
 */
export function sealRequest(
  sealer: Sealer,
  tenantId: string,
  name: string,
  wanted: unknown,
): { sealed: string; expiresAt: Date } {
  const expiresAt = new Date(Date.now() + validMilliseconds);
  const request: Request = { name, wanted, expiresAt };
  return { sealed: sealer.seal(serialize(request).toString('base64'), tenantId, purpose), expiresAt };
}

/** What a link stands for; null for one of another tenant, one that was changed, and one that has expired. */
export function openRequest(sealer: Sealer, tenantId: string, sealed: string): Request | null {
  try {
    const request = deserialize(Buffer.from(sealer.open(sealed, tenantId, purpose), 'base64')) as Request;
    return request.expiresAt > new Date() ? request : null;
  } catch {
    return null;
  }
}
