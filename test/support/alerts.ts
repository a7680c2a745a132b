import type { RuleAction } from '../../src/alert/action/action-kinds.js';
import type { AlertRule } from '../../src/alert/rule/alert-rule.js';
import { routeAlert } from '../../src/alert/rule/route-alert.js';
import type { AlertFacts, Mute, RoutedBy } from '../../src/domain/alert-rule.js';

/** What the rules are asked about, unless specified otherwise. */
export const facts: AlertFacts = {
  kind: 'THREAT',
  severity: 'HIGH',
  family: 'TROJAN',
  threatName: 'Trojan.A',
  action: 'BLOCKED',
  stillActive: false,
  status: 'UNRESOLVED',
  clientId: 'c1',
  companyId: 'b1',
  deviceId: 'd1',
  siteId: null,
  hostname: 'SRV-01',
  machineKind: 'SERVER',
  at: new Date('2026-03-18T10:00:00Z'),
  cause: null,
};

/** The poll comes a quarter of an hour after the detection. */
export const polledAt = new Date('2026-03-18T10:15:00Z');

export const notify: RuleAction = { kind: 'NOTIFY', channel: 'security' };
export const page: RuleAction = { kind: 'PAGE', onCall: 'night shift' };
export const ticket = { kind: 'CREATE_TICKET', priority: 'CRITICAL', team: 'security', dueInMinutes: 60 } as const;
export const suppress: RuleAction = { kind: 'SUPPRESS', reason: 'A known test file.' };

/** A rule that asks for nothing, notifies and goes on, unless specified otherwise. */
export function rule(id: string, more: Partial<AlertRule> = {}): AlertRule {
  return {
    id,
    name: `Rule ${id}`,
    enabled: true,
    position: 1,
    scope: { kind: 'ALL', clientIds: [] },
    conditions: {},
    actions: [notify],
    next: 'CONTINUE',
    ...more,
  };
}

/** A mute of everything from an hour before the detection to an hour after it, unless specified otherwise. */
export const mute = (more: Partial<Mute> = {}): Mute => ({
  id: 'm',
  clientId: null,
  machine: null,
  threatName: null,
  reason: 'Tests.',
  from: new Date('2026-03-18T09:00:00Z'),
  until: new Date('2026-03-18T11:00:00Z'),
  ...more,
});

/** What the rules make of `facts`, some of which `alert` overrides. */
export function route(
  rules: readonly AlertRule[],
  alert: Partial<AlertFacts> = {},
  more: { zone?: string; mutes?: Mute[]; history?: boolean; by?: RoutedBy; now?: Date } = {},
) {
  const usual = { zone: 'UTC', history: false, mutes: [], now: polledAt };
  return routeAlert({ alert: { ...facts, ...alert }, rules, ...usual, ...more });
}

/** The rules that act, in the order of their actions. */
export const acting = (rules: readonly AlertRule[], alert: Partial<AlertFacts> = {}) =>
  route(rules, alert).actions.map(({ ruleId }) => ruleId);
