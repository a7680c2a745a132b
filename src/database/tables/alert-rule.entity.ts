import { defineEntity } from '@mikro-orm/core';
import type { RuleConditions, RuleScope, StoredAction } from '../../domain/alert-rule.js';

/** What an alert triggers, in the order of `position`. */
export const AlertRuleEntity = defineEntity({
  name: 'AlertRule',
  tableName: 'alert_rule',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    position: p.integer(),
    name: p.text(),
    enabled: p.boolean(),
    scope: p.json<RuleScope>(),
    conditions: p.json<RuleConditions>(),
    actions: p.json<StoredAction[]>(),
    /** `STOP` or `CONTINUE` when the rule has matched. */
    next: p.text(),
    changedAt: p.datetime(),
    changedBy: p.text(),
  }),
});
