import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';

/** What is stored of the devices of a company. */
export interface StoredDevices {
  companyId: string;
  /** How many of its devices are present. */
  present: number;
  /** Null where there is no fingerprint. */
  fingerprint: InventoryFingerprint | null;
}

export interface InventoryFingerprint {
  /** One digest for each page that showed devices of the company; see `digestOf`. */
  parts: string[];
  /** How many of its devices were present when it was written. */
  devices: number;
  compareAt: Date;
}

/** The fingerprints of the companies of an integration, and how many devices each has now. */
export async function readFingerprints(
  queries: Queries,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
): Promise<Map<string, StoredDevices>> {
  const { rows } = await sql<{
    companyId: string;
    present: number;
    parts: string[] | null;
    devices: number | null;
    compareAt: Date | null;
  }>`
    select company.id as company_id, coalesce(counts.present, 0)::int as present, stored.parts, stored.devices, stored.compare_at
    from company
    left join (
      select company_id, count(*) as present from device
      where tenant_id = ${tenantId} and connection_id = ${id}::uuid and presence = 'PRESENT' group by company_id) as counts
      on counts.company_id = company.id
    left join inventory_fingerprint as stored on stored.tenant_id = company.tenant_id and stored.company_id = company.id
    where company.tenant_id = ${tenantId} and company.connection_id = ${id}::uuid`.execute(queries);
  return new Map(
    rows.map(({ companyId, present, parts, devices, compareAt }) => {
      const fingerprint = parts && devices !== null && compareAt ? { parts, devices, compareAt } : null;
      return [companyId, { companyId, present, fingerprint }];
    }),
  );
}

/**
 * Writes the fingerprints of companies, with the number of their devices that are present now. The transaction must hold the
 * tenant's lock, and what the parts say must be stored.
 */
export async function writeFingerprints(
  queries: Queries,
  tenantId: string,
  fingerprints: readonly ({ companyId: string } & Omit<InventoryFingerprint, 'devices'>)[],
): Promise<void> {
  if (fingerprints.length === 0) return;
  await sql`
    insert into inventory_fingerprint as stored (tenant_id, company_id, parts, devices, compare_at)
    select ${tenantId}, given."companyId", given.parts,
           (select count(*) from device where tenant_id = ${tenantId} and company_id = given."companyId" and presence = 'PRESENT'),
           given."compareAt"
    from jsonb_to_recordset(${JSON.stringify(fingerprints)}::jsonb)
      as given ("companyId" uuid, parts text[], "compareAt" timestamptz)
    on conflict (tenant_id, company_id) do update
      set parts = excluded.parts, devices = excluded.devices, compare_at = excluded.compare_at
      where (stored.parts, stored.devices, stored.compare_at)
        is distinct from (excluded.parts, excluded.devices, excluded.compare_at)`.execute(queries);
}

/** Removes the fingerprints of companies whose devices are about to be changed, in the transaction that changes them. */
export async function dropFingerprints(
  queries: Queries,
  tenantId: string,
  companyIds: readonly string[],
): Promise<void> {
  if (companyIds.length === 0) return;
  await queries
    .deleteFrom('inventoryFingerprint')
    .where('tenantId', '=', tenantId)
    .where('companyId', '=', sql<string>`any(${companyIds}::uuid[])`)
    .execute();
}
