import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { type Plan, planInventory } from './plan.js';
import { claimFullWalk, dueCompanies, type SyncCompany } from './sync-companies.js';

const defaultPageSize = 1_000;

/** Plans how a run walks the inventory, from the devices stored in each company. Claims the full walk if one is due. */
export async function planRun(
  database: Database,
  integration: IntegrationRow,
  companies: ReadonlyMap<string, SyncCompany>,
  now: Date,
): Promise<Plan> {
  const treeDue = await claimFullWalk(database.query, integration, now);
  const { rows } = await sql<{ companyId: string; devices: number }>`
    select company.id as company_id,
           coalesce(known.devices, (select count(*) from device where device.tenant_id = company.tenant_id
             and device.company_id = company.id and device.presence = 'PRESENT'))::int as devices
    from company left join inventory_fingerprint as known
      on known.tenant_id = company.tenant_id and known.company_id = company.id
    where company.tenant_id = ${integration.tenantId} and company.connection_id = ${integration.id}`.execute(
    database.query,
  );
  const due = new Set(dueCompanies(companies).map(({ id }) => id));
  return planInventory({
    pageSize: integration.pageSize ?? defaultPageSize,
    deviceCounts: rows.filter(({ companyId }) => due.has(companyId)).map(({ devices }) => devices),
    treeCount: rows.reduce((sum, { devices }) => sum + devices + 1, 0),
    treeDue,
  });
}
