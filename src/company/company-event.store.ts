import { sql } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Database } from '../database/database.js';
import { onlyUuids } from '../database/uuid.js';
import { decodeTimeCursor, encodeCursor, placeOf } from '../graphql/lists/cursors.js';
import { pageOf } from '../graphql/lists/pages.js';
import { type ConnectionPage, type Paging, readingOf, spanOf } from '../graphql/paging.js';
import type { CompanyEvent } from './company-event.type.js';

/**
 * Returns a page of the company events of a tenant, newest first; with `all` also those dismissed and those of ignored
 * companies. Throws UserInputError for a bad page size or cursor.
 */
export async function readCompanyEvents(
  database: Database,
  tenantId: string,
  { all, ...paging }: Paging & { all: boolean },
): Promise<ConnectionPage<CompanyEvent>> {
  const span = spanOf(paging);
  const { direction, behind } = readingOf(span, 'desc');
  const conditions = [sql`event.tenant_id = ${tenantId}`];
  if (!all) conditions.push(sql`event.dismissed_at is null`, sql`company.ignored_at is null`);
  const place = placeOf(span, decodeTimeCursor);
  if (place !== null) conditions.push(sql`(event.at, event.id) ${behind} (${place[0]}, ${place[1]}::uuid)`);
  const { rows } = await sql<CompanyEvent>`
    select event.* from company_event as event
    join company on company.tenant_id = event.tenant_id and company.id = event.company_id
    where ${sql.join(conditions, sql` and `)}
    order by event.at ${direction}, event.id ${direction} limit ${sql.lit(span.limit)}`.execute(database.query);
  return pageOf(rows, span, (event) => encodeCursor([event.at.getTime(), event.id]));
}

/**
 * Dismisses events of the viewer's tenant and returns how many were not dismissed before.
 */
export async function dismissCompanyEvents(
  database: Database,
  { tenantId, subject }: Viewer,
  eventIds: string[],
): Promise<number> {
  return database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const { rows } = await sql<{ id: string }>`
      update company_event set dismissed_at = ${now}, dismissed_by = ${subject}
      where tenant_id = ${tenantId} and id = any(${onlyUuids(eventIds)}::uuid[]) and dismissed_at is null
      returning id`.execute(transaction);
    if (rows.length > 0)
      await recordAudit(transaction, {
        tenantId,
        actor: subject,
        action: 'COMPANY_EVENTS_DISMISSED',
        subject: 'company events',
        detail: { ids: rows.map(({ id }) => id), before: { dismissedAt: null }, after: { dismissedAt: now } },
        at: now,
      });
    return rows.length;
  });
}
