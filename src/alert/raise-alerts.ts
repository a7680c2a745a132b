import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../database/database.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { type Severity, severities } from '../threat/severity.js';
import { type Jobs, requestActions, type WantedActions } from './request-actions.js';
import { type AlertFacts, type AlertRule, routeAlert } from './route-alert.js';

interface ThreatForAlert {
  id: string;
  name: string;
  family: string;
  severity: number;
  status: string;
  action: string;
  clientId: string;
  companyId: string;
  deviceId: string | null;
  hostName: string | null;
  operatingSystem: string | null;
  infected: boolean | null;
  detectedAt: Date;
  lastDetectedAt: Date;
  history: boolean;
  alertId: string | null;
  acted: boolean;
}

/**
 * Gives each of these threats its one alert and does what the rules say, once: actions and their jobs commit with the
 * alert. An alert that acted before is only brought up to date. The transaction must hold the tenant's lock.
 */
export async function raiseAlerts(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  threatIds: string[],
): Promise<void> {
  if (threatIds.length === 0) return;
  const { tenantId, now } = context;
  const threats = await threatsForAlerts(transaction, tenantId, threatIds);
  const rules = await readRules(transaction, tenantId);
  const { timeZone } = await readTenantSettings(transaction, tenantId);

  const alerts: Record<string, unknown>[] = [];
  const wanted: WantedActions[] = [];
  for (const threat of threats) {
    const id = threat.alertId ?? randomUUID();
    const routed = routeAlert({ alert: factsOf(threat), rules, zone: timeZone, history: threat.history, mutes: [] });
    alerts.push({
      id,
      threat_id: threat.id,
      title: threat.name,
      severity: threat.severity,
      state: threat.status === 'UNRESOLVED' ? 'OPEN' : 'RESOLVED',
      client_id: threat.clientId,
      device_id: threat.deviceId,
      suppressed_by: routed.suppressed?.by ?? null,
      suppressed_reason: routed.suppressed?.reason ?? null,
    });
    if (threat.acted || threat.status !== 'UNRESOLVED') continue;
    wanted.push({ alertId: id, clientId: threat.clientId, name: threat.name, actions: routed.actions });
  }
  await storeAlerts(transaction, tenantId, alerts, now);
  await requestActions(transaction, context, wanted);
}

/** What came back is nobody's decision yet: its alerts follow it again. */
export async function releaseAlerts(
  transaction: Transaction<Tables>,
  tenantId: string,
  threatIds: string[],
): Promise<void> {
  if (threatIds.length === 0) return;
  await sql`
    update alert set taken_over_by = null
    where tenant_id = ${tenantId} and threat_id = any(${threatIds}::uuid[]) and taken_over_by is not null
      and state = 'RESOLVED'`.execute(transaction);
}

/** Resolves the alerts of resolved threats, but for those a person took over. */
export async function resolveAlerts(
  transaction: Transaction<Tables>,
  tenantId: string,
  threatIds: string[],
  now: Date,
): Promise<void> {
  if (threatIds.length === 0) return;
  await sql`
    update alert set state = 'RESOLVED', changed_at = ${now}
    where tenant_id = ${tenantId} and threat_id = any(${threatIds}::uuid[]) and taken_over_by is null
      and state <> 'RESOLVED'`.execute(transaction);
}

async function threatsForAlerts(
  transaction: Transaction<Tables>,
  tenantId: string,
  ids: string[],
): Promise<ThreatForAlert[]> {
  const { rows } = await sql<ThreatForAlert>`
    select threat.id, threat.name, threat.family, threat.severity, threat.status, threat.action, threat.client_id,
           threat.company_id, threat.device_id, coalesce(device.name, threat.host_name) as host_name,
           device.operating_system, state.infected, threat.detected_at, threat.last_detected_at, threat.history,
           alert.id as alert_id,
           exists (select from alert_occurrence where tenant_id = alert.tenant_id and alert_id = alert.id) as acted
    from threat
    left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
    left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    left join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id
    where threat.tenant_id = ${tenantId} and threat.id = any(${ids}::uuid[]) and threat.client_id is not null
    order by threat.detected_at, threat.id`.execute(transaction);
  return rows;
}

/** The tenant's rules in their order. */
export async function readRules(transaction: Transaction<Tables>, tenantId: string): Promise<AlertRule[]> {
  const rows = await transaction
    .selectFrom('alertRule')
    .select(['id', 'name', 'enabled', 'position', 'scope', 'conditions', 'actions', 'next'])
    .where('tenantId', '=', tenantId)
    .orderBy('position')
    .execute();
  return rows.map(({ next, ...rule }) => ({ ...rule, next: next === 'CONTINUE' ? 'CONTINUE' : 'STOP' }));
}

function factsOf(threat: ThreatForAlert): AlertFacts {
  return {
    kind: 'THREAT',
    severity: severities[threat.severity] as Severity,
    family: threat.family as AlertFacts['family'],
    threatName: threat.name,
    action: threat.action as AlertFacts['action'],
    stillActive: threat.infected === true || threat.action === 'REPORTED' || threat.action === 'PARTIALLY_BLOCKED',
    status: threat.status as AlertFacts['status'],
    clientId: threat.clientId,
    companyId: threat.companyId,
    hostname: threat.hostName ?? '',
    machineKind:
      threat.operatingSystem === null ? 'UNKNOWN' : /server/i.test(threat.operatingSystem) ? 'SERVER' : 'WORKSTATION',
    at: threat.lastDetectedAt,
  };
}

async function storeAlerts(
  transaction: Transaction<Tables>,
  tenantId: string,
  alerts: Record<string, unknown>[],
  now: Date,
): Promise<void> {
  await sql`
    insert into alert (tenant_id, id, threat_id, alert_type, title, severity, state, client_id, device_id, suppressed_by,
                       suppressed_reason, raised_at, changed_at)
    select ${tenantId}, id, threat_id, 'bitdefender', title, severity, state, client_id, device_id, suppressed_by,
           suppressed_reason, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) as given (
      id uuid, threat_id uuid, title text, severity smallint, state text, client_id text, device_id uuid,
      suppressed_by text, suppressed_reason text)
    on conflict (tenant_id, threat_id) do update set
      title = excluded.title, severity = excluded.severity, changed_at = excluded.changed_at,
      suppressed_by = excluded.suppressed_by, suppressed_reason = excluded.suppressed_reason,
      state = case when alert.state = 'RESOLVED' and alert.taken_over_by is null then excluded.state else alert.state end`.execute(
    transaction,
  );
}
