import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { type Tables } from '../../database/database.js';
import { type Jobs } from '../../queue/ports.js';
import { clientRests } from '../../tenant/resting-clients.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { requestDeliveries } from '../delivery/request-deliveries.js';
import { readHolds, storeHolds } from '../hold/hold.store.js';
import { readWindows } from '../hold/window.store.js';
import { readMutes } from '../mute/mute.reader.js';
import { followPublished, requestPublications } from '../publication/request-publications.js';
import { factColumns, factSource } from '../rule/alert-facts.js';
import { readRules } from '../rule/read-rules.js';
import { readLifecycles, recordAlertChanges } from '../state/alert-changes.js';
import { decideAlert, type ThreatForAlert } from './decide-alert.js';
import { followMembers } from './follow-members.js';
import { askAboutReopened } from './outbreak-text.js';
import { raiseOutbreaks } from './raise-outbreaks.js';

/**
 * Gives each of these threats its one alert and does what the rules say, once: actions and their jobs commit with the
 * alert, but for what maintenance windows hold. An alert that acted before is only brought up to date. Threats of a client that rests get
 * theirs when it no longer does, from `client/life/catch-up.ts`. `cameBack` are the threats that were detected again or reopened, `actor`
 * is who reported them. The transaction must hold the tenant's lock.
 */
export async function raiseAlerts(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date; actor: string; cameBack: ReadonlySet<string> },
  threatIds: string[],
): Promise<void> {
  if (threatIds.length === 0) return;
  const { tenantId, now, actor, cameBack } = context;
  const threats = await threatsForAlerts(transaction, tenantId, threatIds);
  if (threats.length === 0) return;
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

  const decided = threats.map((threat) => {
    const id = threat.alertId ?? randomUUID();
    return decideAlert(threat, id, {
      ...{ rules, zone: timeZone, mutes, windows, by, now, actor },
      before: standings.get(id) ?? null,
      waited: holds.get(id),
      changed: cameBack.has(threat.id),
    });
  });
  const changes = decided.flatMap(({ change }) => change ?? []);
  await storeAlerts(
    transaction,
    tenantId,
    decided.map(({ row }) => row),
    now,
  );
  await recordAlertChanges(transaction, tenantId, changes, now);
  await storeHolds(
    transaction,
    context,
    decided.map(({ held }) => held),
  );
  await followPublished(
    transaction,
    context,
    changes.map(({ alertId }) => alertId),
  );
  await requestDeliveries(
    transaction,
    context,
    decided.map(({ wanted }) => wanted),
  );
  const reopened = changes.flatMap(({ kind, alertId }) => (kind === 'REOPENED' ? [alertId] : []));
  if (reopened.length > 0)
    await askAboutReopened(transaction, context, await followMembers(transaction, context, 'id', reopened));
  await raiseOutbreaks(
    transaction,
    context,
    threats.map(({ id }) => id),
  );
  // Once it is known which of them are part of an outbreak.
  await requestPublications(
    transaction,
    context,
    decided.flatMap(({ publishes, wanted: { alertId, clientId, name } }) =>
      publishes && clientId !== null ? [{ alertId, clientId, name }] : [],
    ),
  );
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
      and not ${clientRests('threat')}
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
      suppressed_by_id = excluded.suppressed_by_id, routing = coalesce(excluded.routing, alert.routing)`.execute(
    transaction,
  );
}
