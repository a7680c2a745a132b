import type { ResponseNumbers } from '../alert/response/response-times.reader.js';
import type { Gap } from '../device/coverage/gap.type.js';
import type { ResponsePromise } from '../domain/response-promise.js';
import type { ThreatFamily } from '../domain/severity.js';
import type { ThreatAction, ThreatStatus } from '../threat/intake/draft.js';
import type { PortalMachine, PortalThreat } from '../threat/portal/portal.type.js';

/** Threats of one kind, outcome and action, first detected in one of the two periods. */
export interface DetectedThreats {
  isBefore: boolean;
  /** A place in the list of severities. */
  severity: number;
  /** Null of threats that were removed since. */
  family: ThreatFamily | null;
  status: ThreatStatus;
  action: ThreatAction;
  count: number;
}

/** Machines of the last day of a period on which they were counted. */
export interface RecordedCoverage {
  day: string;
  /** Machines with an OpsMerge agent. */
  agents: number;
  /** Those of them that are protected. */
  protectedAgents: number;
  gaps: Readonly<Partial<Record<Gap, number>>>;
}

/** What is counted for a report, of its period and of the one before. */
export interface ReportFacts {
  detected: readonly DetectedThreats[];
  machines: number;
  machinesBefore: number;
  /** Those with the most threats, at most ten. */
  mostConcerned: PortalMachine[];
  /** The most severe threats first, as many as are listed. */
  listed: PortalThreat[];
  /** Null where it was not recorded. */
  coverage: RecordedCoverage | null;
  coverageBefore: RecordedCoverage | null;
  responses: ResponseNumbers;
  responsesBefore: ResponseNumbers;
  promise: ResponsePromise;
}
