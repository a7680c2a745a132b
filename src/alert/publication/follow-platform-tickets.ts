import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { saveTickets } from './save-tickets.js';

/** What ended is asked about this much longer, in case it is opened again. */
const endedMilliseconds = 7 * 24 * 3_600_000;

/**
 * Takes over the tickets that the platform's rules made for published alerts of these clients, and how far they are, asking core for a
 * thousand at a time: those of alerts that are not resolved or whose ticket is not closed, and of those that changed in the last
 * week. Throws what core threw.
 */
export async function followPlatformTickets(
  { database, opsMerge }: { database: Database; opsMerge: OpsMerge },
  tenantId: string,
  clientIds: readonly string[],
  now: Date,
): Promise<void> {
  const { rows: known } = await sql<{ id: string; platformAlertId: string }>`
    select publication.id, publication.platform_alert_id from alert_publication as publication
    join alert on alert.tenant_id = publication.tenant_id and alert.id = publication.id
    where publication.tenant_id = ${tenantId} and publication.client_id = any(${[...clientIds]}::text[])
      and publication.platform_alert_id is not null
      and (alert.state <> 'RESOLVED' or (alert.ticket_id is not null and alert.ticket_state is distinct from 'CLOSED')
        or publication.changed_at > ${new Date(now.getTime() - endedMilliseconds)})`.execute(database.query);
  if (known.length === 0) return;
  const alerts = await opsMerge.alerts(
    tenantId,
    known.map(({ platformAlertId }) => platformAlertId),
  );
  const tickets = new Map(known.map(({ id, platformAlertId }) => [id, alerts.get(platformAlertId)?.ticket ?? null]));
  await database.forTenant(tenantId, (transaction) => saveTickets(transaction, tenantId, tickets, now));
}
