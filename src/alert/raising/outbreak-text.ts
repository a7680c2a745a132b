import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { AlertFacts } from '../../domain/alert-rule.js';
import { type Severity, severities } from '../../domain/severity.js';
import type { Jobs } from '../../queue/ports.js';
import { followPublished } from '../publication/request-publications.js';
import { type AlertChange, lifecycleChange, readLifecycles, recordAlertChanges } from '../state/alert-changes.js';
import { followThreat } from '../state/alert-state.js';
import { actUponAlert, factsWithoutThreat } from './act-upon-alert.js';
import type { OutbreakSpan } from './find-outbreak.js';

export interface Outbreak extends OutbreakSpan {
  id: string;
  clientId: string;
}

/** By which two detections are of one machine. */
export const machineKey = sql`coalesce(threat.bd_device_id, threat.host_key, threat.host_name, threat.id::text)`;

interface OutbreakSummary {
  id: string;
  clientId: string;
  occurrences: number;
  machines: number;
  severity: number;
  names: string[];
  stillActive: boolean;
  families: string[];
  lastAt: Date;
  acted: boolean;
}

/** How many names of malware an outbreak's alert lists. */
const mostListedNames = 10;

/** Writes each outbreak's alert as it is now, and asks the rules about those that have not acted. */
export async function outbreakText(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  outbreaks: Outbreak[],
): Promise<void> {
  const { tenantId, now } = context;
  const rows = await readSummaries(
    transaction,
    tenantId,
    outbreaks.map(({ id }) => id),
  );
  const standings = new Map(
    (
      await readLifecycles(
        transaction,
        tenantId,
        'id',
        rows.map(({ id }) => id),
      )
    ).map((standing) => [standing.id, standing]),
  );
  const changes: AlertChange[] = [];
  for (const row of rows) {
    const span = outbreaks.find(({ id }) => id === row.id) as Outbreak;
    const { title, detail } = describeOutbreak(row, span);
    const before = standings.get(row.id) ?? null;
    const after = followThreat(before, { unresolved: true, changed: true });
    await sql`
      insert into alert (tenant_id, id, kind, alert_type, title, detail, severity, state, client_id, raised_at, changed_at)
      values (${tenantId}, ${row.id}, 'OUTBREAK', 'bitdefender', ${title}, ${detail}, ${row.severity}, ${after.state},
              ${row.clientId}, ${now}, ${now})
      on conflict (tenant_id, id) do update set
        title = excluded.title, detail = excluded.detail, severity = excluded.severity, changed_at = excluded.changed_at,
        state = excluded.state, taken_over_by = ${after.takenOverBy}, snoozed_until = ${after.snoozedUntil}`.execute(
      transaction,
    );
    const update: AlertChange = { alertId: row.id, kind: 'UPDATED', actor: 'opsmerge', detail: { title } };
    changes.push(lifecycleChange(row.id, before, after, { actor: 'opsmerge' }) ?? update);
  }
  await recordAlertChanges(transaction, tenantId, changes, now);
  await actUponOutbreaks(transaction, context, rows);
  await followPublished(
    transaction,
    context,
    rows.flatMap(({ id, acted }) => (acted ? [id] : [])),
  );
}

/** Asks the rules about those of these outbreaks on which none has acted: they reopened. */
export async function askAboutReopened(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  ids: readonly string[],
): Promise<void> {
  if (ids.length > 0)
    await actUponOutbreaks(transaction, context, await readSummaries(transaction, context.tenantId, ids));
}

async function actUponOutbreaks(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  rows: readonly OutbreakSummary[],
): Promise<void> {
  for (const row of rows) if (!row.acted) await actUponAlert(transaction, context, row.id, outbreakName, factsOf(row));
}

async function readSummaries(
  transaction: Transaction<Tables>,
  tenantId: string,
  ids: readonly string[],
): Promise<OutbreakSummary[]> {
  const { rows } = await sql<OutbreakSummary>`
    select outbreak.id, outbreak.client_id, outbreak.last_at, count(*)::int as occurrences, count(distinct ${machineKey})::int as machines,
           max(threat.severity) as severity, array_agg(distinct threat.name) as names,
           array_agg(distinct threat.family) as families,
           bool_or(threat.action in ('REPORTED', 'PARTIALLY_BLOCKED')) as still_active,
           exists (select from alert_occurrence as occurrence
             where occurrence.tenant_id = outbreak.tenant_id and occurrence.alert_id = outbreak.id) as acted
    from outbreak
    join alert on alert.tenant_id = outbreak.tenant_id and alert.outbreak_id = outbreak.id
    join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
    where outbreak.tenant_id = ${tenantId} and outbreak.id = any(${[...ids]}::uuid[])
    group by outbreak.tenant_id, outbreak.id, outbreak.client_id, outbreak.last_at`.execute(transaction);
  return rows;
}

const factsOf = (row: OutbreakSummary): AlertFacts => ({
  ...factsWithoutThreat,
  kind: 'OUTBREAK',
  severity: severities[row.severity] as Severity,
  family: row.families.length === 1 ? (row.families[0] ?? 'UNKNOWN') : 'UNKNOWN',
  threatName: row.names.length === 1 ? (row.names[0] ?? '') : '',
  stillActive: row.stillActive,
  clientId: row.clientId,
  at: row.lastAt,
});

/** What rules can see of outbreaks, by their ids. */
export async function outbreakFacts(
  transaction: Transaction<Tables>,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, AlertFacts>> {
  if (ids.length === 0) return new Map();
  return new Map((await readSummaries(transaction, tenantId, ids)).map((row) => [row.id, factsOf(row)]));
}

/** Outbreaks of a client share their actions for an hour. */
export const outbreakName = 'Outbreak';

function describeOutbreak({ names, machines, occurrences }: OutbreakSummary, { startedAt, lastAt }: OutbreakSpan) {
  const listed = names.slice(0, mostListedNames).join(', ');
  const further = names.length > mostListedNames ? ` and ${names.length - mostListedNames} more` : '';
  return {
    title: `Outbreak${names.length === 1 ? ` of ${names[0]}` : ''} on ${machines} machines`,
    detail: `${occurrences} threats from ${startedAt.toISOString()} to ${lastAt.toISOString()}: ${listed}${further}.`,
  };
}
