import { type AlertFacts, type AlertRule, type Mute, type Routing } from '../../domain/alert-rule.js';
import { hostKey } from '../../domain/hostname.js';
import { compareSeverity } from '../../domain/severity.js';
import { isLike } from './hostname-pattern.js';
import { isWithin } from './rule-hours.js';

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
