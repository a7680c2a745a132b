import type { PortalResponseStep } from '../alert/response/portal-response.type.js';
import { stepOf } from '../alert/response/response-month.js';
import type { ResponseNumbers } from '../alert/response/response-times.reader.js';
import type { ResponsePromise } from '../domain/response-promise.js';
import { severities, type ThreatFamily } from '../domain/severity.js';
import { type Outcome, outcomeOf } from '../threat/portal/outcome.js';
import { portalSeverityOf } from '../threat/portal/portal-threat.js';
import type { ProblemEnum, ReportActionEnum, ThreatKindEnum } from './report.enums.js';
import type { KindCounts, ProblemCount, Report, ReportCounts, ReportLine, ReportSpeed } from './report.type.js';
import type { DetectedThreats, RecordedCoverage, ReportFacts } from './report-facts.js';
import type { ReportPeriod } from './report-period.js';
import { actionText, problemText, protectionSentence, responseSentence, threatsSentence } from './report-words.js';

/** How a report is to be read, beside its period. */
export interface ReportContext {
  clientName: string | null;
  /** The sites it is limited to; null for the whole client. */
  sites: Report['sites'];
  now: Date;
  asOf: Date | null;
  stale: boolean;
}

/** The report of a client's period. */
export function draftReport(
  { kind, before: _, lastDay: _last, ...period }: ReportPeriod,
  facts: ReportFacts,
  { clientName, sites, now, asOf, stale }: ReportContext,
): Report {
  const detected = facts.detected.filter(({ isBefore }) => !isBefore);
  const earlier = facts.detected.filter(({ isBefore }) => isBefore);
  const [counts, before] = [countsOf(detected), countsOf(earlier)];
  return {
    ...{ clientName, sites, ...period, period: kind, drawnUpAt: now, asOf, stale },
    threats: {
      ...counts,
      before,
      sentence: threatsSentence(counts, facts.machines, before, kind),
      ...{ machines: facts.machines, machinesBefore: facts.machinesBefore, mostConcerned: facts.mostConcerned },
      bySeverity: (['SERIOUS', 'MODERATE', 'MINOR'] as const).map((severity) => ({
        severity,
        ...countsOf(detected.filter((each) => portalSeverityOf(severities[each.severity] ?? 'UNKNOWN') === severity)),
      })),
      byKind: byKind(detected),
      listed: facts.listed,
      unlisted: Math.max(counts.total - facts.listed.length, 0),
    },
    actions: actionsOf(detected, earlier, facts),
    protection: protectionOf(facts.coverage, facts.coverageBefore),
    response: responseOf(facts),
  };
}

const countNames = { STOPPED: 'stopped', HANDLED: 'handled', BEING_HANDLED: 'beingHandled' } as const satisfies Record<
  Outcome,
  keyof ReportCounts
>;

function countsOf(detected: readonly DetectedThreats[]): ReportCounts {
  const counts = { total: 0, stopped: 0, handled: 0, beingHandled: 0 };
  for (const each of detected) {
    counts[countNames[outcomeOf(each)]] += each.count;
    counts.total += each.count;
  }
  return counts;
}

const kinds: Readonly<Record<ThreatFamily, ThreatKindEnum>> = {
  RANSOMWARE: 'RANSOMWARE',
  EXPLOIT: 'INTRUSION',
  TROJAN: 'INTRUSION',
  BACKDOOR: 'INTRUSION',
  ROOTKIT: 'INTRUSION',
  SPYWARE: 'SPYWARE',
  WORM: 'VIRUS',
  VIRUS: 'VIRUS',
  ADWARE: 'UNWANTED',
  APPLICATION: 'UNWANTED',
  HEURISTIC: 'SUSPICIOUS',
  UNKNOWN: 'OTHER',
};

/** The most frequent first; of equal ones, in the order of their names, so that the same numbers read the same. */
function byKind(detected: readonly DetectedThreats[]): KindCounts[] {
  const found = Map.groupBy(detected, ({ family }) => (family === null ? 'OTHER' : (kinds[family] ?? 'OTHER')));
  return [...found]
    .map(([kind, threats]) => ({ kind, ...countsOf(threats) }))
    .toSorted((a, b) => b.total - a.total || (a.kind < b.kind ? -1 : 1));
}

const byProtection = {
  BLOCKED: 'BLOCKED',
  QUARANTINED: 'QUARANTINED',
  KILLED: 'KILLED',
  PARTLY_BLOCKED: 'PARTIALLY_BLOCKED',
} as const;

