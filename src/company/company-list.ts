import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Database, Tables } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import { decodeSortKeys, encodeCursor, placeOf, type SortKey } from '../graphql/lists/cursors.js';
import { mapPage, pageOf, withTotal } from '../graphql/lists/pages.js';
import { type CountedPage, type Paging, readingOf, spanOf } from '../graphql/paging.js';
import { companyOf } from './company.mapper.js';
import type { Company } from './company.type.js';
import type { CompanyFilter, CompanyOrder } from './company-list.type.js';

const byName: readonly SortKey[] = [
  { of: sql`company.name`, type: 'text' },
  { of: sql`company.id`, type: 'uuid' },
];

/** Numbers of which the largest come first are negative, so that all keys of an order ascend. */
const orders: Readonly<Record<CompanyOrder, readonly SortKey[]>> = {
  NAME: byName,
  TO_MAP: [
    {
      of: sql`(case when company.client_id is not null then 1
                    when company.kind <> 'COMPANY' or company.ignored_at is not null or company.state <> 'PRESENT' then 2
                    else 0 end)`,
      type: 'integer',
    },
    { of: sql`-coalesce(stake.severity, -1)`, type: 'integer' },
    { of: sql`-coalesce(stake.threats, 0)`, type: 'integer' },
    { of: sql`-coalesce(size.devices, 0)`, type: 'integer' },
    ...byName,
  ],
};

/** What the keys of an order are taken from. */
const sourceOf = (tenantId: string, order: CompanyOrder): RawBuilder<unknown> =>
  order === 'NAME'
    ? sql`company`
    : sql`company
      left join (select company_id, max(severity) as severity, count(*) as threats from threat
        where tenant_id = ${tenantId} and status = 'UNRESOLVED' group by company_id) as stake on stake.company_id = company.id
      left join (select company_id, count(*) as devices from device
        where tenant_id = ${tenantId} and presence = 'PRESENT' and managed group by company_id) as size on size.company_id = company.id`;

type CompanyRow = Selectable<Tables['company']> & { keys: (string | number)[] };

/**
 * A page of the companies and folders of a tenant, in one statement, and another for its total if that is read. Throws UserInputError for a
 * size or cursor that is not one.
 */
export async function readCompanyPage(
  database: Database,
  tenantId: string,
  { filter, orderBy, ...paging }: Paging & { filter: CompanyFilter; orderBy: CompanyOrder },
): Promise<CountedPage<Company>> {
  const span = spanOf(paging);
  const { direction, behind } = readingOf(span, 'asc');
  const keys = orders[orderBy];
  const columns = keys.map(({ of }) => of);
  const conditions = conditionsOf(tenantId, filter);
  const wanted = sql.join(conditions, sql` and `);
  const place = placeOf(span, (cursor, argument) => decodeSortKeys(cursor, argument, { order: orderBy, keys }));
  const beyond = place === null ? sql`true` : sql`(${sql.join(columns)}) ${behind} (${sql.join(place)})`;
  const { rows } = await sql<CompanyRow>`
    select company.*, json_build_array(${sql.join(columns)}) as keys from ${sourceOf(tenantId, orderBy)}
    where ${wanted} and ${beyond}
    order by ${sql.join(columns.map((column) => sql`${column} ${direction}`))} limit ${sql.lit(span.limit)}`.execute(
    database.query,
  );
  const page = pageOf(rows, span, (row) => encodeCursor([orderBy, ...row.keys]));
  const count = async () => {
    const counted = await sql<{ total: number }>`select count(*)::int as total from company where ${wanted}`.execute(
      database.query,
    );
    return counted.rows[0]?.total ?? 0;
  };
  return withTotal(
    mapPage(page, ({ keys: _, ...row }) => companyOf(row)),
    count,
  );
}

function conditionsOf(tenantId: string, filter: CompanyFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`company.tenant_id = ${tenantId}`];
  const { integrationId, clientId, mapped, ignored, kind, state } = filter;
  if (integrationId) conditions.push(sql`company.connection_id = ${uuidOrNone(integrationId)}::uuid`);
  if (clientId) conditions.push(sql`company.client_id = ${clientId}`);
  if (typeof mapped === 'boolean') conditions.push(sql`(company.client_id is not null) = ${mapped}`);
  if (typeof ignored === 'boolean') conditions.push(sql`(company.ignored_at is not null) = ${ignored}`);
  if (kind) conditions.push(sql`company.kind = ${kind}`);
  if (state) conditions.push(sql`company.state = ${state}`);
  const search = filter.search?.trim();
  if (search)
    conditions.push(
      sql`(strpos(lower(company.name), lower(${search})) > 0 or lower(company.bd_id) = lower(${search}))`,
    );
  return conditions;
}
