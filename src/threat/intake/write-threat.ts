import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { laterSeveritySources, storedValue } from '../../database/later-values.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { hostKey } from '../../domain/hostname.js';
import { type SeverityVerdict, severities } from '../../domain/severity.js';
import { extentColumns, growExtent, unknownExtent } from '../extent/extent.js';
import { differencesOf, readThreatContent, type ThreatContent } from '../extent/threat-content.js';
import { updateOfDetails } from './detail-columns.js';
import { columnsOfDraft, type Rating, severityOfDraft, type ThreatDraft, unnamedThreats } from './draft.js';
import { isHistory } from './history.js';
import type { StoredThreat, ThreatDevice } from './known-threats.js';
import { type KnownSource, reconcileThreat } from './reconcile-threat.js';
import type { ThreatChange } from './threat-changes.js';

/** A company and the time of its mapping; threats from before that time are history. */
export interface ThreatHome {
  id: string;
  clientId: string | null;
  mappedAt: Date | null;
}

/** The row of a threat that is reported for the first time. */
export function newThreat(given: {
  draft: ThreatDraft;
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>;
  company: ThreatHome;
  device: ThreatDevice | undefined;
  rating: Rating;
  now: Date;
}) {
  const { draft, integration, company, device, rating, now } = given;
  const key = device?.hostKey ?? (draft.hostName === null ? null : hostKey(draft.hostName, draft.fqdn));
  return {
    ...columnsOfDraft(draft),
    tenantId: integration.tenantId,
    id: randomUUID(),
    connectionId: integration.id,
    companyId: company.id,
    clientId: company.clientId,
    deviceId: device?.id ?? null,
    hostKey: key,
    ...severityColumns(severityOfDraft(draft, rating)),
    resolvedBy: draft.status === 'UNRESOLVED' ? null : 'bitdefender',
    resolvedAt: draft.status === 'UNRESOLVED' ? null : now,
    note: null,
    assigneeId: null,
    occurrences: draft.reported?.occurrences ?? 1,
    history: draft.isPast === true || isHistory(draft.lastDetectedAt, company.mappedAt),
    createdAt: now,
    changedAt: now,
  };
}

/** A verdict as the columns of a threat. */
export function severityColumns({ severity, source, reason }: SeverityVerdict) {
  const { column, beside } = storedValue(laterSeveritySources, source);
  return {
    severity: severities.indexOf(severity),
    severitySource: column,
    severityBasis: beside,
    severityReason: reason,
  };
}

/**
 * Updates a stored threat from a changed BD row, and `stored` with it for the next row of the same threat. Returns the
 * change to record.
 */
export async function updateThreat(
  transaction: Transaction<Tables>,
  tenantId: string,
  given: {
    stored: StoredThreat;
    source: KnownSource | null;
    draft: ThreatDraft;
    company: ThreatHome;
    rating: Rating;
    now: Date;
  },
): Promise<Omit<ThreatChange, 'threatId'>> {
  const { stored, source, draft, company, rating, now } = given;
  const { status, recurred, returned } = reconcileThreat(stored, source, draft);
  const from = stored.status;
  const before = await readThreatContent(transaction, tenantId, stored.id);
  const verdict = severityOfDraft(draft, rating);
  const isFirstListed = draft.kind !== 'DEVICE_STATE' && isOfState(stored.severitySource);
  const rates = replacesSeverity(verdict, stored.severitySource);
  if (status !== from) {
    stored.resolvedBy = status === 'UNRESOLVED' ? null : 'bitdefender';
    stored.resolvedAt = status === 'UNRESOLVED' ? null : now;
  }
  stored.status = status;
  stored.occurrences += recurred ? 1 : 0;
  if (draft.lastDetectedAt > stored.lastDetectedAt) stored.lastDetectedAt = draft.lastDetectedAt;
  if (rates) stored.severitySource = verdict.source;
  const after = contentAfter(before, draft, rates ? verdict.severity : before.severity);
  const { resolvedBy, resolvedAt, occurrences, lastDetectedAt } = stored;
  await transaction
    .updateTable('threat')
    .set({
      ...{ status, resolvedBy, resolvedAt, occurrences, lastDetectedAt, changedAt: now },
      ...(rates && severityColumns(verdict)),
      ...(draft.kind !== 'DEVICE_STATE' && (draft.kind !== 'REPORT' || isFirstListed) && { explanation: null }),
      ...(draft.kind === 'INCIDENT' && {
        actionRaw: draft.actionRaw,
        link: draft.link,
        severityScore: after.score,
        ...extentColumns(after.extent),
      }),
      ...updateOfName(draft, isFirstListed),
      action: after.action,
      ...updateOfDetails(draft.kind, draft),
      // A threat that recurs after the mapping is no longer history.
      ...(recurred && { history: isHistory(draft.lastDetectedAt, company.mappedAt) }),
    })
    .where('tenantId', '=', tenantId)
    .where('id', '=', stored.id)
    .execute();
  return {
    kind: kindOf(from, status, recurred),
    actor: 'bitdefender',
    detail: {
      ...{ source: draft.kind, from, to: status },
      ...differencesOf(before, after),
      ...(returned && { reason: 'The item is in quarantine again.' }),
      ...(isFirstListed && { reason: 'GravityZone now lists what the state of the device had shown.' }),
    },
  };
}

/** What a draft makes of the content of its threat: what it does not report stays. */
function contentAfter(before: ThreatContent, draft: ThreatDraft, severity: string): ThreatContent {
  const { kind, severityScore, action, extent } = draft;
  return {
    score: kind === 'INCIDENT' ? (severityScore ?? before.score) : before.score,
    severity,
    action: action !== 'UNKNOWN' && action !== 'REPORTED' ? action : before.action,
    extent: growExtent(before.extent, extent ?? unknownExtent),
  };
}

/** Whether only the state of the device has shown it so far. */
const isOfState = (severitySource: string): boolean =>
  severitySource === 'INFECTED_STATE' || severitySource === 'DETECTION_STATE';

/**
 * A stand-in replaces no name, and the name of a quarantine item only a stand-in, or what a flag of the device's state had shown before
 * (`isFirstListed`).
 */
function updateOfName({ kind, name, family }: ThreatDraft, isFirstListed: boolean) {
  const standIns = Object.values(unnamedThreats);
  if (kind === 'DEVICE_STATE' || standIns.some((standIn) => standIn === name)) return {};
  if (kind === 'INCIDENT' || isFirstListed) return { name, family };
  const replacing = (column: 'name' | 'family', value: string) =>
    sql<string>`case when name = any(${standIns}::text[]) then ${value} else ${sql.ref(column)} end`;
  return { name: replacing('name', name), family: replacing('family', family) };
}

/** A score outweighs a family, a family the module of a report, that the state of a device, and each outweighs nothing. */
function replacesSeverity(verdict: SeverityVerdict, storedSource: string): boolean {
  return (
    verdict.source === 'INCIDENT_SCORE' ||
    (verdict.source === 'THREAT_FAMILY' && storedSource !== 'INCIDENT_SCORE') ||
    (verdict.source === 'REPORT_MODULE' && (isOfState(storedSource) || storedSource === 'NONE')) ||
    (isOfState(verdict.source) && isOfState(storedSource))
  );
}

function kindOf(from: string, to: string, recurred: boolean): ThreatChange['kind'] {
  if (from === to) return recurred ? 'RECURRED' : 'UPDATED';
  return to === 'UNRESOLVED' ? 'REOPENED' : (to as 'RESOLVED' | 'FALSE_POSITIVE');
}
