export type AlertStateName = 'OPEN' | 'ACKNOWLEDGED' | 'SNOOZED' | 'RESOLVED';

/** How an alert stands, and with whom. */
export interface AlertLifecycle {
  state: AlertStateName;
  /** Who decided that it no longer follows its threat: the subject of the token. */
  takenOverBy: string | null;
  /** Whose it is. */
  assigneeId: string | null;
  /** Until when it is put aside; only of SNOOZED. */
  snoozedUntil: Date | null;
}

/** What a person decides about an alert. */
export type AlertDecisionInput =
  | { decision: 'ACKNOWLEDGE' | 'RESOLVE' | 'REOPEN' }
  | { decision: 'SNOOZE'; until: Date }
  | { decision: 'ASSIGN'; assigneeId: string | null };

const open = { state: 'OPEN', takenOverBy: null, snoozedUntil: null } as const;

/** How an alert stands that wants attention again. */
export const reopened = (alert: AlertLifecycle): AlertLifecycle => ({ ...alert, ...open });

/**
 * How an alert stands once more is known of its threat; null is a new alert. `changed` says that the threat has just been
 * resolved, or has just come back: was detected again or reopened. What comes back ends a snooze and a person's
 * resolution, since they knew of less; an acknowledged alert stays with whom it is.
 */
export function followThreat(
  alert: AlertLifecycle | null,
  threat: { unresolved: boolean; changed: boolean },
): AlertLifecycle {
  const { unresolved, changed } = threat;
  if (alert === null) return { ...open, assigneeId: null, ...(!unresolved && { state: 'RESOLVED' }) };
  if (!unresolved) return changed && alert.takenOverBy === null ? { ...alert, ...open, state: 'RESOLVED' } : alert;
  const reopens =
    alert.state === 'RESOLVED' ? alert.takenOverBy === null || changed : alert.state === 'SNOOZED' && changed;
  return reopens ? reopened(alert) : alert;
}

/** How an alert stands after a person's decision, or why it was refused. Snoozing lets go of it: it follows its threat. */
export function decide(
  alert: AlertLifecycle,
  input: AlertDecisionInput,
  subject: string,
): AlertLifecycle | { refused: string } {
  switch (input.decision) {
    case 'ACKNOWLEDGE':
      if (alert.state === 'RESOLVED') return { refused: 'It is resolved: reopen it first.' };
      return { ...alert, state: 'ACKNOWLEDGED', takenOverBy: subject, snoozedUntil: null };
    case 'SNOOZE':
      if (alert.state === 'RESOLVED') return { refused: 'It is resolved: there is nothing to put aside.' };
      return { ...alert, state: 'SNOOZED', takenOverBy: null, snoozedUntil: input.until };
    case 'RESOLVE':
      return { ...alert, state: 'RESOLVED', takenOverBy: subject, snoozedUntil: null };
    case 'REOPEN':
      return reopened(alert);
    case 'ASSIGN':
      return { ...alert, assigneeId: input.assigneeId };
  }
}

export type AlertChangeKind =
  | 'RAISED'
  | 'UPDATED'
  | 'ACKNOWLEDGED'
  | 'SNOOZED'
  | 'RESOLVED'
  | 'REOPENED'
  | 'ASSIGNED'
  | 'TICKETED';

/** What the log says between two standings; null when they are the same. */
export function changeBetween(before: AlertLifecycle | null, after: AlertLifecycle): AlertChangeKind | null {
  if (before === null) return 'RAISED';
  const same =
    before.state === after.state &&
    before.takenOverBy === after.takenOverBy &&
    before.snoozedUntil?.getTime() === after.snoozedUntil?.getTime();
  if (same) return before.assigneeId === after.assigneeId ? null : 'ASSIGNED';
  return after.state === 'OPEN' ? 'REOPENED' : after.state;
}
