import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { json, type Tables } from '../../database/database.js';
import { type Jobs } from '../../queue/ports.js';
import type { RuleAction } from '../action/action-kinds.js';
import type { Routing } from '../rule/alert-rule.js';
import { recordAlertChanges, ticketed } from '../state/alert-changes.js';
import { requestNotes } from './request-notes.js';

/** The actions requested by the rules for one alert. */
export interface WantedDeliveries {
  alertId: string;
  /** Null for what concerns the whole tenant. */
  clientId: string | null;
  /** Alerts of one name in one client share their actions for an hour. */
  name: string;
  actions: Routing['actions'];
}

/** The same malware in a client within this time is one action with occurrences, not many; unless its ticket was closed. */
export const groupMilliseconds = 3_600_000;

/**
 * Writes down what rules want, each with its job; an alert whose like was acted upon within the hour joins that action.
 * The transaction must hold the tenant's lock.
 */
export async function requestDeliveries(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  wanted: WantedDeliveries[],
): Promise<void> {
  const acting = wanted.filter(({ actions }) => actions.length > 0);
  if (acting.length === 0) return;
  const { tenantId, jobs, now } = context;
  const groups = await recentActions(transaction, tenantId, acting, now);
  const occurrences: { actionId: string; alertId: string }[] = [];
  for (const { alertId, clientId, name, actions } of acting)
    for (const { ruleId, ruleName, action } of actions) {
      const group = groupKey({ ruleId, parameters: action, clientId, threatName: name });
      const actionId = groups.get(group) ?? randomUUID();
      occurrences.push({ actionId, alertId });
      if (groups.has(group)) continue;
      groups.set(group, actionId);
      await transaction
        .insertInto('alertAction')
        .values({
          tenantId,
          id: actionId,
          kind: action.kind,
          ruleId,
          ruleName,
          clientId,
          threatName: name,
          parameters: json<Record<string, unknown>>({ ...action }),
          state: 'PENDING',
          attempts: 0,
          occurrences: 0,
          toldOccurrences: 0,
          aboutActionId: null,
          result: null,
          lastError: null,
          createdAt: now,
          changedAt: now,
        })
        .execute();
      await jobs.deliver(transaction, tenantId, actionId);
    }
  await storeOccurrences(transaction, tenantId, occurrences, now);
  await requestNotes(
    transaction,
    context,
    occurrences.map(({ actionId }) => actionId),
  );
}

interface Group {
  ruleId: string;
  parameters: RuleAction;
  clientId: string | null;
  threatName: string;
}

/** Alerts of one key share their action while the time of the group lasts. */
export const groupKey = ({ ruleId, parameters, clientId, threatName }: Group) =>
  JSON.stringify([ruleId, Object.entries(parameters).sort(), clientId, threatName]);

async function recentActions(
  transaction: Transaction<Tables>,
  tenantId: string,
  wanted: WantedDeliveries[],
  now: Date,
): Promise<Map<string, string>> {
  const { rows } = await sql<Group & { id: string }>`
    select id, rule_id, parameters, client_id, threat_name from alert_action
    where tenant_id = ${tenantId} and client_id = any(${wanted.map(({ clientId }) => clientId)}::text[])
      and threat_name = any(${wanted.map(({ name }) => name)}::text[])
      and created_at > ${new Date(now.getTime() - groupMilliseconds)} and about_action_id is null
      and (kind <> 'CREATE_TICKET' or result ->> 'state' is distinct from 'CLOSED')
    order by created_at`.execute(transaction);
  return new Map(rows.map((row) => [groupKey(row), row.id]));
}

async function storeOccurrences(
  transaction: Transaction<Tables>,
  tenantId: string,
  occurrences: { actionId: string; alertId: string }[],
  now: Date,
): Promise<void> {
  const actionIds = occurrences.map(({ actionId }) => actionId);
  await sql`
    insert into alert_occurrence (tenant_id, action_id, alert_id, at)
    select ${tenantId}, action_id, alert_id, ${now}
    from unnest(${actionIds}::uuid[], ${occurrences.map(({ alertId }) => alertId)}::uuid[]) as given (action_id, alert_id)
    on conflict do nothing`.execute(transaction);
  await sql`
    update alert_action set changed_at = ${now}, occurrences = (
      select count(*) from alert_occurrence
      where alert_occurrence.tenant_id = alert_action.tenant_id and alert_occurrence.action_id = alert_action.id)
    where tenant_id = ${tenantId} and id = any(${actionIds}::uuid[])`.execute(transaction);
  // An alert that joins an action already done has its ticket at once.
  const { rows: joined } = await sql<{ id: string; ticketId: string }>`
    update alert set ticket_id = action.result ->> 'ticketId', ticket_url = action.result ->> 'url',
                     ticket_state = action.result ->> 'state'
    from alert_occurrence as occurrence
    join alert_action as action on action.tenant_id = occurrence.tenant_id and action.id = occurrence.action_id
    where alert.tenant_id = ${tenantId} and occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id
      and action.id = any(${actionIds}::uuid[]) and action.kind = 'CREATE_TICKET' and action.state = 'DONE'
      and alert.ticket_id is null
    returning alert.id, alert.ticket_id`.execute(transaction);
  const changes = joined.map(({ id, ticketId }) => ticketed(id, ticketId));
  await recordAlertChanges(transaction, tenantId, changes, now);
}
