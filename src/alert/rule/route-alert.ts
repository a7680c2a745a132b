import { DateTime } from 'luxon';
import { hostKey } from '../../domain/hostname.js';
import { compareSeverity, type Severity } from '../../domain/severity.js';
import { knownZone } from '../../threat/counts/windows.js';

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

/**
 * What the rules want done about an alert. Rules are asked in the order of their positions; a matching one that stops
 * ends the asking. History and mutes act on nothing. A mute counts when the detection, or `now`, is within it: so does one
 * that began between a detection and the poll that brought it, and one that has ended by then.
 *
 * SUPPRESS ends the asking too, and drops even the actions of the rules before it: who says "never alert about this" means
 * it, wherever the rule stands. Throws when a rule has hours and the zone is not an IANA name.
 */
export function routeAlert(given: {
  alert: AlertFacts;
  rules: readonly AlertRule[];
  zone: string;
  history: boolean;
  mutes: readonly Mute[];
  now: Date;
}): Routing {
  const { alert, zone, now } = given;
  const silenced = (suppressed: Routing['suppressed']): Routing => ({
    actions: [],
    suppressed,
    trace: [],
    unasked: [],
  });
  if (given.history) return silenced({ by: 'HISTORY', reason: 'It is from before the company was mapped.', id: null });
  const mute = given.mutes.find((candidate) => covers(candidate, alert, now));
  if (mute !== undefined)
    return silenced({
      by: 'MUTE',
      reason: `It is muted until ${mute.until.toISOString()}: ${mute.reason}`,
      id: mute.id,
    });

  const rules = inOrder(given.rules);
  const routing: Routing = { actions: [], suppressed: null, trace: [], unasked: [] };
  for (const [index, rule] of rules.entries()) {
    const objection = objectionOf(rule, alert, zone);
    const suppress = rule.actions.find(({ kind }) => kind === 'SUPPRESS');
    const stopped = objection === null && (suppress !== undefined || rule.next === 'STOP');
    const why = objection ?? 'Everything it asks for holds.';
    routing.trace.push({ ...namesOf(rule), matched: objection === null, why, stopped });
    if (stopped) routing.unasked = rules.slice(index + 1).flatMap((other) => (other.enabled ? [namesOf(other)] : []));
    if (objection !== null) continue;
    if (suppress?.kind === 'SUPPRESS') {
      const reason = suppress.reason ?? `The rule "${rule.name}" suppresses it.`;
      return { ...routing, actions: [], suppressed: { by: 'RULE', reason, id: rule.id } };
    }
    for (const action of rule.actions) routing.actions.push({ ruleId: rule.id, ruleName: rule.name, action });
    if (stopped) break;
  }
  return routing;
}

const namesOf = ({ id, name, actions }: AlertRule) => ({
  ruleId: id,
  ruleName: name,
  wants: actions.map(({ kind }) => kind),
});

/** Rules as they are asked: by position, twins of one position by id. */
function inOrder(rules: readonly AlertRule[]): AlertRule[] {
  return [...rules].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

function covers({ clientId, machine, threatName, from, until }: Mute, alert: AlertFacts, now: Date): boolean {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return (
    [alert.at, now].some((at) => from <= at && at < until) &&
    (clientId === null || clientId === alert.clientId) &&
    (machine === null ||
      (alert.deviceId === null
        ? machine.hostKeys.includes(hostKey(alert.hostname))
        : machine.deviceIds.includes(alert.deviceId))) &&
    (threatName === null || same(threatName, alert.threatName))
  );
}

/** Why a rule does not match, or null when it does. */
function objectionOf(rule: AlertRule, alert: AlertFacts, zone: string): string | null {
  const { scope, conditions } = rule;
  if (!rule.enabled) return 'It is switched off.';
  const kinds = conditions.kinds ?? ['THREAT'];
  if (!kinds.includes(alert.kind)) return `It is about ${kinds.join(', ')}; this is ${alert.kind}.`;
  const isNamed = alert.clientId !== null && scope.clientIds.includes(alert.clientId);
  if (scope.kind === 'ONLY' && !isNamed) return 'The client is not among those it is for.';
  if (scope.kind === 'ALL_BUT' && isNamed) return 'The client is left out of it.';
  if (conditions.minimumSeverity && compareSeverity(alert.severity, conditions.minimumSeverity) < 0)
    return `It asks for ${conditions.minimumSeverity} and above; this is ${alert.severity}.`;
  if (conditions.maximumSeverity && compareSeverity(alert.severity, conditions.maximumSeverity) > 0)
    return `It asks for ${conditions.maximumSeverity} and below; this is ${alert.severity}.`;
  if (conditions.statuses === undefined && alert.status !== 'UNRESOLVED')
    return `It is ${alert.status} already, and the rule does not ask for such.`;
  const lists: [string, readonly string[] | undefined, string][] = [
    ['family', conditions.families, alert.family],
    ['action taken', conditions.actions, alert.action],
    ['status', conditions.statuses, alert.status],
    ['kind of machine', conditions.machineKinds, alert.machineKind],
    ['company', conditions.companyIds, alert.companyId],
  ];
  for (const [what, wanted, is] of lists)
    if (wanted !== undefined && !wanted.includes(is)) return `The ${what} "${is}" is not one it asks for.`;
  if (conditions.stillActive !== undefined && conditions.stillActive !== alert.stillActive)
    return alert.stillActive ? 'It asks for threats that are over.' : 'It asks for threats that are still active.';
  if (conditions.hostnamePattern !== undefined && !isLike(alert.hostname, conditions.hostnamePattern))
    return `The host name is not like "${conditions.hostnamePattern}".`;
  if (conditions.hours !== undefined && !isWithin(conditions.hours, alert.at, zone)) return 'It is not in its hours.';
  return null;
}

/**
 * Whether a text is like a pattern with `*` and `?`. Only the last `*` is ever reconsidered, since whatever an earlier one
 * might take as well the last one can take: a hostile pattern costs at most text times pattern.
 */
function isLike(text: string, pattern: string): boolean {
  const [is, wanted] = [folded(text), folded(pattern)];
  let at = 0;
  let next = 0;
  let star = -1;
  let behindStar = 0;
  while (at < is.length) {
    if (wanted[next] === '*') {
      star = next++;
      behindStar = at;
    } else if (wanted[next] === '?' || wanted[next] === is[at]) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++behindStar;
    } else return false;
  }
  while (wanted[next] === '*') next++;
  return next === wanted.length;
}

/** Each character by itself: in a whole word the lower case of a letter may hang on its neighbours. */
function folded(text: string): string[] {
  return Array.from(text, (character) => character.toLowerCase());
}

function isWithin(hours: { days: number[]; from: string; to: string }, at: Date, zone: string): boolean {
  const local = DateTime.fromJSDate(at, { zone: knownZone(zone) });
  const minute = local.hour * 60 + local.minute;
  const [from, to] = [minuteOf(hours.from), minuteOf(hours.to)];
  const today = hours.days.includes(local.weekday);
  if (from === to) return today;
  if (from < to) return today && minute >= from && minute < to;
  const yesterday = hours.days.includes(local.weekday === 1 ? 7 : local.weekday - 1);
  return (today && minute >= from) || (yesterday && minute < to);
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}
