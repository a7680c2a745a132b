import { expect, it } from 'vitest';
import type { AlertRule } from '../../../../src/alert/rule/alert-rule.js';
import { explainRouting, recordOf } from '../../../../src/alert/rule/explain-routing.js';
import type { AlertFacts, Mute, RoutedBy } from '../../../../src/domain/alert-rule.js';
import { mute, notify, polledAt, route, rule, ticket } from '../../../support/alerts.js';

/** A rule that asks for a ticket and ends the asking, unless specified otherwise. */
const ticketing = (name: string, more: Partial<AlertRule> = {}) =>
  rule(name, { name, actions: [ticket], next: 'STOP', ...more });
const notifying = (name: string, more: Partial<AlertRule> = {}) => ticketing(name, { actions: [notify], ...more });
const moving = mute({ clientId: 'c1', reason: 'Moving house.', until: new Date('2026-03-19T00:00:00Z') });

function explained(
  rules: AlertRule[],
  more: { history?: boolean; mutes?: Mute[]; by?: RoutedBy } = {},
  alert: Partial<AlertFacts> = {},
) {
  // As it comes back from the database.
  return explainRouting(JSON.parse(JSON.stringify(recordOf(route(rules, alert, more), polledAt))));
}
const platform = { by: 'PLATFORM_RULES' } as const;

it.each<[string, ReturnType<typeof explained>, string, string]>([
  [
    'a ticket',
    explained([notifying('A', { next: 'CONTINUE' }), ticketing('B')]),
    'TICKET',
    'The rule "B" requests a ticket.',
  ],
  [
    'a rule that is switched off',
    explained([ticketing('High', { enabled: false })]),
    'NO_RULE_MATCHED',
    'No rule matched. The rule "High" did not match: It is disabled.',
  ],
  [
    'a rule that was narrowed',
    explained([ticketing('High', { scope: { kind: 'ONLY', clientIds: ['c2'] } })]),
    'NO_RULE_MATCHED',
    'No rule matched. The rule "High" did not match: The client is not in its scope.',
  ],
  [
    "the platform's rules, whatever those of this service want",
    explained([ticketing('High')], platform),
    'PLATFORM_RULES',
    "The platform's rules decide: the alert is published to OpsMerge, by itself or with its outbreak. See Settings -> RMM -> Alert rules there.",
  ],
  [
    "the platform's rules, for a threat that was closed when it came in",
    explained([ticketing('High')], platform, { status: 'RESOLVED' }),
    'PLATFORM_RULES',
    "The platform's rules decide, and the threat was already closed when it came in: the alert is not published.",
  ],
  [
    "a mute, whatever the platform's rules want",
    explained([ticketing('High')], { ...platform, mutes: [moving] }),
    'MUTED',
    'It is muted until 2026-03-19T00:00:00.000Z: Moving house.',
  ],
  [
    "history, whatever the platform's rules want",
    explained([ticketing('High')], { ...platform, history: true }),
    'HISTORY',
    'It is from before the company was mapped.',
  ],
  ['no rules', explained([]), 'NO_RULE_MATCHED', 'No rule matched. There is no rule that creates tickets.'],
  [
    'a rule before it that stops',
    explained([notifying('First'), ticketing('High', { position: 2 })]),
    'NO_TICKET_WANTED',
    'No rule that matched requests a ticket: "First". The rule "High" was not evaluated: "First" stopped the evaluation.',
  ],
  [
    'a rule that suppresses',
    explained([
      ticketing('High', { next: 'CONTINUE' }),
      ticketing('Lab', { position: 2, actions: [{ kind: 'SUPPRESS', reason: 'The lab.' }] }),
    ]),
    'SUPPRESSED_BY_RULE',
    'The rule "Lab" suppressed it: The lab.',
  ],
  [
    'a mute',
    explained([ticketing('High')], { mutes: [moving] }),
    'MUTED',
    'It is muted until 2026-03-19T00:00:00.000Z: Moving house.',
  ],
  [
    'history',
    explained([ticketing('High')], { history: true }),
    'HISTORY',
    'It is from before the company was mapped.',
  ],
  [
    'what a maintenance window holds',
    explainRouting(null, { until: new Date('2026-03-19T00:00:00Z'), windowName: 'Patch night', isPartial: false }),
    'HELD',
    'It is held until 2026-03-19 00:00 UTC by the maintenance window "Patch night": its rules are evaluated then.',
  ],
  [
    'a rule whose actions wait',
    explainRouting(recordOf(route([ticketing('High')]), polledAt), {
      ...{ until: new Date('2026-03-19T00:00:00Z'), windowName: 'Patch night', isPartial: true },
    }),
    'TICKET',
    'The rule "High" requests a ticket. Until 2026-03-19 00:00 UTC the maintenance window "Patch night" holds the actions of a rule.',
  ],
  ['what was never asked', explainRouting(null), 'NOT_ASKED', 'The rules have not been evaluated for it.'],
])('%s', (_, { outcome, message }, expected, sentence) => {
  expect([outcome, message]).toEqual([expected, sentence]);
});
