import { type Severity } from './severity.js';

/** What alerts are about: one threat, many machines at once, or this service itself. */
export type AlertKind = 'THREAT' | 'OUTBREAK' | 'NOTICE';

/** What rules look at. */
export interface AlertFacts {
  kind: AlertKind;
  severity: Severity;
  family: string;
  threatName: string;
  action: string;
  /** Whether the threat may still be at work. */
  stillActive: boolean;
  status: string;
  /** Null for what concerns the whole tenant. */
  clientId: string | null;
  companyId: string;
  /** Null where BD named no device we know. */
  deviceId: string | null;
  hostname: string;
  machineKind: 'SERVER' | 'WORKSTATION' | 'UNKNOWN';
  /** When it was last detected. */
  at: Date;
}

export interface RuleScope {
  kind: 'ALL' | 'ONLY' | 'ALL_BUT';
  clientIds: string[];
}

/** All that are given must hold. */
export interface RuleConditions {
  /** Without them, a rule is about threats alone: an outbreak is told beside the threats it consists of. */
  kinds?: AlertKind[];
  minimumSeverity?: Severity;
  maximumSeverity?: Severity;
  families?: string[];
  actions?: string[];
  stillActive?: boolean;
  /** Left out, it means UNRESOLVED: what arrives closed asks for nobody, unless a rule says so. */
  statuses?: string[];
  /** With `*` for any characters and `?` for one, in any case. */
  hostnamePattern?: string;
  machineKinds?: AlertFacts['machineKind'][];
  companyIds?: string[];
  /**
   * Days 1 (Monday) to 7 and times HH:mm in the tenant's zone; `to` itself is outside. `to` before `from` passes midnight,
   * and the hours behind midnight belong to the day on which they began; `to` equal to `from` is the whole day.
   */
  hours?: { days: number[]; from: string; to: string };
}

export type RuleAction =
  | {
      kind: 'CREATE_TICKET';
      priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
      team: string;
      assigneeId?: string;
      dueInMinutes?: number;
    }
  | { kind: 'NOTIFY'; channel: string }
  | { kind: 'PAGE'; onCall: string }
  | { kind: 'WEBHOOK'; webhookId: string }
  | { kind: 'SUPPRESS'; reason?: string };

export interface AlertRule {
  id: string;
  name: string;
  enabled: boolean;
  position: number;
  scope: RuleScope;
  conditions: RuleConditions;
  actions: RuleAction[];
  next: 'STOP' | 'CONTINUE';
}

/** Silence for what all of its values fit, from one instant to another. */
export interface Mute {
  id: string;
  clientId: string | null;
  /** A machine: by the ids of all its devices, or where a device was never known, by the host keys that are its alone. */
  machine: { deviceIds: readonly string[]; hostKeys: readonly string[] } | null;
  threatName: string | null;
  reason: string;
  from: Date;
  /** Outside. */
  until: Date;
}

export interface Routing {
  actions: { ruleId: string; ruleName: string; action: RuleAction }[];
  /** What kept it from acting; `id` is that of the mute or the rule. */
  suppressed: { by: 'HISTORY' | 'MUTE' | 'RULE'; reason: string; id: string | null } | null;
  /** What each rule that was asked said, in order, for those who ask why. */
  trace: RuleVerdict[];
  /** The enabled rules that were not asked, since one before them ended the asking. */
  unasked: Pick<RuleVerdict, 'ruleId' | 'ruleName' | 'wants'>[];
}

export interface RuleVerdict {
  ruleId: string;
  /** As it was then. */
  ruleName: string;
  matched: boolean;
  why: string;
  /** What it asks for when it matches. */
  wants: RuleAction['kind'][];
  /** Whether it ended the asking. */
  stopped: boolean;
}

/** What the rules said of an alert when they were last asked, as it is stored with the alert. */
export interface RoutingRecord extends Pick<Routing, 'suppressed' | 'trace' | 'unasked'> {
  /** When they were asked, ISO 8601. */
  at: string;
}
