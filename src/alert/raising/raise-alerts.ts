import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { type Tables } from '../../database/database.js';
import { severities } from '../../domain/severity.js';
import { type Jobs } from '../../queue/ports.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { requestDeliveries, type WantedDeliveries } from '../delivery/request-deliveries.js';
import { type HoldDecision, outcomeOf, readHolds, storeHolds } from '../hold/hold.store.js';
import { holdRouting } from '../hold/hold-routing.js';
import { readWindows } from '../hold/window.store.js';
import { readMutes } from '../mute/mute.reader.js';
import { followPublished, requestPublications, type WantedPublication } from '../publication/request-publications.js';
import { factColumns, factSource, factsOf, type ThreatFacts } from '../rule/alert-facts.js';
import type { Routing } from '../rule/alert-rule.js';
import { recordOf } from '../rule/explain-routing.js';
import { readRules } from '../rule/read-rules.js';
import { routeAlert } from '../rule/route-alert.js';
import { type AlertChange, lifecycleChange, readLifecycles, recordAlertChanges } from '../state/alert-changes.js';
import { followThreat } from '../state/alert-state.js';
import { followMembers } from './follow-members.js';
import { raiseOutbreaks } from './raise-outbreaks.js';

interface ThreatForAlert extends ThreatFacts {
  alertId: string | null;
  alertTitle: string | null;
  alertSeverity: number | null;
  alertSuppressedBy: string | null;
  alertSuppressedReason: string | null;
  alertSuppressedById: string | null;
  acted: boolean;
}

/**
 * Gives each of these threats its one alert and does what the rules say, once: actions and their jobs commit with the
 * alert, but for what maintenance windows hold. An alert that acted before is only brought up to date. `cameBack` are the threats that were detected again or
 * reopened, `actor` is who reported them. The transaction must hold the tenant's lock.
 */
export async function raiseAlerts(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date; actor: string; cameBack: ReadonlySet<string> },
  threatIds: string[],
): Promise<void> {
  if (threatIds.length === 0) return;
  const { tenantId, now, actor, cameBack } = context;
  const threats = await threatsForAlerts(transaction, tenantId, threatIds);
  const rules = await readRules(transaction, tenantId);
  const { timeZone, alertsRoutedBy: by } = await readTenantSettings(transaction, tenantId);
  const mutes = await readMutes(transaction, tenantId, oldestOf(threats, now));
  const windows = await readWindows(transaction, tenantId, timeZone);
  const holds = await readHolds(
    transaction,
    tenantId,
    threats.flatMap(({ alertId }) => alertId ?? []),
  );
  const known = await readLifecycles(transaction, tenantId, 'threat_id', threatIds);
  const standings = new Map(known.map((standing) => [standing.id, standing]));

  const alerts: Record<string, unknown>[] = [];
  const changes: AlertChange[] = [];
  const wanted: WantedDeliveries[] = [];
  const published: WantedPublication[] = [];
  const held: HoldDecision[] = [];
  for (const threat of threats) {
    const id = threat.alertId ?? randomUUID();
    const { history, acted } = threat;
    const facts = factsOf(threat);
    const routed = routeAlert({ alert: facts, rules, zone: timeZone, history, mutes, by, now });
    const before = standings.get(id) ?? null;
    const unresolved = threat.status === 'UNRESOLVED';
    const after = followThreat(before, { unresolved, changed: cameBack.has(threat.id) });
    const { suppressed } = routed;
    const standing = holds.get(id) ?? null;
    const over = after.state === 'RESOLVED';
    // Of an alert that acted, at most what waits is left.
    const only = acted ? (standing?.ruleIds ?? []) : null;
    const { actions, publishes, hold } = holdRouting({ windows, alert: facts, routed, standing, only, over, now });
    held.push({ alertId: id, before: standing, hold, outcome: outcomeOf(suppressed, over) });
    const isAsked = acted ? actions.length > 0 : hold?.ruleIds !== null && (standing === null || !over);
    const change = lifecycleChange(id, before, after, { actor }) ?? updateOf(threat, suppressed, id, actor);
    if (change !== null) changes.push(change);
    alerts.push({
      id,
      threat_id: threat.id,
      title: threat.name,
      severity: threat.severity,
      state: after.state,
      taken_over_by: after.takenOverBy,
      snoozed_until: after.snoozedUntil,
      client_id: threat.clientId,
      device_id: threat.deviceId,
      suppressed_by: acted ? threat.alertSuppressedBy : (suppressed?.by ?? null),
      suppressed_reason: acted ? threat.alertSuppressedReason : (suppressed?.reason ?? null),
      suppressed_by_id: acted ? threat.alertSuppressedById : (suppressed?.id ?? null),
      routing: isAsked ? recordOf(routed, now) : null,
    });
    const alert = { alertId: id, clientId: threat.clientId, name: threat.name };
    if (publishes) published.push(alert);
    else wanted.push({ ...alert, actions });
  }
  await storeAlerts(transaction, tenantId, alerts, now);
  await recordAlertChanges(transaction, tenantId, changes, now);
  await storeHolds(transaction, context, held);
  await followPublished(
    transaction,
    context,
    changes.map(({ alertId }) => alertId),
  );
  await requestDeliveries(transaction, context, wanted);
  const reopened = changes.flatMap(({ kind, alertId }) => (kind === 'REOPENED' ? [alertId] : []));
  if (reopened.length > 0) await followMembers(transaction, context, 'id', reopened);
  await raiseOutbreaks(transaction, context, threatIds);
  // Once it is known which of them are part of an outbreak.
  await requestPublications(transaction, context, published);
}

