import { sql, type Transaction } from 'kysely';
import { json, type Tables } from '../../database/database.js';
import type { CoreAlert } from '../../opsmerge/opsmerge.js';
import { type AlertChange, recordAlertChanges, ticketed } from '../state/alert-changes.js';

/**
 * Writes the tickets that the platform's rules made to the alerts of these publications, by their ids, with the log. What is as before is
 * left as it is. The transaction must hold the tenant's lock.
 */
export async function saveTickets(
  transaction: Transaction<Tables>,
  tenantId: string,
  tickets: ReadonlyMap<string, CoreAlert['ticket']>,
  now: Date,
): Promise<void> {
  const given = [...tickets].flatMap(([id, ticket]) =>
    ticket === null ? [] : [{ id, ticket_id: ticket.id, url: ticket.url, state: ticket.state }],
  );
  if (given.length === 0) return;
  const { rows } = await sql<{ id: string; ticketId: string; ticketState: string; before: string | null }>`
    update alert set ticket_id = given.ticket_id, ticket_url = given.url, ticket_state = given.state, changed_at = ${now}
    from jsonb_to_recordset(${json(given)}) as given (id uuid, ticket_id text, url text, state text)
    join alert_occurrence as occurrence on occurrence.tenant_id = ${tenantId} and occurrence.action_id = given.id
    join alert as old on old.tenant_id = occurrence.tenant_id and old.id = occurrence.alert_id
    where alert.tenant_id = ${tenantId} and alert.id = old.id
      and (alert.ticket_id, alert.ticket_url, alert.ticket_state) is distinct from (given.ticket_id, given.url, given.state)
    returning alert.id, alert.ticket_id, alert.ticket_state, old.ticket_id as before`.execute(transaction);
  const changes = rows.map(({ id, ticketId, ticketState, before }): AlertChange => {
    if (before !== ticketId) return ticketed(id, ticketId);
    return { alertId: id, kind: 'UPDATED', actor: 'opsmerge', detail: { ticketState } };
  });
  await recordAlertChanges(transaction, tenantId, changes, now);
}
