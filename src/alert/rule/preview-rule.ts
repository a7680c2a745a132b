import type { AlertFacts, Mute } from '../../domain/alert-rule.js';
import type { RuleAction } from '../action/action-kinds.js';
import { groupKey, groupMilliseconds } from '../delivery/request-deliveries.js';
import type { AlertRule } from './alert-rule.js';
import { routeAlert } from './route-alert.js';

/** An alert of the past. */
export interface PastAlert {
  id: string;
  facts: AlertFacts;
  history: boolean;
  /** Time at which it was raised. */
  raisedAt: Date;
}

/** What a rule would have done. Every number counts alerts, but for `actions`, which counts what core would have got. */
export interface RulePreview {
  /** All that were gone through. */
  considered: number;
  /** Those for which everything holds that the rule asks for. */
  matched: number;
  /** Those of them on which it would have acted, or which it would have suppressed. */
  acted: number;
  /** What kept it from the others. */
  heldBack: {
    by: 'HISTORY' | 'MUTE' | 'STOP' | 'SUPPRESSION';
    ruleId: string | null;
    ruleName: string | null;
    alerts: number;
  }[];
  /** By the kind of action: occurrences, and what is left of them once those of one malware within the hour share one. */
  actions: { kind: RuleAction['kind']; alerts: number; actions: number }[];
  /** Those on which other rules act and, with the rule, would not have acted. */
  prevented: number;
  /** The last ones that matched. */
  sampleIds: string[];
}

const samples = 10;

/**
 * Goes through alerts of the past, in the order of their detection, as if the rule had been on. What it holds does not
 * grow with their number. Throws when a rule has hours and the zone is not an IANA name.
 */
export function createRulePreview(given: {
  rule: AlertRule;
  /** The tenant's other rules. */
  others: readonly AlertRule[];
  mutes: readonly Mute[];
  zone: string;
}): { add(alert: PastAlert): void; result(): RulePreview } {
  const { others, mutes, zone } = given;
  const rule = { ...given.rule, enabled: true };
  const rules = [...others, rule];
  const heldBack = new Map<string, RulePreview['heldBack'][number]>();
  const actions = new Map<RuleAction['kind'], { kind: RuleAction['kind']; alerts: number; actions: number }>();
  const groups = new Map<string, Date>();
  const totals = { considered: 0, matched: 0, acted: 0, prevented: 0 };
  let sampleIds: string[] = [];

  function hold(by: RulePreview['heldBack'][number]['by'], verdict?: { ruleId: string; ruleName: string }) {
    const key = `${by} ${verdict?.ruleId ?? ''}`;
    const row = heldBack.get(key) ?? {
      by,
      ruleId: verdict?.ruleId ?? null,
      ruleName: verdict?.ruleName ?? null,
      alerts: 0,
    };
    heldBack.set(key, { ...row, alerts: row.alerts + 1 });
  }

  function count(action: RuleAction, { facts }: PastAlert) {
    const row = actions.get(action.kind) ?? { kind: action.kind, alerts: 0, actions: 0 };
    const group = { ruleId: rule.id, parameters: action, clientId: facts.clientId, threatName: facts.threatName };
    const key = groupKey(group);
    const joins =
      action.kind === 'SUPPRESS' || facts.at.getTime() < (groups.get(key)?.getTime() ?? -Infinity) + groupMilliseconds;
    if (!joins) groups.set(key, facts.at);
    actions.set(action.kind, { ...row, alerts: row.alerts + 1, actions: row.actions + (joins ? 0 : 1) });
  }

  /** Groups whose hour is over are never joined again. */
  function forget(at: Date) {
    if (groups.size > 1_000)
      for (const [key, began] of groups) if (began.getTime() + groupMilliseconds <= at.getTime()) groups.delete(key);
  }

  return {
    add(alert) {
      const { facts, history, raisedAt } = alert;
      totals.considered += 1;
      const asked = { alert: facts, zone, now: raisedAt };
      if (!routeAlert({ ...asked, rules: [rule], history: false, mutes: [] }).trace[0]?.matched) return;
      totals.matched += 1;
      sampleIds = [...sampleIds, alert.id].slice(-samples);
      forget(facts.at);
      const routed = routeAlert({ ...asked, rules, history, mutes });
      const { suppressed, trace } = routed;
      const stoppedBy = trace.find(({ stopped }) => stopped);
      if (suppressed !== null && suppressed.by !== 'RULE') return hold(suppressed.by);
      if (suppressed !== null && suppressed.id !== rule.id) return hold('SUPPRESSION', stoppedBy);
      if (!trace.some(({ ruleId }) => ruleId === rule.id)) return hold('STOP', stoppedBy);
      totals.acted += 1;
      const own = rule.actions.find(({ kind }) => kind === 'SUPPRESS');
      for (const action of own ? [own] : rule.actions) count(action, alert);
      const without = routeAlert({ ...asked, rules: others, history, mutes });
      const kept = new Set(routed.actions.map(({ ruleId }) => ruleId));
      if (without.actions.some(({ ruleId }) => !kept.has(ruleId))) totals.prevented += 1;
    },

    result: () => ({
      ...totals,
      heldBack: [...heldBack.values()].sort((a, b) => b.alerts - a.alerts),
      actions: [...actions.values()],
      sampleIds: sampleIds.toReversed(),
    }),
  };
}
