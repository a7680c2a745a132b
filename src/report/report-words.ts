import type { PortalResponseStep } from '../alert/response/portal-response.type.js';
import { summarise } from '../threat/portal/outcome.js';
import type { ProblemEnum, ReportActionEnum } from './report.enums.js';
import type { ReportPeriodKind } from './report-period.js';

const many = (count: number, one: string, several: string) => `${count} ${count === 1 ? one : several}`;

interface Counts {
  total: number;
  stopped: number;
  handled: number;
  beingHandled: number;
}

const units: Readonly<Record<ReportPeriodKind, string>> = { WEEK: 'week', MONTH: 'month' };

/** What was found, in one sentence, and beside the period before in another. */
export function threatsSentence(counts: Counts, machines: number, before: Counts, kind: ReportPeriodKind): string {
  const found = summarise(
    { STOPPED: counts.stopped, HANDLED: counts.handled, BEING_HANDLED: counts.beingHandled },
    machines,
  );
  const difference = counts.total - before.total;
  const unit = units[kind];
  if (difference === 0) return counts.total === 0 ? found : `${found} That is as many as the ${unit} before.`;
  return `${found} That is ${Math.abs(difference)} ${difference > 0 ? 'more' : 'fewer'} than the ${unit} before.`;
}

const actionWords: Readonly<Record<ReportActionEnum, readonly [one: string, several: string]>> = {
  BLOCKED: ['threat was blocked', 'threats were blocked'],
  QUARANTINED: ['threat was moved into quarantine', 'threats were moved into quarantine'],
  KILLED: ['threat was ended while it ran', 'threats were ended while they ran'],
  PARTLY_BLOCKED: ['threat was blocked in part', 'threats were blocked in part'],
  TICKET_OPENED: ['threat was given a ticket', 'threats were given a ticket'],
  PERSON_ACTED: ['threat was worked on by a person', 'threats were worked on by a person'],
  FALSE_ALARM: ['threat turned out to be a false alarm', 'threats turned out to be false alarms'],
};

export const actionText = (kind: ReportActionEnum, count: number): string => many(count, ...actionWords[kind]);

const problemWords: Readonly<Record<ProblemEnum, readonly [one: string, several: string]>> = {
  UNPROTECTED: ['machine is not protected', 'machines are not protected'],
  SIGNATURES_OUTDATED: [
    'machine has an outdated list of known malware',
    'machines have an outdated list of known malware',
  ],
  PRODUCT_OUTDATED: ['machine has an old version of the protection', 'machines have an old version of the protection'],
  LICENCE_EXPIRED: ['machine has an expired licence', 'machines have an expired licence'],
  NOT_SEEN: ['machine has not been in contact for days', 'machines have not been in contact for days'],
  MODULE_OFF: [
    'machine has a part of the protection switched off',
    'machines have a part of the protection switched off',
  ],
  POLICY_NOT_APPLIED: [
    'machine does not have the settings it should have',
    'machines do not have the settings they should have',
  ],
};

export const problemText = (problem: ProblemEnum, machines: number): string => many(machines, ...problemWords[problem]);

/** How many machines were protected, in one sentence. */
export function protectionSentence(machines: number, protectedMachines: number): string {
  if (machines === 0) return 'No machines were known.';
  if (protectedMachines === machines)
    return machines === 1 ? 'The one machine was protected.' : `All ${machines} machines were protected.`;
  return `${protectedMachines} of ${many(machines, 'machine was', 'machines were')} protected.`;
}

/** How fast threats were handled, and what was kept of the promise. */
export function responseSentence(
  threats: number,
  steps: Readonly<Record<'known' | 'ticket' | 'person', PortalResponseStep>>,
): string {
  if (threats === 0) return 'No threats were there to be measured.';
  const words = { known: 'known', ticket: 'given a ticket', person: 'worked on by a person' } as const;
  const shown = ['known', 'ticket', 'person'] as const;
  const kept = shown.flatMap((step) => {
    const { promisedMinutes, keptShare } = steps[step];
    if (promisedMinutes === null || keptShare === null) return [];
    // Rounded down: what is not all must not read as all. The sum makes up for what a fraction of two lacks, as 0.29 * 100 does.
    return [
      `${Math.floor(keptShare * 100 + 1e-9)} % were ${words[step]} within the promised ${inWords(promisedMinutes)}`,
    ];
  });
  if (kept.length > 0) return `${kept.join(', ')}.`;
  const known = steps.known.p95Seconds;
  const isPromised = shown.some((step) => steps[step].promisedMinutes !== null);
  const rest = isPromised ? 'nothing that is promised had to be done yet' : 'no response times are promised';
  return known === null
    ? `${capitalised(rest)}.`
    : `95 % were known within ${inWords(Math.ceil(known / 60))}; ${rest}.`;
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A length of time in its largest unit that leaves nothing over. */
function inWords(minutes: number): string {
  if (minutes > 0 && minutes % 1_440 === 0) return many(minutes / 1_440, 'day', 'days');
  if (minutes > 0 && minutes % 60 === 0) return many(minutes / 60, 'hour', 'hours');
  return many(minutes, 'minute', 'minutes');
}
