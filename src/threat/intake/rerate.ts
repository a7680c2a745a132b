import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { laterSeveritySources, laterValue } from '../../database/later-values.js';
import {
  type SeverityVerdict,
  severities,
  severityOfQuarantine,
  severityOfScore,
  severityOfState,
} from '../../domain/severity.js';
import type { JobWork } from '../../job/run-job.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import type { Alerting } from './alerting.js';
import type { Rating } from './draft.js';
import { recordThreatChanges } from './threat-changes.js';
import { severityColumns } from './write-threat.js';

const threatsInOneTransaction = 500;

const severitySource = laterValue(laterSeveritySources);

interface ThreatToRate {
  id: string;
  name: string;
  severity: number;
  severityScore: number | null;
  severitySource: string;
  infected: boolean | null;
}

function judge(threat: ThreatToRate, { severityBands, stateSeverities }: Rating): SeverityVerdict {
  switch (threat.severitySource) {
    case 'INCIDENT_SCORE':
      return severityOfScore(threat.severityScore, severityBands);
    case 'INFECTED_STATE':
      return severityOfState('INFECTED', stateSeverities);
    case 'DETECTION_STATE':
      return severityOfState('DETECTION', stateSeverities);
    default:
      return severityOfQuarantine(threat.name, threat.infected === true);
  }
}

/** Who judges again, and when. */
interface Rerating {
  tenantId: string;
  now: Date;
  /** `bitdefender`, `opsmerge`, or the subject of a person. */
  actor: string;
  alerting: Alerting;
}

/**
 * Judges the open threats that meet `condition` (on the table `threat`) by the tenant's present bands and by whether their
 * devices are infected now. Those whose severity is another keep it, with their history and their alerts', and their ids
 * are returned. No rule is asked. The transaction must hold the tenant's lock.
 */
export async function rerateThreats(
  transaction: Transaction<Tables>,
  { tenantId, now, actor, alerting }: Rerating,
  condition: RawBuilder<unknown>,
): Promise<string[]> {
  const rating = await readTenantSettings(transaction, tenantId);
  const { rows } = await sql<ThreatToRate>`
    select threat.id, threat.name, threat.severity, threat.severity_score, ${severitySource} as severity_source,
           state.infected
    from threat
    left join device_state as state on state.tenant_id = threat.tenant_id and state.device_id = threat.device_id
    where threat.tenant_id = ${tenantId} and threat.status = 'UNRESOLVED'
      and ${severitySource} not in ('NONE', 'REPORT_MODULE') and ${condition}
    order by threat.detected_at, threat.id`.execute(transaction);
  const judged = rows.flatMap((threat) => {
    const verdict = judge(threat, rating);
    const columns = severityColumns(verdict);
    return columns.severity === threat.severity ? [] : [{ id: threat.id, before: threat.severity, verdict, columns }];
  });
  const ids = judged.map(({ id }) => id);
  if (ids.length === 0) return ids;
  await sql`
    update threat set severity = given.severity, severity_source = given.source, severity_basis = given.basis,
                      severity_reason = given.reason, changed_at = ${now}
    from unnest(${ids}::uuid[], ${judged.map(({ columns }) => columns.severity)}::smallint[],
                ${judged.map(({ columns }) => columns.severitySource)}::text[],
                ${judged.map(({ columns }) => columns.severityBasis)}::text[],
                ${judged.map(({ verdict }) => verdict.reason)}::text[]) as given (id, severity, source, basis, reason)
    where threat.tenant_id = ${tenantId} and threat.id = given.id`.execute(transaction);
  const changes = judged.map(({ id, before, verdict }) => {
    const detail = {
      severityFrom: severities[before] ?? 'UNKNOWN',
      severityTo: verdict.severity,
      reason: verdict.reason,
    };
    return { threatId: id, kind: 'RERATED' as const, actor, detail };
  });
  await recordThreatChanges(transaction, tenantId, changes, now);
  await alerting.followSeverity(transaction, { tenantId, now, actor }, ids);
  return ids;
}

/**
 * What quarantine reported about a device is more severe while the device is infected. That is news of BD, so the rules are asked
 * about what became more severe.
 */
export async function followInfection(
  transaction: Transaction<Tables>,
  context: Omit<Rerating, 'actor'>,
  deviceId: string,
): Promise<void> {
  const { tenantId, alerting, now } = context;
  const judgedNow = { tenantId, now, actor: 'bitdefender', alerting };
  // Neither mail nor a report: they say nothing about whether the device is clean.
  const condition = sql`threat.device_id = ${deviceId}::uuid and threat.severity_source = 'THREAT_FAMILY'
    and exists (select from threat_source as source
      where source.tenant_id = threat.tenant_id and source.threat_id = threat.id and source.kind = 'QUARANTINE')`;
  const rerated = await rerateThreats(transaction, judgedNow, condition);
  await alerting.raise(transaction, { tenantId, now, actor: 'bitdefender', cameBack: new Set() }, rerated);
}

/**
 * The job after a change of the bands: judges what is open and was rated by a setting, in the order of the ids. Begun again, it finds
 * what it judged unchanged. What comes in meanwhile is judged by the new bands anyway.
 */
export const rerateOpenThreats =
  (alerting: Alerting): JobWork =>
  async ({ database, tenantId, signal, report }) => {
    const open = sql`tenant_id = ${tenantId} and status = 'UNRESOLVED'
      and ${severitySource} in ('INCIDENT_SCORE', 'INFECTED_STATE', 'DETECTION_STATE')`;
    const counted = await sql<{ total: number }>`select count(*)::int as total from threat where ${open}`.execute(
      database.query,
    );
    const total = counted.rows[0]?.total ?? 0;
    let done = 0;
    let last = '00000000-0000-0000-0000-000000000000';
    await report(done, total);
    for (;;) {
      signal.throwIfAborted();
      const { rows } = await sql<{ id: string }>`
      select id from threat where ${open} and id > ${last}::uuid order by id limit ${threatsInOneTransaction}`.execute(
        database.query,
      );
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return report(done, done);
      await database.forTenant(tenantId, (transaction) =>
        rerateThreats(
          transaction,
          { tenantId, now: new Date(), actor: 'opsmerge', alerting },
          sql`threat.id = any(${ids}::uuid[])`,
        ),
      );
      last = ids.at(-1) ?? last;
      done += ids.length;
      await report(done, Math.max(done, total));
    }
  };
