import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { recordAlertChanges } from '../state/alert-changes.js';

/** A closed ticket is asked about this much longer, in case it is opened again. */
const closedMilliseconds = 7 * 24 * 3_600_000;

interface KnownTicket {
  actionId: string;
  ticketId: string;
  state: string | null;
  url: string | null;
}

/**
 * Takes over how far the tickets of these clients are, asking core for a thousand at a time: those that are not closed,
 * and those that were closed in the last week. What core says as before is left as it is. Throws what core threw.
 */
export async function followTickets(
  { database, opsMerge }: { database: Database; opsMerge: OpsMerge },
  tenantId: string,
  clientIds: readonly string[],
  now: Date,
): Promise<void> {
  const { rows: known } = await sql<KnownTicket>`
    select id as action_id, result ->> 'ticketId' as ticket_id, result ->> 'state' as state, result ->> 'url' as url
    from alert_action
    where tenant_id = ${tenantId} and client_id = any(${clientIds}::text[]) and kind = 'CREATE_TICKET' and state = 'DONE'
      and (result ->> 'state' is distinct from 'CLOSED' or changed_at > ${new Date(now.getTime() - closedMilliseconds)})`.execute(
    database.query,
  );
  if (known.length === 0) return;
  const tickets = await opsMerge.tickets(
    tenantId,
    known.map(({ ticketId }) => ticketId),
  );
  const changed = known.flatMap((before) => {
    const after = tickets.get(before.ticketId);
    return after && (after.state !== before.state || after.url !== before.url)
      ? [{ action_id: before.actionId, state: after.state, url: after.url }]
      : [];
  });
  if (changed.length === 0) return;
  const given = sql`
    jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as given (action_id uuid, state text, url text)`;
  await database.forTenant(tenantId, async (transaction) => {
    await sql`
      update alert_action set result = result || jsonb_build_object('state', given.state, 'url', given.url),
                              changed_at = ${now}
      from ${given} where tenant_id = ${tenantId} and id = given.action_id`.execute(transaction);
    const { rows } = await sql<{ id: string; ticketState: string }>`
      update alert set ticket_state = given.state, ticket_url = given.url, changed_at = ${now}
      from ${given}
      join alert_occurrence as occurrence on occurrence.tenant_id = ${tenantId} and occurrence.action_id = given.action_id
      join alert_action as action on action.tenant_id = occurrence.tenant_id and action.id = occurrence.action_id
      where alert.tenant_id = occurrence.tenant_id and alert.id = occurrence.alert_id
        and alert.ticket_id = action.result ->> 'ticketId'
      returning alert.id, alert.ticket_state`.execute(transaction);
    const changes = rows.map(({ id, ticketState }) => ({
      alertId: id,
      kind: 'UPDATED' as const,
      actor: 'opsmerge',
      detail: { ticketState },
    }));
    await recordAlertChanges(transaction, tenantId, changes, now);
  });
}