function actionsOf(
  detected: readonly DetectedThreats[],
  earlier: readonly DetectedThreats[],
  { responses, responsesBefore }: ReportFacts,
): ReportLine[] {
  const sum = (threats: readonly DetectedThreats[], isWanted: (threat: DetectedThreats) => boolean) =>
    threats.filter(isWanted).reduce((total, { count }) => total + count, 0);
  const line = (kind: ReportActionEnum, count: number, before: number): ReportLine => ({
    ...{ kind, count, before },
    text: actionText(kind, count),
  });
  const counted = (kind: ReportActionEnum, isWanted: (threat: DetectedThreats) => boolean) =>
    line(kind, sum(detected, isWanted), sum(earlier, isWanted));
  const lines = [
    ...(['BLOCKED', 'QUARANTINED', 'KILLED', 'PARTLY_BLOCKED'] as const).map((kind) =>
      counted(kind, ({ action }) => action === byProtection[kind]),
    ),
    line('TICKET_OPENED', responses.steps.ticket.reached, responsesBefore.steps.ticket.reached),
    line('PERSON_ACTED', responses.steps.person.reached, responsesBefore.steps.person.reached),
    counted('FALSE_ALARM', ({ status }) => status === 'FALSE_POSITIVE'),
  ];
  return lines.filter(({ count }) => count > 0);
}

/** The gaps behind each problem but the first. How many machines have both of two is not recorded: the larger number stands for them. */
const problems = {
  SIGNATURES_OUTDATED: ['SIGNATURES_OUTDATED'],
  PRODUCT_OUTDATED: ['PRODUCT_OUTDATED'],
  LICENCE_EXPIRED: ['LICENCE_EXPIRED'],
  NOT_SEEN: ['NOT_SEEN'],
  MODULE_OFF: ['MODULE_OFF'],
  POLICY_NOT_APPLIED: ['POLICY_NOT_APPLIED', 'POLICY_NOT_EXPECTED'],
} as const;

/** Protected machines without an agent, or with one of several. */
const withoutAgent = ({ gaps }: RecordedCoverage): number => (gaps.NO_AGENT ?? 0) + (gaps.AMBIGUOUS ?? 0);
const protectedOf = (coverage: RecordedCoverage): number => coverage.protectedAgents + withoutAgent(coverage);
/** Without the devices that Bitdefender only discovered: printers, and what else is on the network. */
const machinesOf = (coverage: RecordedCoverage): number => coverage.agents + withoutAgent(coverage);

function protectionOf(now: RecordedCoverage | null, before: RecordedCoverage | null): Report['protection'] {
  if (now === null) return null;
  const numberOf = (coverage: RecordedCoverage, problem: ProblemEnum): number =>
    problem === 'UNPROTECTED'
      ? machinesOf(coverage) - protectedOf(coverage)
      : problems[problem].reduce((total, gap) => Math.max(total, coverage.gaps[gap] ?? 0), 0);
  const found = (['UNPROTECTED', ...Object.keys(problems)] as ProblemEnum[]).map((problem): ProblemCount => {
    const machines = numberOf(now, problem);
    return {
      ...{ problem, machines, before: before && numberOf(before, problem) },
      text: problemText(problem, machines),
    };
  });
  return {
    ...{ day: now.day, machines: machinesOf(now), protectedMachines: protectedOf(now) },
    ...{ machinesBefore: before && machinesOf(before), protectedMachinesBefore: before && protectedOf(before) },
    sentence: protectionSentence(machinesOf(now), protectedOf(now)),
    problems: found.filter(({ machines }) => machines > 0),
  };
}

function speedOf(numbers: ResponseNumbers, promise: ResponsePromise): ReportSpeed {
  const step = (name: 'known' | 'ticket' | 'person'): PortalResponseStep => {
    const { reached, p50Seconds, p95Seconds, keptShare } = stepOf(numbers, promise, name);
    return { reached, p50Seconds, p95Seconds, keptShare, promisedMinutes: promise[name] };
  };
  return { threats: numbers.threats, known: step('known'), ticket: step('ticket'), person: step('person') };
}

function responseOf({ responses, responsesBefore, promise }: ReportFacts): Report['response'] {
  const speed = speedOf(responses, promise);
  return {
    ...speed,
    sentence: responseSentence(speed.threats, speed),
    before: speedOf(responsesBefore, promise),
  };
}
