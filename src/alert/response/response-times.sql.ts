import { type RawBuilder, sql } from 'kysely';

/*
 * When each step of a threat was reached, derived from what is stored: the row of the threat, its alert, and the logs of both. The clock starts with
 * the first detection. What the first read of a company found was detected while nobody could have known, and has no times.
 */

/** What people decide about threats, and about alerts, as the logs name it. */
const threatDecisions = ['RESOLVED', 'FALSE_POSITIVE', 'REOPENED', 'ASSIGNED', 'NOTED'];
const alertDecisions = ['ACKNOWLEDGED', 'SNOOZED', 'RESOLVED', 'REOPENED', 'ASSIGNED'];

const byPerson = (kinds: readonly string[]) =>
  sql`change.kind = any(${[...kinds]}::text[]) and change.actor not in ('bitdefender', 'opsmerge')`;

/** Whole seconds from the first detection, rounded down; clocks that disagree make no negative time. Null stays null, which `greatest` alone would not see to. */
const secondsTo = (at: string) => sql`
  case when ${sql.ref(at)} is not null
    then greatest(floor(date_part('epoch', ${sql.ref(at)} - threat.detected_at)), 0)::bigint end`;

/** Whether the alert of a threat is to be worked on. */
const isOpen = sql`threat.status = 'UNRESOLVED' and alert.id is not null and alert.state <> 'RESOLVED'`;

/** A rule asked for a ticket. Whether the platform's rules make one is not known here. */
const ticketAsked = (tenantId: string) => sql`exists (
  select from alert_occurrence as occurrence
  join alert_action as action on action.tenant_id = ${tenantId} and action.id = occurrence.action_id
  where occurrence.tenant_id = ${tenantId} and occurrence.alert_id = alert.id and action.kind = 'CREATE_TICKET')`;

/**
 * A select of the threats of a tenant that meet a condition on `threat`: `id`, `detected_at`, for each step its seconds from the detection (null
 * while it was not reached), and as `<step>_waits` whether it is still to come.
 */
export function timedThreats(tenantId: string, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select threat.id, threat.detected_at, ${secondsTo('threat.created_at')} as known, ${secondsTo('alert.raised_at')} as alert,
           ${secondsTo('ticketed.at')} as ticket, ${secondsTo('handled.at')} as person,
           false as known_waits, threat.status = 'UNRESOLVED' and alert.id is null as alert_waits,
           case when ${isOpen} and ticketed.at is null then ${ticketAsked(tenantId)} else false end as ticket_waits,
           ${isOpen} and handled.at is null and alert.suppressed_by is null as person_waits
    from threat
    left join company on company.tenant_id = ${tenantId} and company.id = threat.company_id
    left join alert on alert.tenant_id = ${tenantId} and alert.threat_id = threat.id
    cross join lateral (
      select min(change.at) as at from alert_change as change
      where change.tenant_id = ${tenantId} and change.alert_id = alert.id and change.kind = 'TICKETED') as ticketed
    cross join lateral (
      select min(hand.at) as at from (
        select change.at from threat_change as change
        where change.tenant_id = ${tenantId} and change.threat_id = threat.id and ${byPerson(threatDecisions)}
        union all
        select change.at from alert_change as change
        where change.tenant_id = ${tenantId} and change.alert_id = alert.id and ${byPerson(alertDecisions)}
        union all
        select greatest(change.at, alert.raised_at) from alert_change as change
        where change.tenant_id = ${tenantId} and change.alert_id = alert.outbreak_id and ${byPerson(alertDecisions)}) as hand
      ) as handled
    where threat.tenant_id = ${tenantId} and ${condition} and not threat.history
      and (company.id is null or threat.detected_at >= company.first_seen_at)`;
}
