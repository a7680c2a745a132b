import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { sql } from 'kysely';
import type { Viewer } from '../auth/viewer.js';
import type { Queries } from '../database/database.js';
import { noTenant } from '../database/tenancy.js';
import type { Sealer } from '../integration/key/sealing.js';

/** What a link stands for. */
export interface ExportRequest {
  /** By it the link is known once it was opened. */
  id: string;
  name: string;
  wanted: unknown;
  /** Who asked for the link, with the rights of then. */
  viewer: Viewer;
  expiresAt: Date;
}

/** Long enough to click on it, and short, since the link is a key while it lasts. */
const validMilliseconds = 5 * 60_000;
const purpose = 'export';
const separator = '~';

/**
 * The text that stands in a link for what somebody wants. It cannot be read or changed, so what was checked when the link was made
 * need not be checked again. It is in two parts: for which tenant it is, and the rest under the key of that tenant.
 */
export function sealRequest(
  sealer: Sealer,
  viewer: Viewer,
  name: string,
  wanted: unknown,
): { sealed: string; expiresAt: Date } {
  const expiresAt = new Date(Date.now() + validMilliseconds);
  const request: ExportRequest = { id: randomUUID(), name, wanted, viewer, expiresAt };
  const parts = [
    sealer.seal(viewer.tenantId, noTenant, purpose),
    sealer.seal(serialize(request).toString('base64'), viewer.tenantId, purpose),
  ];
  return { sealed: parts.join(separator), expiresAt };
}

/** What a link stands for; null for one that was changed, and one that has expired. It may have been opened before. */
export function readRequest(sealer: Sealer, sealed: string): ExportRequest | null {
  try {
    const [tenant = '', rest = ''] = sealed.split(separator);
    const tenantId = sealer.open(tenant, noTenant, purpose);
    const request = deserialize(Buffer.from(sealer.open(rest, tenantId, purpose), 'base64')) as ExportRequest;
    return request.expiresAt > new Date() ? request : null;
  } catch {
    return null;
  }
}

/** Opens a link, which no replica does a second time. Returns whether it was the first. */
export async function openOnce(
  queries: Queries,
  { id, viewer: { tenantId }, expiresAt }: ExportRequest,
): Promise<boolean> {
  const { rows } =
    await sql`insert into opened_export (tenant_id, id, expires_at) values (${tenantId}, ${id}, ${expiresAt})
    on conflict do nothing returning id`.execute(queries);
  return rows.length > 0;
}
