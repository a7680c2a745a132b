import type { BitdefenderAlertDecision } from '../../../../operations/documents.ts';
import type { states } from './search.ts';

type State = (typeof states)[number];

/** What is decided, and about which alerts. */
export interface Decided {
  ids: readonly string[];
  decision: BitdefenderAlertDecision;
  assigneeId?: string;
  /** Until when they are put aside. */
  until?: string;
  /** How the alerts stood before, as far as that is known. */
  before?: readonly State[];
}

/** What takes a decision back. Only open alerts come back as they were: who had snoozed or acknowledged one is not known. */
export function inverseOf({ ids, decision, before = [] }: Decided): Decided | undefined {
  const ends = decision === 'ACKNOWLEDGE' || decision === 'SNOOZE' || decision === 'RESOLVE';
  if (!ends || before.length !== ids.length || before.some((state) => state !== 'OPEN')) return undefined;
  return { ids, decision: 'REOPEN' };
}

/** The decisions that make sense for an alert that stands like this. */
export function decisionsFor(state: State): readonly BitdefenderAlertDecision[] {
  if (state === 'RESOLVED') return ['REOPEN'];
  if (state === 'OPEN') return ['ACKNOWLEDGE', 'SNOOZE', 'RESOLVE'];
  return ['RESOLVE', 'REOPEN', 'SNOOZE'];
}
