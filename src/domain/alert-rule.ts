import { type Severity } from './severity.js';

/** The subject of an alert: one threat, an outbreak on many machines, this service itself, or machines that are protected less. */
export type AlertKind = 'THREAT' | 'OUTBREAK' | 'NOTICE' | 'DEGRADATION';

/** The facts of an alert that rules are evaluated on. */
export interface AlertFacts {
  kind: AlertKind;
  severity: Severity;
  family: string;
  threatName: string;
  action: string;
  /** Whether the threat may still be active. */
  stillActive: boolean;
  status: string;
  /** Null if the alert concerns the whole tenant. */
  clientId: string | null;
  companyId: string;
  /** Null if Bitdefender named no known device. */
  deviceId: string | null;
  /** The site at which the agent of its machine is; null if the machine has no agent, or one at no site, or it is about no single machine. */
  siteId: string | null;
  hostname: string;
  machineKind: 'SERVER' | 'WORKSTATION' | 'UNKNOWN';
  /** When it was last detected. */
  at: Date;
  /** In which way machines are degraded; null of an alert that is not about degraded protection. */
  cause: string | null;
}

export interface RuleScope {
  kind: 'ALL' | 'ONLY' | 'ALL_BUT';
  clientIds: string[];
  /** Of ONLY: only machines whose agent is at one of these sites of the clients. Left out, the clients as a whole. */
  siteIds?: string[];
}

/** All conditions that are set must hold. */
export interface RuleConditions {
  /** Left out, the rule covers threats only: an outbreak has its alert in addition to those of its threats. */
  kinds?: AlertKind[];
  minimumSeverity?: Severity;
  maximumSeverity?: Severity;
  families?: string[];
  actions?: string[];
  stillActive?: boolean;
  /** Left out, it means UNRESOLVED: a threat that is already closed acts only if a rule lists its status. */
  statuses?: string[];
  /** With `*` for any characters and `?` for one, in any case. */
  hostnamePattern?: string;
  machineKinds?: AlertFacts['machineKind'][];
  companyIds?: string[];
  /** Causes of degraded protection. */
  causes?: string[];
  /**
   * Days 1 (Monday) to 7 and times HH:mm in the tenant's zone; `to` is exclusive. `to` before `from` ends on the next day,
   * and the hours after midnight belong to the day on which they began; `to` equal to `from` is the whole day.
   */
  hours?: { days: number[]; from: string; to: string };
}

/** An action of a rule as it is stored; after a roll-back its kind may be one that this release does not know. */
export interface StoredAction {
  readonly kind: string;
  readonly [value: string]: unknown;
}

/** Suppresses the alerts that match all of its values, for a time. */
export interface Mute {
  id: string;
  clientId: string | null;
  /** A machine: the ids of all its devices, and for alerts without a known device the host keys that only it has. */
  machine: { deviceIds: readonly string[]; hostKeys: readonly string[] } | null;
  threatName: string | null;
  reason: string;
  from: Date;
  /** Exclusive. */
  until: Date;
}

/** What kept an alert from acting; `id` is that of the mute or the rule. */
export interface Suppression {
  by: 'HISTORY' | 'MUTE' | 'RULE';
  reason: string;
  id: string | null;
}

/** What the routing of one alert found for one rule. */
export interface RuleVerdict {
  ruleId: string;
  /** At the time of the routing. */
  ruleName: string;
  matched: boolean;
  why: string;
  /** The kinds of its actions. */
  wants: string[];
  /** The kinds of its actions that this release did not know; left out when there are none. */
  unknown?: string[];
  /** Whether no further rule was evaluated. */
  stopped: boolean;
}

/** Whose rules make tickets of alerts: those of this service, or the platform's. */
export type RoutedBy = 'OWN_RULES' | 'PLATFORM_RULES';

/** The result of an alert's latest routing, as it is stored with the alert. */
export interface RoutingRecord {
  /** When it was routed, ISO 8601. */
  at: string;
  suppressed: Suppression | null;
  /**
   * The platform's rules decide, and no rule of this service was asked: the alert is published, or its threat was CLOSED when it came in.
   * Left out where this service's rules decide.
   */
  platform?: 'PUBLISHED' | 'CLOSED';
  /** One for each rule that was evaluated, in order. */
  trace: RuleVerdict[];
  /** The enabled rules after the one that stopped the evaluation. */
  unasked: Pick<RuleVerdict, 'ruleId' | 'ruleName' | 'wants'>[];
}
