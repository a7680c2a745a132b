import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';
import { type OutbreakSettings, readTenantSettings } from '../../tenant/tenant-settings.js';
import { belongs, findOutbreak, grown } from './find-outbreak.js';
import { machineKey, type Outbreak, outbreakText } from './outbreak-text.js';

interface AlertOfThreat {
  alertId: string;
  clientId: string;
  machine: string;
  at: Date;
}

/**
 * Looks whether these threats are part of an outbreak, or make one of what was there before: their alerts are marked, and
 * the outbreak has an alert of its own that its rules act upon. History and what was suppressed make no outbreak. The
 * transaction must hold the tenant's lock.
 */
export async function raiseOutbreaks(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  threatIds: string[],
): Promise<void> {
  const { tenantId } = context;
  const news = await alertsOfThreats(transaction, tenantId, threatIds);
  if (news.length === 0) return;
  const { outbreak: settings } = await readTenantSettings(transaction, tenantId);
  const ranges = rangesOf(news, settings);
  const outbreaks = await outbreaksWithin(transaction, tenantId, ranges);
  const members: { alertId: string; outbreakId: string }[] = [];
  const changed = new Set<Outbreak>();
  const join = (alert: AlertOfThreat, outbreak: Outbreak) => {
    Object.assign(outbreak, grown(outbreak, alert.at));
    members.push({ alertId: alert.alertId, outbreakId: outbreak.id });
    changed.add(outbreak);
  };

  const single: AlertOfThreat[] = [];
  for (const alert of news) {
    const ongoing = outbreaks.find(
      (outbreak) => outbreak.clientId === alert.clientId && belongs(outbreak, alert.at, settings),
    );
    if (ongoing) join(alert, ongoing);
    else single.push(alert);
  }
  const alone = new Set(single.map(({ clientId }) => clientId));
  const around = await alertsWithin(
    transaction,
    tenantId,
    ranges.filter(({ clientId }) => alone.has(clientId)),
  );
  const joined = new Set(members.map(({ alertId }) => alertId));
  for (const clientId of alone) {
    let left = around.filter((alert) => alert.clientId === clientId && !joined.has(alert.alertId));
    for (let span = findOutbreak(left, settings); span !== null; span = findOutbreak(left, settings)) {
      const outbreak = { id: randomUUID(), clientId, ...span };
      for (const alert of left) if (belongs(span, alert.at, settings)) join(alert, outbreak);
      left = left.filter(({ at }) => !belongs(outbreak, at, settings));
    }
  }
  if (changed.size === 0) return;
  await storeMembers(transaction, tenantId, [...changed], members);
  await outbreakText(transaction, context, [...changed]);
}

/** Alerts of threats that count and are part of no outbreak yet. */
const isSingle = sql`
  alert.kind = 'THREAT' and alert.outbreak_id is null and alert.suppressed_by is null and alert.client_id is not null
  and threat.status = 'UNRESOLVED' and not threat.history`;

async function alertsOfThreats(
  transaction: Transaction<Tables>,
  tenantId: string,
  threatIds: string[],
): Promise<AlertOfThreat[]> {
  const { rows } = await sql<AlertOfThreat>`
    select alert.id as alert_id, alert.client_id, ${machineKey} as machine, threat.detected_at as at
    from alert join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
    where alert.tenant_id = ${tenantId} and alert.threat_id = any(${threatIds}::uuid[]) and ${isSingle}
    order by threat.detected_at, alert.id`.execute(transaction);
  return rows;
}

interface Range {
  clientId: string;
  from: Date;
  to: Date;
}

/** Where what belongs together with these may lie, for each client. */
function rangesOf(alerts: AlertOfThreat[], { minutes }: OutbreakSettings): Range[] {
  const ranges = new Map<string, Range>();
  for (const { clientId, at } of alerts) {
    const from = new Date(at.getTime() - minutes * 60_000);
    const to = new Date(at.getTime() + minutes * 60_000);
    const known = ranges.get(clientId) ?? { clientId, from, to };
    ranges.set(clientId, { clientId, from: from < known.from ? from : known.from, to: to > known.to ? to : known.to });
  }
  return [...ranges.values()];
}

const rangeTable = (ranges: Range[]) => sql`
  unnest(${ranges.map(({ clientId }) => clientId)}::text[], ${ranges.map(({ from }) => from)}::timestamptz[],
         ${ranges.map(({ to }) => to)}::timestamptz[]) as span (client_id, earliest, latest)`;

async function outbreaksWithin(
  transaction: Transaction<Tables>,
  tenantId: string,
  ranges: Range[],
): Promise<Outbreak[]> {
  const { rows } = await sql<Outbreak>`
    select outbreak.id, outbreak.client_id, outbreak.started_at, outbreak.last_at from outbreak
    join ${rangeTable(ranges)} on span.client_id = outbreak.client_id
    where outbreak.tenant_id = ${tenantId} and outbreak.last_at >= span.earliest and outbreak.started_at <= span.latest
    order by outbreak.started_at, outbreak.id`.execute(transaction);
  return rows;
}

async function alertsWithin(
  transaction: Transaction<Tables>,
  tenantId: string,
  ranges: Range[],
): Promise<AlertOfThreat[]> {
  if (ranges.length === 0) return [];
  const { rows } = await sql<AlertOfThreat>`
    select alert.id as alert_id, alert.client_id, ${machineKey} as machine, threat.detected_at as at
    from ${rangeTable(ranges)}
    join threat on threat.tenant_id = ${tenantId} and threat.client_id = span.client_id
      and threat.detected_at between span.earliest and span.latest
    join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id
    where ${isSingle}
    order by threat.detected_at, alert.id`.execute(transaction);
  return rows;
}

async function storeMembers(
  transaction: Transaction<Tables>,
  tenantId: string,
  outbreaks: Outbreak[],
  members: { alertId: string; outbreakId: string }[],
): Promise<void> {
  await transaction
    .insertInto('outbreak')
    .values(outbreaks.map(({ id, clientId, startedAt, lastAt }) => ({ tenantId, id, clientId, startedAt, lastAt })))
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'id']).doUpdateSet(({ ref }) => ({
        startedAt: ref('excluded.startedAt'),
        lastAt: ref('excluded.lastAt'),
      })),
    )
    .execute();
  await sql`
    update alert set outbreak_id = member.outbreak_id
    from unnest(${members.map(({ alertId }) => alertId)}::uuid[], ${members.map(({ outbreakId }) => outbreakId)}::uuid[])
      as member (alert_id, outbreak_id)
    where alert.tenant_id = ${tenantId} and alert.id = member.alert_id`.execute(transaction);
}
