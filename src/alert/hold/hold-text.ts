/** A time as a sentence names it, to the minute, in UTC. */
const momentOf = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What the log of an alert says when it begins to wait, or waits longer or shorter than before. */
export const heldText = ({
  until,
  window,
  ruleIds,
}: {
  until: Date;
  window: { name: string };
  ruleIds: readonly string[] | null;
}): string =>
  `Held until ${momentOf(until)} by the maintenance window "${window.name}"${ruleIds === null ? '' : ': the actions of a rule wait'}.`;

const outcomes = {
  ASKED: 'its rules are evaluated now',
  RESOLVED: 'it was resolved meanwhile, so no rule acts',
  SUPPRESSED: 'it is suppressed by now, so no rule acts',
  GONE: 'its client is no longer mapped, so no rule acts',
} as const;

/** What the log of an alert says when it no longer waits. */
export const releasedText = (
  { heldFrom, windowName }: { heldFrom: Date; windowName: string },
  now: Date,
  outcome: keyof typeof outcomes,
): string => `${heldFor(heldFrom, now, windowName)}; ${outcomes[outcome]}.`;

/** What a ticket or a notification says of an alert that waited. */
export const heldFor = (from: Date, until: Date, windowName: string): string =>
  `Held from ${momentOf(from)} to ${momentOf(until)} by the maintenance window "${windowName}"`;

/** Why the rules have not been asked about an alert that waits, or which of them wait. */
export const waitingText = (until: Date, windowName: string, isPartial: boolean): string =>
  isPartial
    ? `Until ${momentOf(until)} the maintenance window "${windowName}" holds the actions of a rule.`
    : `It is held until ${momentOf(until)} by the maintenance window "${windowName}": its rules are evaluated then.`;
