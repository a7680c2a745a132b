import type { AlertFacts, RoutedBy } from '../../domain/alert-rule.js';
import { factsWithoutThreat } from '../raising/act-upon-alert.js';
import type { AlertRule } from '../rule/alert-rule.js';
import { routeAlert } from '../rule/route-alert.js';
import { degradationTexts } from './degradations.js';
import type { Degraded } from './follow-degradation.js';

/** Whether a rule is about degraded protection at all. */
export const isAboutDegradation = ({ enabled, conditions }: AlertRule) =>
  enabled && (conditions.kinds?.includes('DEGRADATION') ?? false);

/** What rules can see of degraded protection. */
export function degradationFacts({ clientId, cause }: Pick<Degraded, 'clientId' | 'cause'>, now: Date): AlertFacts {
  const { severity } = degradationTexts[cause];
  return { ...factsWithoutThreat, kind: 'DEGRADATION', severity, clientId, cause, at: now };
}

/**
 * Whether an enabled rule matches: only then there is an alert, since a fleet always has some machines that are out of date. Where the
 * platform's rules decide, the rules here still say what is published. Throws when a rule has hours and the zone is not an IANA name.
 */
export function isCoveredByRules(
  found: Degraded,
  given: { rules: readonly AlertRule[]; zone: string; now: Date },
): boolean {
  const { zone, now } = given;
  const alert = degradationFacts(found, now);
  const by: RoutedBy = 'OWN_RULES';
  return given.rules
    .filter(isAboutDegradation)
    .some((rule) => routeAlert({ alert, rules: [rule], zone, history: false, mutes: [], by, now }).trace[0]?.matched);
}
