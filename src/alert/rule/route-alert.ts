import type { AlertFacts, Mute, RoutedBy, RuleConditions, Suppression } from '../../domain/alert-rule.js';
import { compareSeverity } from '../../domain/severity.js';
import type { AlertRule, Routing } from './alert-rule.js';
import { unknownSentence } from './explain-routing.js';
import { isLike } from './hostname-pattern.js';
import { mutes } from './mutes-alert.js';
import { isWithin } from './rule-hours.js';

/**
 * What the rules request for an alert. Rules are evaluated by position; a matching one with `next: STOP` ends the evaluation.
 * History and mutes trigger nothing. A mute counts when the detection or `now` is within it: so does one that began
 * between a detection and the poll that brought it, or has ended since the detection.
 *
 * SUPPRESS ends the evaluation too and drops even the actions of earlier rules: it means "never alert about this", whatever
 * its position. An action of an unknown kind does nothing, and a rule left without any action does not stop the evaluation.
 * Where the platform's rules decide, none of these is asked, and history and mutes count as ever.
 *
 * Throws when a rule has hours and the zone is not an IANA name.
 */
export function routeAlert(given: {
  alert: AlertFacts;
  rules: readonly AlertRule[];
  zone: string;
  history: boolean;
  mutes: readonly Mute[];
  by?: RoutedBy;
  now: Date;
}): Routing {
  const { alert, zone, now } = given;
  const silenced = (suppressed: Suppression): Routing => ({
    actions: [],
    suppressed,
    trace: [],
    unasked: [],
  });
  if (given.history) return silenced({ by: 'HISTORY', reason: 'It is from before the company was mapped.', id: null });
  const mute = given.mutes.find((candidate) => mutes(candidate, alert, now));
  if (mute !== undefined) return silenced(mutedBy(mute));

  if (given.by === 'PLATFORM_RULES') return leftToPlatform(alert);

  const rules = inOrder(given.rules);
  const routing: Routing = { actions: [], suppressed: null, trace: [], unasked: [] };
  for (const [index, rule] of rules.entries()) {
    const objection = objectionOf(rule, alert, zone);
    const suppress = rule.actions.find(({ kind }) => kind === 'SUPPRESS');
    const stopped = objection === null && (suppress !== undefined || (rule.next === 'STOP' && !isIdle(rule)));
    const why = objection ?? ['All of its conditions hold.', ...unknownSentence(rule)].join(' ');
    routing.trace.push({ ...namesOf(rule), ...unknownOf(rule), matched: objection === null, why, stopped });
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

const mutedBy = ({ id, until, reason }: Mute): Suppression => ({
  by: 'MUTE',
  reason: `It is muted until ${until.toISOString()}: ${reason}`,
  id,
});

/** No rule of ours is asked. */
const leftToPlatform = ({ status }: AlertFacts): Routing => ({
  ...{ actions: [], suppressed: null, trace: [], unasked: [] },
  platform: status === 'UNRESOLVED' ? 'PUBLISHED' : 'CLOSED',
});

const namesOf = ({ id, name, actions }: AlertRule) => ({
  ruleId: id,
  ruleName: name,
  wants: actions.map(({ kind }) => kind),
});

const unknownOf = ({ unknownKinds = [] }: AlertRule) => (unknownKinds.length > 0 ? { unknown: [...unknownKinds] } : {});

/** Whether every action of a rule is of a kind that this release does not know. */
const isIdle = ({ actions, unknownKinds = [] }: AlertRule) => actions.length === 0 && unknownKinds.length > 0;

/** Rules in the order of their evaluation: by position, then by id. */
function inOrder(rules: readonly AlertRule[]): AlertRule[] {
  return [...rules].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

interface Evaluated extends RuleConditions {
  rule: AlertRule;
  alert: AlertFacts;
  zone: string;
}

/** Why a rule does not match, or null when it does. */
function objectionOf(rule: AlertRule, alert: AlertFacts, zone: string): string | null {
  const evaluated = { ...rule.conditions, rule, alert, zone };
  for (const objection of objections) {
    const why = objection(evaluated);
    if (why !== null) return why;
  }
  return null;
}

/** An objection with this sentence when its condition fails. */
const unless = (holds: boolean, why: string) => (holds ? null : why);

/** An objection when a condition lists values and this is not one of them. */
const unlessListed = (what: string, wanted: readonly string[] | undefined, value: string) =>
  unless(wanted?.includes(value) ?? true, `The ${what} "${value}" is not one of those it lists.`);

const isNamed = ({ rule: { scope }, alert: { clientId } }: Evaluated) =>
  clientId !== null && scope.clientIds.includes(clientId);

/** A machine without an agent is at no site, nor is what is about no single machine: both are left to rules for whole clients. */
const isAtItsSites = ({ rule: { scope }, alert: { siteId } }: Evaluated) =>
  scope.siteIds === undefined || (siteId !== null && scope.siteIds.includes(siteId));

/** The objections in the order in which they are raised. */
const objections: readonly ((evaluated: Evaluated) => string | null)[] = [
  ({ rule }) => unless(rule.enabled, 'It is disabled.'),
  ({ kinds = ['THREAT'], alert }) =>
    unless(kinds.includes(alert.kind), `It covers ${kinds.join(', ')}; this is ${alert.kind}.`),
  (evaluated) => unless(evaluated.rule.scope.kind !== 'ONLY' || isNamed(evaluated), 'The client is not in its scope.'),
  (evaluated) =>
    unless(evaluated.rule.scope.kind !== 'ALL_BUT' || !isNamed(evaluated), 'The client is excluded from its scope.'),
  (evaluated) => unless(isAtItsSites(evaluated), 'The agent of its machine is at none of the sites of its scope.'),
  ({ minimumSeverity: minimum, alert: { severity } }) =>
    unless(
      minimum === undefined || compareSeverity(severity, minimum) >= 0,
      `It requires ${minimum} and above; this is ${severity}.`,
    ),
  ({ maximumSeverity: maximum, alert: { severity } }) =>
    unless(
      maximum === undefined || compareSeverity(severity, maximum) <= 0,
      `It requires ${maximum} and below; this is ${severity}.`,
    ),
  ({ statuses, alert: { status } }) =>
    unless(
      statuses !== undefined || status === 'UNRESOLVED',
      `The threat is already ${status}, and the rule does not list that status.`,
    ),
  ({ families, alert }) => unlessListed('family', families, alert.family),
  ({ actions, alert }) => unlessListed('action taken', actions, alert.action),
  ({ statuses, alert }) => unlessListed('status', statuses, alert.status),
  ({ machineKinds, alert }) => unlessListed('kind of machine', machineKinds, alert.machineKind),
  ({ companyIds, alert }) => unlessListed('company', companyIds, alert.companyId),
  ({ causes, alert }) => unlessListed('cause', causes, alert.cause ?? 'none'),
  ({ stillActive, alert }) =>
    unless(
      stillActive === undefined || stillActive === alert.stillActive,
      `It requires threats that are ${stillActive ? 'still' : 'no longer'} active.`,
    ),
  ({ hostnamePattern: pattern, alert }) =>
    unless(pattern === undefined || isLike(alert.hostname, pattern), `The host name does not match "${pattern}".`),
  ({ hours, alert, zone }) =>
    unless(hours === undefined || isWithin(hours, alert.at, zone), 'The detection is outside its hours.'),
];