/** What the log records of an alert that stands as before, but is called, judged or suppressed otherwise. */
function updateOf(
  threat: ThreatForAlert,
  suppressed: Routing['suppressed'],
  alertId: string,
  actor: string,
): AlertChange | null {
  const from = severities[threat.alertSeverity ?? 0];
  const to = severities[threat.severity];
  const detail = {
    ...(threat.alertTitle !== threat.name && { title: threat.name }),
    ...(from !== to && { severity: { from, to } }),
    ...(!threat.acted &&
      (threat.alertSuppressedBy !== (suppressed?.by ?? null) ||
        threat.alertSuppressedById !== (suppressed?.id ?? null)) && { suppressedBy: suppressed?.by ?? null }),
  };
  return Object.keys(detail).length === 0 ? null : { alertId, kind: 'UPDATED', actor, detail };
}

const oldestOf = (threats: ThreatForAlert[], now: Date) =>
  new Date(Math.min(now.getTime(), ...threats.map(({ lastDetectedAt }) => lastDetectedAt.getTime())));

async function threatsForAlerts(
  transaction: Transaction<Tables>,
  tenantId: string,
  ids: string[],
): Promise<ThreatForAlert[]> {
  const { rows } = await sql<ThreatForAlert>`
    select ${factColumns}, threat.status, alert.id as alert_id, alert.title as alert_title, alert.severity as alert_severity,
           alert.suppressed_by as alert_suppressed_by, alert.suppressed_reason as alert_suppressed_reason,
           alert.suppressed_by_id as alert_suppressed_by_id,
           exists (select from alert_occurrence where tenant_id = alert.tenant_id and alert_id = alert.id) as acted
    from ${factSource}
    left join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id
    where threat.tenant_id = ${tenantId} and threat.id = any(${ids}::uuid[]) and threat.client_id is not null
    order by threat.detected_at, threat.id`.execute(transaction);
  return rows;
}

async function storeAlerts(
  transaction: Transaction<Tables>,
  tenantId: string,
  alerts: Record<string, unknown>[],
  now: Date,
): Promise<void> {
  // What the rules said when the alert acted stays: a change of rules never rewrites the past.
  await sql`
    insert into alert (tenant_id, id, threat_id, alert_type, title, severity, state, taken_over_by, snoozed_until, client_id,
                       device_id, suppressed_by, suppressed_reason, suppressed_by_id, routing, raised_at, changed_at)
    select ${tenantId}, id, threat_id, 'bitdefender', title, severity, state, taken_over_by, snoozed_until, client_id,
           device_id, suppressed_by, suppressed_reason, suppressed_by_id, routing, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) as given (
      id uuid, threat_id uuid, title text, severity smallint, state text, taken_over_by text, snoozed_until timestamptz,
      client_id text, device_id uuid, suppressed_by text, suppressed_reason text, suppressed_by_id uuid, routing jsonb)
    on conflict (tenant_id, threat_id) do update set
      title = excluded.title, severity = excluded.severity, changed_at = excluded.changed_at,
      state = excluded.state, taken_over_by = excluded.taken_over_by, snoozed_until = excluded.snoozed_until,
      suppressed_by = excluded.suppressed_by, suppressed_reason = excluded.suppressed_reason,
      suppressed_by_id = excluded.suppressed_by_id, routing = coalesce(excluded.routing, alert.routing)`.execute(transaction);
}
