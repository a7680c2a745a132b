import type { ThreatDraft } from './draft.js';
import { type KnownThreat, type RemovedThreat, type StoredThreat, sourceKey } from './known-threats.js';
import { hasMoved, type KnownSource } from './reconcile-threat.js';

/** Where a changed detection belongs, as far as its own BD row shows. */
export type Placement =
  /** Its threat was removed because of its age, and it was not detected again. */
  | { kind: 'REMOVED'; draft: ThreatDraft; threatId: string }
  /** Its row is stored, with a threat. */
  | { kind: 'KNOWN'; draft: ThreatDraft; threat: StoredThreat; source: KnownSource }
  /** Its row is new, or was detected again after its threat was removed. */
  | { kind: 'NEW'; draft: ThreatDraft };

/** Decides where a draft belongs; `known` and `removed` are what is stored of the batch's rows, by `sourceKey`. */
export function placeDetection(
  draft: ThreatDraft,
  known: ReadonlyMap<string, KnownThreat>,
  removed: ReadonlyMap<string, RemovedThreat>,
): Placement {
  const former = removed.get(sourceKey(draft));
  if (former !== undefined) {
    if (!hasMoved(former.source, draft)) return { kind: 'REMOVED', draft: restarted(draft), threatId: former.threatId };
    return { kind: 'NEW', draft: restarted(draft) };
  }
  const stored = known.get(sourceKey(draft));
  return stored === undefined ? { kind: 'NEW', draft } : { kind: 'KNOWN', draft, ...stored };
}

/** A threat that comes back after its removal starts at its last detection: its past is in the kept counts. */
function restarted(draft: ThreatDraft): ThreatDraft {
  return { ...draft, detectedAt: draft.lastDetectedAt };
}

/**
 * Whether the draft of a new row may join a stored threat that is the same event; `changed` are the threats that earlier
 * rows of the batch changed. The sources of a batch are written at its end, so a threat that is changed already may have
 * an incident that cannot be read yet, and two incidents are never one threat.
 */
export function mayJoin(
  draft: Pick<ThreatDraft, 'kind'>,
  sameEvent: Pick<StoredThreat, 'id'>,
  changed: ReadonlyMap<string, unknown>,
): boolean {
  return draft.kind !== 'INCIDENT' || !changed.has(sameEvent.id);
}
