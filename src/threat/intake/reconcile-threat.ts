import type { ThreatDraft, ThreatStatus } from './draft.js';
import { isOfQuarantine } from './source-kind.js';

/**
 * What a BD row last said of its threat: that it is open, that it was dealt with, or, of a quarantine item, that the last
 * walk of the whole quarantine did not show it (MISSED: to be confirmed by the next one) or that it is gone for good.
 */
export type SourceState = 'OPEN' | 'CLOSED' | 'FALSE_POSITIVE' | 'MISSED' | 'GONE';

/** The threat as it is stored. */
export interface ThreatState {
  status: string;
  resolvedBy: string | null;
  resolvedAt: Date | null;
}

/** The BD row as it was last taken in. */
export interface KnownSource {
  state: SourceState;
  reportedDate: string | null;
  lastDetectedAt: Date | null;
}

/** What a row that says something new makes of its threat. */
export interface ReconciledThreat {
  status: ThreatStatus;
  /** It was detected once more. */
  recurred: boolean;
  /** A quarantine item that was thought to be gone is there again, although nothing was detected again. */
  returned: boolean;
}

/** The state of the row a draft was made of. A detection that only a flag shows is over when it is reported: nothing keeps it open. */
export function sourceState({ status, flag }: Pick<ThreatDraft, 'status' | 'flag'>): SourceState {
  if (flag === 'DETECTION') return 'CLOSED';
  return status === 'UNRESOLVED' ? 'OPEN' : status === 'RESOLVED' ? 'CLOSED' : 'FALSE_POSITIVE';
}

/**
 * What becomes of a stored threat when BD reports something new about it; `source` is null for a row that joins it as the same
 * event, or a flag that shows another detection. What a person decided stays, unless the threat recurs: a quarantine item's date moved, or a row that joins was
 * detected after the threat had been dealt with. BD's status counts when BD changed it, not each time it is reported again.
 */
export function reconcileThreat(
  threat: ThreatState,
  source: KnownSource | null,
  draft: Pick<ThreatDraft, 'kind' | 'status' | 'lastDetectedAt' | 'reportedDate'>,
): ReconciledThreat {
  const joins = draft.kind === 'DEVICE_STATE' || isAfterResolution(threat, draft);
  const recurred = source === null ? joins : hasMoved(source, draft);
  const returned = source?.state === 'GONE' && !recurred;
  const byPerson = threat.resolvedBy !== null && threat.resolvedBy !== 'bitdefender';
  const stored = threat.status as ThreatStatus;
  if (recurred) return { status: 'UNRESOLVED', recurred, returned };
  if (byPerson) return { status: stored, recurred, returned };
  if (returned) return { status: 'UNRESOLVED', recurred, returned };
  const changedByBd = draft.kind === 'INCIDENT' && source?.state !== sourceState(draft);
  return { status: changedByBd ? draft.status : stored, recurred, returned };
}

/** Whether a quarantine item was detected once more: its date is another one, and later. */
export function hasMoved(
  source: KnownSource,
  draft: Pick<ThreatDraft, 'kind' | 'lastDetectedAt' | 'reportedDate'>,
): boolean {
  return (
    isOfQuarantine(draft.kind) &&
    draft.reportedDate !== null &&
    source.reportedDate !== null &&
    draft.reportedDate !== source.reportedDate &&
    source.lastDetectedAt !== null &&
    draft.lastDetectedAt > source.lastDetectedAt
  );
}

/** A row that was itself dealt with does not report a recurrence. */
function isAfterResolution(
  { resolvedAt }: ThreatState,
  draft: Pick<ThreatDraft, 'status' | 'lastDetectedAt'>,
): boolean {
  return resolvedAt !== null && draft.status === 'UNRESOLVED' && draft.lastDetectedAt > resolvedAt;
}

/**
 * The threat's status once a quarantine item is gone, `left` being the states of its other rows: dealt with, unless BD
 * still has another item of it or an open incident. What was decided before stays.
 */
export function statusWithoutItem(status: string, left: readonly SourceState[]): ThreatStatus {
  if (status !== 'UNRESOLVED') return status as ThreatStatus;
  return left.some((state) => state === 'OPEN' || state === 'MISSED') ? 'UNRESOLVED' : 'RESOLVED';
}
