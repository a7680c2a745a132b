import type { RoutingRecord, RuleConditions, RuleScope } from '../../domain/alert-rule.js';
import type { RuleAction } from '../action/action-kinds.js';

/** A rule of a tenant. */
export interface AlertRule {
  id: string;
  name: string;
  enabled: boolean;
  position: number;
  scope: RuleScope;
  conditions: RuleConditions;
  actions: RuleAction[];
  /** The kinds of stored actions that this release does not know: they are left out of `actions` and do nothing. */
  unknownKinds?: readonly string[];
  next: 'STOP' | 'CONTINUE';
}

/** What an alert triggers, and why. */
export interface Routing extends Omit<RoutingRecord, 'at'> {
  actions: { ruleId: string; ruleName: string; action: RuleAction }[];
}
