import type { ThreatAction, ThreatStatus } from '../intake/draft.js';

/** What became of a threat, for people who are no technicians. */
export type Outcome = 'STOPPED' | 'HANDLED' | 'BEING_HANDLED';

/** The protection stopped it, or somebody has dealt with it, or still does. */
export function outcomeOf({ status, action }: { status: `${ThreatStatus}`; action: `${ThreatAction}` }): Outcome {
  if (action === 'BLOCKED' || action === 'QUARANTINED' || action === 'KILLED') return 'STOPPED';
  return status === 'UNRESOLVED' ? 'BEING_HANDLED' : 'HANDLED';
}

/** A week's numbers in one sentence. */
export function summarise(
  { STOPPED, HANDLED, BEING_HANDLED }: Readonly<Record<Outcome, number>>,
  machines: number,
): string {
  const total = STOPPED + HANDLED + BEING_HANDLED;
  if (total === 0) return 'No threats were found.';
  const many = (count: number, one: string, several: string) => `${count} ${count === 1 ? one : several}`;
  const where = machines > 0 ? ` on ${many(machines, 'machine', 'machines')}` : '';
  const parts = [
    ...(STOPPED > 0 ? [many(STOPPED, 'was stopped', 'were stopped')] : []),
    ...(HANDLED > 0 ? [many(HANDLED, 'was dealt with', 'were dealt with')] : []),
    ...(BEING_HANDLED > 0 ? [many(BEING_HANDLED, 'is being dealt with', 'are being dealt with')] : []),
  ];
  return `${many(total, 'threat was', 'threats were')} found${where}: ${parts.join(', ')}.`;
}
