import { expect, it } from 'vitest';
import { explainRouting, recordOf } from '../../src/alert/explain-routing.js';
import { type AlertRule, type Mute, routeAlert } from '../../src/alert/route-alert.js';

const now = new Date('2026-03-18T10:15:00Z');

function rule(name: string, more: Partial<AlertRule> = {}): AlertRule {
  return {
    id: name,
    name,
    enabled: true,
    position: 1,
    scope: { kind: 'ALL', clientIds: [] },
    conditions: {},
    actions: [{ kind: 'CREATE_TICKET', priority: 'CRITICAL', team: 'security' }],
    next: 'STOP',
    ...more,
  };
}

const notify = (name: string, more: Partial<AlertRule> = {}) =>
  rule(name, { actions: [{ kind: 'NOTIFY', channel: 'security' }], ...more });
const mute: Mute = {
  id: 'm',
  clientId: 'c1',
  machine: null,
  threatName: null,
  reason: 'Moving house.',
  from: now,
  until: new Date('2026-03-19T00:00:00Z'),
};

function explained(rules: AlertRule[], more: { history?: boolean; mutes?: Mute[] } = {}) {
  const routing = routeAlert({
    alert: {
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
      hostname: 'SRV-01',
      machineKind: 'SERVER',
      at: now,
    },
    rules,
    zone: 'UTC',
    history: false,
    mutes: [],
    now,
    ...more,
  });
  // As it comes back from the database.
  return explainRouting(JSON.parse(JSON.stringify(recordOf(routing, now))));
}

it.each<[string, ReturnType<typeof explained>, string, string]>([
  ['a ticket', explained([notify('A', { next: 'CONTINUE' }), rule('B')]), 'TICKET', 'The rule "B" asks for a ticket.'],
  [
    'a rule that is switched off',
    explained([rule('High', { enabled: false })]),
    'NO_RULE_MATCHED',
    'No rule matched. The rule "High" did not match: It is switched off.',
  ],
  [
    'a rule that was narrowed',
    explained([rule('High', { scope: { kind: 'ONLY', clientIds: ['c2'] } })]),
    'NO_RULE_MATCHED',
    'No rule matched. The rule "High" did not match: The client is not among those it is for.',
  ],
  ['no rules', explained([]), 'NO_RULE_MATCHED', 'No rule matched. There is no rule that creates tickets.'],
  [
    'a rule before it that stops',
    explained([notify('First'), rule('High', { position: 2 })]),
    'NO_TICKET_WANTED',
    'What matched asks for no ticket: "First". The rule "High" was not asked: "First" ended the asking.',
  ],
  [
    'a rule that suppresses',
    explained([
      rule('High', { next: 'CONTINUE' }),
      rule('Lab', { position: 2, actions: [{ kind: 'SUPPRESS', reason: 'The lab.' }] }),
    ]),
    'SUPPRESSED_BY_RULE',
    'The rule "Lab" suppressed it: The lab.',
  ],
  [
    'a mute',
    explained([rule('High')], { mutes: [mute] }),
    'MUTED',
    'It is muted until 2026-03-19T00:00:00.000Z: Moving house.',
  ],
  ['history', explained([rule('High')], { history: true }), 'HISTORY', 'It is from before the company was mapped.'],
  ['what was never asked', explainRouting(null), 'NOT_ASKED', 'The rules have not been asked about it.'],
])('%s', (_, { outcome, message }, expected, sentence) => {
  expect([outcome, message]).toEqual([expected, sentence]);
});
