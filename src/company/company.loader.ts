import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import { Loader, loaderOf, type RequestContext } from '../graphql/context.js';
import { companyOf } from './company.mapper.js';
import type { Company, CompanyStanding } from './company.type.js';

/** What is at stake at a company; batched over the request. */
export function loadStanding(context: RequestContext, database: Database, companyId: string): Promise<CompanyStanding> {
  const { tenantId } = context.viewer;
  const loader = loaderOf<string, CompanyStanding>(context, 'companyStanding', () => {
    return new Loader(async (ids) => {
      const { rows } = await sql<CompanyStanding>`
        select devices.*, threats.* from unnest(${[...ids]}::uuid[]) with ordinality as given (id, place)
        cross join lateral (
          select count(*)::int as device_count from device
          where tenant_id = ${tenantId} and company_id = given.id and presence = 'PRESENT' and managed) as devices
        cross join lateral (
          select count(*)::int as unresolved_threat_count, max(severity)::int as worst_severity,
                 max(last_detected_at) as last_threat_at
          from threat where tenant_id = ${tenantId} and company_id = given.id and status = 'UNRESOLVED') as threats
        order by given.place`.execute(database.query);
      return rows;
    });
  });
  return loader.load(companyId);
}

/** A tree of companies is never deeper; a circle in what BD says must not be followed for ever. */
const deepest = 32;

/** The names from the top of the tree down to the company, itself included; batched over the request. */
export function loadPath(context: RequestContext, database: Database, companyId: string): Promise<string[]> {
  const { tenantId } = context.viewer;
  const loader = loaderOf<string, string[]>(context, 'companyPath', () => {
    return new Loader(async (ids) => {
      const { rows } = await sql<{ id: string; name: string }>`
        with recursive line as (
          select id as of, connection_id, parent_bd_id, name, 0 as height from company
          where tenant_id = ${tenantId} and id = any(${[...ids]}::uuid[])
          union all
          select line.of, parent.connection_id, parent.parent_bd_id, parent.name, line.height + 1 from line
          join company as parent on parent.tenant_id = ${tenantId} and parent.connection_id = line.connection_id
            and parent.bd_id = line.parent_bd_id
          where line.height < ${deepest})
        select of as id, name from line order by height desc`.execute(database.query);
      const paths = new Map<string, string[]>();
      for (const { id, name } of rows) paths.set(id, [...(paths.get(id) ?? []), name]);
      return ids.map((id) => paths.get(id) ?? []);
    });
  });
  return loader.load(companyId);
}

/** The companies of a tenant with these ids, by id; ids that do not exist are left out. */
export async function readCompanies(
  database: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Company>> {
  const rows = await database.query
    .selectFrom('company')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', 'in', ids.map(uuidOrNone))
    .execute();
  return new Map(rows.map((row) => [row.id, companyOf(row)]));
}

/** A company by its id, batched with the others of the request; null if the viewer's tenant has none of this id. */
export function findCompany(context: RequestContext, database: Database, companyId: string): Promise<Company | null> {
  const { tenantId } = context.viewer;
  const loader = loaderOf<string, Company | null>(context, 'company', () => {
    return new Loader(async (ids) => {
      const byId = await readCompanies(database, tenantId, ids);
      return ids.map((id) => byId.get(id) ?? null);
    });
  });
  return loader.load(companyId);
}

/** Like `findCompany`, for a company that must exist. */
export async function loadCompany(context: RequestContext, database: Database, companyId: string): Promise<Company> {
  const company = await findCompany(context, database, companyId);
  if (company === null) throw new Error('There is no such company.');
  return company;
}
