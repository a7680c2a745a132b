import { DateTime } from 'luxon';
import { compareSeverity, type Severity } from '../threat/severity.js';

/** What rules look at. */
export interface AlertFacts {
  severity: Severity;
  family: string;
  threatName: string;
  action: string;
  /** Whether the threat may still be at work. */
  stillActive: boolean;
  status: string;
  clientId: string;
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
  /** Days 1 (Monday) to 7 and times HH:mm in the tenant's zone; `to` before `from` passes midnight. */
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
  then: 'STOP' | 'CONTINUE';
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
    return { actions: [], suppressed: { by: 'HISTORY', reason: 'It is from before the company was mapped.' }, trace: [] };
  const mute = given.mutes.find((candidate) => covers(candidate, alert));
  if (mute !== undefined)
    return { actions: [], suppressed: { by: 'MUTE', reason: `It is muted until ${mute.until.toISOString()}.` }, trace: [] };

  const routing: Routing = { actions: [], suppressed: null, trace: [] };
  const inOrder = [...given.rules].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  for (const rule of inOrder) {
    const objection = objectionOf(rule, alert, zone);
    routing.trace.push({ ruleId: rule.id, matched: objection === null, why: objection ?? 'Everything it asks for holds.' });
    if (objection !== null) continue;
    for (const action of rule.actions) {
      if (action.kind === 'SUPPRESS') {
        const reason = action.reason ?? `The rule "${rule.name}" suppresses it.`;
        return { ...routing, actions: [], suppressed: { by: 'RULE', reason, ruleId: rule.id } };
      }
      routing.actions.push({ ruleId: rule.id, ruleName: rule.name, action });
    }
    if (rule.then === 'STOP') break;
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
  if (scope.kind === 'ONLY' && !scope.clientIds.includes(alert.clientId)) return 'The client is not among those it is for.';
  if (scope.kind === 'ALL_BUT' && scope.clientIds.includes(alert.clientId)) return 'The client is left out of it.';
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
  if (conditions.hostnamePattern !== undefined && !glob(conditions.hostnamePattern).test(alert.hostname))
    return `The host name is not like "${conditions.hostnamePattern}".`;
  if (conditions.hours !== undefined && !isWithin(conditions.hours, alert.at, zone)) return 'It is not in its hours.';
  return null;
}

function glob(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}

/** Hours that pass midnight belong to the day on which they began. */
function isWithin(hours: { days: number[]; from: string; to: string }, at: Date, zone: string): boolean {
  const local = DateTime.fromJSDate(at, { zone });
  const time = local.toFormat('HH:mm');
  if (hours.from <= hours.to) return hours.days.includes(local.weekday) && time >= hours.from && time < hours.to;
  const yesterday = local.weekday === 1 ? 7 : local.weekday - 1;
  return (hours.days.includes(local.weekday) && time >= hours.from) || (hours.days.includes(yesterday) && time < hours.to);
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
      then: 'STOP',
    },
    {
      name: 'Bitdefender medium and low -> notify',
      enabled: false,
      position: 2,
      scope: everywhere,
      conditions: { minimumSeverity: 'LOW', maximumSeverity: 'MEDIUM' },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
      then: 'STOP',
    },
  ];
}
