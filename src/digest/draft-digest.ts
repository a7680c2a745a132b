import type { Gap } from '../device/coverage/gap.type.js';
import { type Severity, severities } from '../domain/severity.js';
import type { TimeRange } from '../threat/counts/windows.js';

/** What is counted for a digest. Lists by severity have the place of the severity. */
export interface DigestFacts {
  timeZone: string;
  week: TimeRange;
  detected: readonly number[];
  detectedBefore: readonly number[];
  resolved: number;
  resolvedBefore: number;
  /** Now. */
  unresolved: readonly number[];
  unassignedAlerts: number;
  unmappedCompanies: number;
  /** Integrations that are not disconnected, and those of them that fail. */
  integrations: number;
  failingIntegrations: number;
  staleClients: number;
  /** Machines now, and a week ago; null if it was not recorded then. */
  gaps: Readonly<Partial<Record<Gap, { machines: number; before: number | null }>>>;
}

export type DigestSection = 'WEEK' | 'WAITING' | 'DEGRADED';

export type DigestLineKind =
  | 'DETECTED_THREATS'
  | 'RESOLVED_THREATS'
  | 'UNRESOLVED_SEVERE_THREATS'
  | 'UNASSIGNED_ALERTS'
  | 'AMBIGUOUS_MACHINES'
  | 'UNMAPPED_COMPANIES'
  | 'NOT_CONNECTED'
  | 'FAILING_INTEGRATIONS'
  | 'STALE_CLIENTS'
  | 'MACHINES_WITH_GAP';

/** A line of a digest. */
export interface DigestLine {
  section: DigestSection;
  kind: DigestLineKind;
  /** Null for all severities. */
  severity: Severity | null;
  gap: Gap | null;
  count: number;
  /** The same a week before; null where nobody counted, or it says nothing. */
  before: number | null;
}

/** A digest as data. */
export interface Digest {
  timeZone: string;
  week: TimeRange;
  lines: DigestLine[];
}

/** Gaps that mean worse protection, in the order in which they are named; the others are about what could be protected too. */
const degrading = [
  'UNPROTECTED',
  'SIGNATURES_OUTDATED',
  'PRODUCT_OUTDATED',
  'LICENCE_EXPIRED',
  'NOT_SEEN',
  'MODULE_OFF',
  'POLICY_NOT_APPLIED',
  'POLICY_NOT_EXPECTED',
] as const satisfies Gap[];

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + (count ?? 0), 0);

const line = (
  section: DigestSection,
  kind: DigestLineKind,
  count: number,
  more: Partial<DigestLine> = {},
): DigestLine => ({
  section,
  kind,
  severity: null,
  gap: null,
  count,
  before: null,
  ...more,
});

/**
 * The lines of a digest. The week's totals are always there, also when they are zero; of the rest only what is not zero now, or for the week's
 * severities was not zero before.
 */
export function draftDigest(facts: DigestFacts): Digest {
  const { timeZone, week, detected, detectedBefore } = facts;
  const bySeverity = severities
    .map((severity, place) =>
      line('WEEK', 'DETECTED_THREATS', detected[place] ?? 0, { severity, before: detectedBefore[place] ?? 0 }),
    )
    .toReversed();
  const severe = sum(facts.unresolved.slice(severities.indexOf('HIGH')));
  const waiting = [
    line('WAITING', 'UNRESOLVED_SEVERE_THREATS', severe),
    line('WAITING', 'UNASSIGNED_ALERTS', facts.unassignedAlerts),
    line('WAITING', 'AMBIGUOUS_MACHINES', facts.gaps.AMBIGUOUS?.machines ?? 0),
    line('WAITING', 'UNMAPPED_COMPANIES', facts.unmappedCompanies),
  ];
  const gaps = degrading.map((gap) => {
    const { machines = 0, before = null } = facts.gaps[gap] ?? {};
    return line('DEGRADED', 'MACHINES_WITH_GAP', machines, { gap, before });
  });
  const degraded = [
    line('DEGRADED', 'FAILING_INTEGRATIONS', facts.failingIntegrations),
    line('DEGRADED', 'STALE_CLIENTS', facts.staleClients),
    ...gaps,
  ];
  return {
    timeZone,
    week,
    lines: [
      line('WEEK', 'DETECTED_THREATS', sum(detected), { before: sum(detectedBefore) }),
      ...bySeverity.filter(({ count, before }) => count > 0 || (before ?? 0) > 0),
      line('WEEK', 'RESOLVED_THREATS', facts.resolved, { before: facts.resolvedBefore }),
      ...waiting.filter(({ count }) => count > 0),
      // First, since without it everything below is old.
      ...(facts.integrations === 0 ? [line('DEGRADED', 'NOT_CONNECTED', 0)] : []),
      ...degraded.filter(({ count }) => count > 0),
    ],
  };
}
