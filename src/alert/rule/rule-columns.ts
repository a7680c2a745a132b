import { json } from '../../database/database.js';
import { storedKinds } from '../../database/later-values.js';
import type { AlertRule } from './alert-rule.js';

/** What a rule says, as the columns of its row, with who said so and when. */
export function ruleColumns(rule: Omit<AlertRule, 'id' | 'position'>, changedBy: string, changedAt: Date) {
  return {
    name: rule.name.trim(),
    enabled: rule.enabled,
    scope: json(rule.scope),
    conditions: json(storedKinds(rule.conditions, isNarrowed(rule))),
    actions: json(rule.actions),
    next: rule.next,
    changedAt,
    changedBy,
  };
}

/** Whether a rule is limited by what the release before does not know. */
const isNarrowed = ({ scope, conditions }: Pick<AlertRule, 'scope' | 'conditions'>) =>
  scope.siteIds !== undefined || conditions.causes !== undefined;
