import { DateTime } from 'luxon';
import { compareSeverity, type Severity } from '../threat/severity.js';
import { knownZone } from '../threat/windows.js';

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
  hostname: string;
  machineKind: 'SERVER' | 'WORKSTATION' | 'UNKNOWN';
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

export interface Mute {
  clientId?: string;
  hostname?: string;
  threatName?: string;
  until: Date;
}

export interface Routing {
  actions: { ruleId: string; ruleName: string; action: RuleAction }[];
  suppressed: { by: 'HISTORY' | 'MUTE' | 'RULE'; reason: string; ruleId?: string } | null;
  /** What each rule said, for those who ask why. */
  trace: { ruleId: string; matched: boolean; why: string }[];
}

/**
 * What the rules want done about an alert. Rules are asked in the order of their positions; a matching one that stops
 * ends the asking. History and mutes act on nothing.
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
}): Routing {
  const { alert, zone } = given;
  if (given.history)
    return {
      actions: [],
      suppressed: { by: 'HISTORY', reason: 'It is from before the company was mapped.' },
      trace: [],
    };
  const mute = given.mutes.find((candidate) => covers(candidate, alert));
  if (mute !== undefined)
    return {
      actions: [],
      suppressed: { by: 'MUTE', reason: `It is muted until ${mute.until.toISOString()}.` },
      trace: [],
    };

  const routing: Routing = { actions: [], suppressed: null, trace: [] };
  const inOrder = [...given.rules].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  for (const rule of inOrder) {
    const objection = objectionOf(rule, alert, zone);
    routing.trace.push({
      ruleId: rule.id,
      matched: objection === null,
      why: objection ?? 'Everything it asks for holds.',
    });
    if (objection !== null) continue;
    for (const action of rule.actions) {
      if (action.kind === 'SUPPRESS') {
        const reason = action.reason ?? `The rule "${rule.name}" suppresses it.`;
        return { ...routing, actions: [], suppressed: { by: 'RULE', reason, ruleId: rule.id } };
      }
      routing.actions.push({ ruleId: rule.id, ruleName: rule.name, action });
    }
    if (rule.next === 'STOP') break;
  }
  return routing;
}

function covers(mute: Mute, alert: AlertFacts): boolean {
  return (
    alert.at < mute.until &&
    (mute.clientId === undefined || mute.clientId === alert.clientId) &&
    (mute.hostname === undefined || mute.hostname.toLowerCase() === alert.hostname.toLowerCase()) &&
    (mute.threatName === undefined || mute.threatName === alert.threatName)
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

/** What is wrong with a rule, each with the path of the field; empty when nothing is. */
export function validateRule(input: Omit<AlertRule, 'id' | 'position'>): { field: string[]; message: string }[] {
  const { scope, conditions } = input;
  const { minimumSeverity, maximumSeverity, hostnamePattern, hours } = conditions;
  const problems: { field: string[]; message: string }[] = [];
  const check = (holds: boolean, field: string[], message: string) => {
    if (!holds) problems.push({ field, message });
  };
  const name = input.name.trim();
  check(name.length >= 1 && name.length <= 200, ['name'], 'A name has 1 to 200 characters.');
  check(
    scope.kind === 'ALL' || scope.clientIds.length > 0,
    ['scope', 'clientIds'],
    scope.kind === 'ONLY' ? 'Name the clients it is for.' : 'Name the clients that are left out.',
  );
  check(
    !minimumSeverity || !maximumSeverity || compareSeverity(minimumSeverity, maximumSeverity) <= 0,
    ['conditions', 'minimumSeverity'],
    'The minimum severity is above the maximum: nothing would match.',
  );
  check(
    hostnamePattern === undefined || hostnamePattern.length <= 255,
    ['conditions', 'hostnamePattern'],
    'A host name pattern has at most 255 characters.',
  );
  if (hours !== undefined) {
    check(
      hours.days.length > 0 && hours.days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7),
      ['conditions', 'hours', 'days'],
      'Give at least one day, from 1 (Monday) to 7 (Sunday).',
    );
    for (const end of ['from', 'to'] as const)
      check(
        /^([01]\d|2[0-3]):[0-5]\d$/.test(hours[end]),
        ['conditions', 'hours', end],
        'A time is HH:mm, from 00:00 to 23:59.',
      );
  }
  check(
    conditions.kinds === undefined || conditions.kinds.length > 0,
    ['conditions', 'kinds'],
    'Name at least one kind of alert, or leave the kinds out for threats.',
  );
  check(
    !conditions.kinds?.includes('NOTICE') || input.actions.every(({ kind }) => kind !== 'CREATE_TICKET'),
    ['conditions', 'kinds'],
    'A notice is about no client, so it cannot become a ticket: notify or page, in a rule of its own.',
  );
  check(input.actions.length > 0, ['actions'], 'A rule needs at least one action.');
  for (const [index, action] of input.actions.entries())
    for (const { field, message } of problemsOfAction(action))
      problems.push({ field: ['actions', `${index}`, field], message });
  return problems;
}

function problemsOfAction(action: RuleAction): { field: string; message: string }[] {
  const empty = (field: string, text: string, message: string) => (text.trim() === '' ? [{ field, message }] : []);
  switch (action.kind) {
    case 'CREATE_TICKET': {
      const { dueInMinutes: due } = action;
      const late = due !== undefined && !(Number.isInteger(due) && due > 0);
      return [
        ...empty('team', action.team, 'Name the team that gets the ticket.'),
        ...(late
          ? [{ field: 'dueInMinutes', message: 'A ticket is due in a whole number of minutes, at least 1.' }]
          : []),
      ];
    }
    case 'NOTIFY':
      return empty('channel', action.channel, 'Name the channel to notify.');
    case 'PAGE':
      return empty('onCall', action.onCall, 'Name the on-call to page.');
    case 'SUPPRESS':
      return [];
  }
}

/** The rules a tenant starts with. */
export function defaultRules(): Omit<AlertRule, 'id'>[] {
  const everywhere: RuleScope = { kind: 'ALL', clientIds: [] };
  return [
    {
      name: 'Bitdefender high-severity -> ticket',
      enabled: true,
      position: 1,
      scope: everywhere,
      conditions: { minimumSeverity: 'HIGH' },
      actions: [{ kind: 'CREATE_TICKET', priority: 'CRITICAL', team: 'security' }],
      next: 'STOP',
    },
    {
      name: 'Bitdefender medium and low -> notify',
      enabled: false,
      position: 2,
      scope: everywhere,
      conditions: { minimumSeverity: 'LOW', maximumSeverity: 'MEDIUM' },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
      next: 'STOP',
    },
    {
      name: 'Bitdefender outbreak -> page',
      enabled: true,
      position: 3,
      scope: everywhere,
      conditions: { kinds: ['OUTBREAK'], minimumSeverity: 'MEDIUM' },
      actions: [{ kind: 'PAGE', onCall: 'security' }],
      next: 'STOP',
    },
    {
      name: 'Bitdefender notices -> notify',
      enabled: true,
      position: 4,
      scope: everywhere,
      conditions: { kinds: ['NOTICE'] },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
      next: 'STOP',
    },
  ];
}
