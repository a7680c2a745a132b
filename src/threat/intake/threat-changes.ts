import type { Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { earlierSources } from '../../database/later-values.js';
import { appendChanges } from '../../live/change-log.js';
import type { ExtentGrowth } from '../extent/extent.js';
import type { ItemExit } from '../quarantine/item-exit.js';

export type ThreatChangeKind =
  | 'DETECTED'
  | 'UPDATED'
  | 'RECURRED'
  | 'REOPENED'
  | 'RESOLVED'
  | 'FALSE_POSITIVE'
  | 'MAPPED'
  | 'ASSIGNED'
  | 'NOTED'
  | 'RERATED';

/** More of a change, by its kind; all of it can be read in the graph. */
export type ThreatChangeDetail = ExtentGrowth & {
  /** Which kind of BD row reported it. */
  source?: string;
  /** The same, of a kind that the release before this one does not know, see `earlierSources`. */
  laterSource?: string;
  /** The status before and after. */
  from?: string;
  to?: string;
  severityFrom?: string;
  severityTo?: string;
  scoreBefore?: number | null;
  scoreAfter?: number | null;
  actionBefore?: string;
  actionAfter?: string;
  reason?: string;
  itemExit?: ItemExit;
  note?: string;
  assigneeId?: string | null;
  clientId?: string;
};

export interface ThreatChange {
  threatId: string;
  kind: ThreatChangeKind;
  /** `bitdefender`, `opsmerge`, or the subject of the person's token. */
  actor: string;
  detail: ThreatChangeDetail;
}

/** Writes down what happened to threats, in the transaction in which it did; it must hold the tenant's lock. */
export function recordThreatChanges(
  transaction: Transaction<Tables>,
  tenantId: string,
  changes: ThreatChange[],
  now: Date,
): Promise<void> {
  const log = { table: 'threat_change', subject: 'threat_id', topic: 'threats' } as const;
  const rows = changes.map(({ threatId, detail, ...change }) => ({
    subjectId: threatId,
    detail: storedDetail(detail),
    ...change,
  }));
  return appendChanges(transaction, log, tenantId, rows, now);
}

function storedDetail({ source, ...rest }: ThreatChangeDetail): ThreatChangeDetail {
  if (source === undefined) return rest;
  return earlierSources.includes(source) ? { source, ...rest } : { laterSource: source, ...rest };
}
