import type { Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { severities } from '../../domain/severity.js';
import type { ThreatChangeDetail } from '../intake/threat-changes.js';
import { type Extent, growthOf } from './extent.js';

/** What of a threat the log compares before and after a change. */
export interface ThreatContent {
  score: number | null;
  severity: string;
  action: string;
  extent: Extent;
}

/** Reads a stored threat as the transaction has left it so far. */
export async function readThreatContent(
  transaction: Transaction<Tables>,
  tenantId: string,
  id: string,
): Promise<ThreatContent> {
  const { severityScore, severity, action, ...extent } = await transaction
    .selectFrom('threat')
    .select(['severityScore', 'severity', 'action', 'attackTypes', 'techniques', 'files', 'fileCount'])
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { score: severityScore, severity: severities[severity] ?? 'UNKNOWN', action, extent };
}

/** What a change says of score, severity, action and extent; empty if none of them has changed. */
export function differencesOf(before: ThreatContent, after: ThreatContent): ThreatChangeDetail {
  return {
    ...(before.score !== after.score && { scoreBefore: before.score, scoreAfter: after.score }),
    ...(before.severity !== after.severity && { severityFrom: before.severity, severityTo: after.severity }),
    ...(before.action !== after.action && { actionBefore: before.action, actionAfter: after.action }),
    ...growthOf(before.extent, after.extent),
  };
}
