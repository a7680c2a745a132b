import { sql, type Transaction } from 'kysely';
import type { Queries, Tables } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { IncidentDetail } from '../../gravityzone/types.js';
import { extentColumns, extentOfDetail, growExtent } from '../extent/extent.js';
import { differencesOf, readThreatContent } from '../extent/threat-content.js';
import { detailColumnsOf, updateOfDetails } from './detail-columns.js';
import { actionOfDetail, type PendingDetails } from './draft.js';
import { recordThreatChanges, type ThreatChangeDetail } from './threat-changes.js';

type OfIntegration = Pick<IntegrationRow, 'tenantId' | 'id'>;

/** An incident whose details are to be read: it was stored without them, or has grown. */
export interface DueIncident {
  bdId: string;
  threatId: string;
  /** How many requests for its details have failed. */
  failures: number;
  /** Whether they were read before. */
  again: boolean;
}

/** The sentence of a threat's log about missing details. */
export function reasonOf({ problem, dueAt }: PendingDetails): string {
  const why = problem === null ? 'Its details are not read yet' : `Its details could not be read: ${problem}`;
  return `${why.replace(/\.$/, '')}. ${dueAt === null ? 'They are not requested again.' : 'They are requested again later.'}`;
}

/** Details are requested again after a day at most: a later time was stored while a clock was ahead. */
const longestRest = sql`least(interval '24 hours', interval '15 minutes' * 2 ^ greatest(0, source.details_failures - 1))
  + interval '5 minutes'`;

/**
 * Incidents whose details are due at `now`, at most `most`: those that never failed first, then those that were never read, then the
 * most severe, then the newest. Threats that are closed meanwhile are left out.
 */
export async function dueDetails(
  queries: Queries,
  { tenantId, id }: OfIntegration,
  now: Date,
  most: number,
): Promise<DueIncident[]> {
  const { rows } = await sql<DueIncident>`
    select source.bd_id, source.threat_id, source.details_failures as failures, source.details_again as again
    from threat_source as source
    join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id
    where source.tenant_id = ${tenantId} and source.connection_id = ${id}::uuid and source.kind = 'INCIDENT'
      and (source.details_due_at <= ${now} or source.details_due_at > ${now}::timestamptz + ${longestRest})
      and threat.status = 'UNRESOLVED'
    order by source.details_failures > 0, source.details_again, threat.severity desc, threat.detected_at desc, source.bd_id
    limit ${most}`.execute(queries);
  return rows;
}

/** Reads the incident whose details were read last, as a probe of whether GravityZone gives any; null if there is none. */
export async function lastDetailed(queries: Queries, { tenantId, id }: OfIntegration): Promise<string | null> {
  const { rows } = await sql<{ bdId: string }>`
    select source.bd_id from threat_source as source
    join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id
    where source.tenant_id = ${tenantId} and source.connection_id = ${id}::uuid and source.kind = 'INCIDENT'
      and (source.details_due_at is null or source.details_again) and source.details_problem is null
      and coalesce(threat.process_path, threat.file_path) is not null
    order by source.changed_at desc, source.bd_id limit 1`.execute(queries);
  return rows[0]?.bdId ?? null;
}

/**
 * Adds details to a threat that was stored without them, or has grown since, and records the change. Details that are read
 * again and show nothing new are no change. The transaction must hold the tenant's lock. Returns whether there was a change.
 */
export async function storeDetails(
  transaction: Transaction<Tables>,
  integration: OfIntegration,
  incident: Omit<DueIncident, 'failures'>,
  detail: IncidentDetail,
  now: Date,
): Promise<boolean> {
  const { tenantId } = integration;
  const before = await readThreatContent(transaction, tenantId, incident.threatId);
  const after = {
    ...before,
    action: actionOfDetail(detail) ?? before.action,
    extent: growExtent(before.extent, extentOfDetail(detail)),
  };
  const differences = differencesOf(before, after);
  const isChange = !incident.again || Object.keys(differences).length > 0;
  await transaction
    .updateTable('threat')
    .set({
      ...updateOfDetails('INCIDENT', detailColumnsOf(detail)),
      action: after.action,
      ...extentColumns(after.extent),
      ...(isChange && { changedAt: now }),
    })
    .where('tenantId', '=', tenantId)
    .where('id', '=', incident.threatId)
    .execute();
  await notePending(transaction, integration, incident.bdId, { problem: null, failures: 0, dueAt: null });
  if (!isChange) return false;
  const change: ThreatChangeDetail = {
    ...{ source: 'INCIDENT', ...differences },
    ...(!incident.again && { reason: 'Its details were read.' }),
  };
  await recordThreatChanges(
    transaction,
    tenantId,
    [{ threatId: incident.threatId, kind: 'UPDATED', actor: 'bitdefender', detail: change }],
    now,
  );
  return true;
}

/** Saves when the details of an incident are requested next, and why they are missing. */
export async function notePending(
  queries: Queries,
  { tenantId, id }: OfIntegration,
  bdId: string,
  { problem, failures, dueAt }: PendingDetails,
): Promise<void> {
  await queries
    .updateTable('threatSource')
    .set({
      detailsDueAt: dueAt,
      detailsFailures: failures,
      detailsProblem: problem,
      ...(dueAt === null && { detailsAgain: false }),
    })
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .where('kind', '=', 'INCIDENT')
    .where('bdId', '=', bdId)
    .execute();
}
