import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertRule } from '../../../../src/alert/rule/alert-rule.js';
import { createRulePreview, type PastAlert } from '../../../../src/alert/rule/preview-rule.js';
import type { AlertFacts, Mute } from '../../../../src/domain/alert-rule.js';
import { facts, mute, route, rule, ticket } from '../../../support/alerts.js';

/** A rule that asks for a ticket. */
const ticketing = (id: string, more: Partial<AlertRule> = {}) => rule(id, { actions: [ticket], ...more });

/** An alert so many minutes after ten. */
function past(minutes: number, more: Partial<AlertFacts> = {}, history = false): PastAlert {
  const at = new Date(facts.at.getTime() + minutes * 60_000);
  return { id: `${minutes}`, facts: { ...facts, at, ...more }, history, raisedAt: at };
}

function preview(tried: AlertRule, alerts: PastAlert[], others: AlertRule[] = [], mutes: Mute[] = []) {
  const running = createRulePreview({ rule: tried, others, mutes, zone: 'UTC' });
  for (const alert of alerts) running.add(alert);
  return running.result();
}

describe('the preview of a rule', () => {
  it('counts what matches, and what is left after grouping', () => {
    const alerts = [
      past(0),
      past(1),
      past(59),
      past(60),
      past(61, { clientId: 'c2' }),
      past(62, { threatName: 'Trojan.B' }),
      past(63, { severity: 'LOW' }),
    ];
    expect(preview(ticketing('a', { enabled: false, conditions: { minimumSeverity: 'HIGH' } }), alerts)).toEqual({
      considered: 7,
      matched: 6,
      acted: 6,
      heldBack: [],
      actions: [{ kind: 'CREATE_TICKET', alerts: 6, actions: 4 }],
      prevented: 0,
      sampleIds: ['62', '61', '60', '59', '1', '0'],
    });
  });

  it('reports what would have kept it from acting', () => {
    const before = ticketing('first', { position: 0, conditions: { families: ['WORM'] }, next: 'STOP' });
    const lab = ticketing('lab', {
      position: 2,
      conditions: { hostnamePattern: 'LAB-*' },
      actions: [{ kind: 'SUPPRESS' }],
    });
    const off = ticketing('off', { position: 0, enabled: false, next: 'STOP' });
    const moving = mute({ clientId: 'c9', from: new Date(0) });
    const alerts = [
      past(0, {}, true),
      past(1, { clientId: 'c9' }),
      past(2, { family: 'WORM' }),
      past(3, { family: 'WORM' }),
      past(4, { hostname: 'LAB-1' }),
      past(5),
    ];
    expect(preview(ticketing('a'), alerts, [before, lab, off], [moving])).toMatchObject({
      matched: 6,
      acted: 1,
      heldBack: [
        { by: 'STOP', ruleId: 'first', ruleName: 'Rule first', alerts: 2 },
        { by: 'HISTORY', ruleId: null, ruleName: null, alerts: 1 },
        { by: 'MUTE', ruleId: null, ruleName: null, alerts: 1 },
        { by: 'SUPPRESSION', ruleId: 'lab', ruleName: 'Rule lab', alerts: 1 },
      ],
      actions: [{ kind: 'CREATE_TICKET', alerts: 1, actions: 1 }],
    });
  });

  it('reports what other rules would not have done when the rule suppresses', () => {
    const high = ticketing('high', { position: 0, conditions: { minimumSeverity: 'HIGH' } });
    const silent = ticketing('a', { actions: [{ kind: 'SUPPRESS' }] });
    expect(preview(silent, [past(0), past(1, { severity: 'LOW' })], [high])).toMatchObject({
      acted: 2,
      prevented: 1,
      actions: [{ kind: 'SUPPRESS', alerts: 2, actions: 0 }],
    });
  });

  it('agrees with the engine, alert by alert, and loses none', () => {
    const conditions = fc.constantFrom<AlertRule['conditions']>(
      {},
      { families: ['WORM'] },
      { minimumSeverity: 'HIGH' },
    );
    const actions = fc.constantFrom<AlertRule['actions']>([ticket], [{ kind: 'SUPPRESS' }]);
    const next = fc.constantFrom<AlertRule['next']>('STOP', 'CONTINUE');
    const rules = fc.array(fc.record({ conditions, actions, next, enabled: fc.boolean(), position: fc.nat(9) }), {
      maxLength: 4,
    });
    const alert = fc.record({
      severity: fc.constantFrom<AlertFacts['severity']>('LOW', 'HIGH'),
      family: fc.constantFrom('WORM', 'TROJAN'),
    });
    fc.assert(
      fc.property(rules, fc.array(alert), conditions, actions, (given, alerts, wanted, acts) => {
        const others = given.map((more, index) => ticketing(`${index}`, more));
        const tried = ticketing('tried', { conditions: wanted, actions: acts, position: 5 });
        const history = alerts.map((more, index) => past(index * 61, more));
        const found = preview(tried, history, others);
        const asking = history.filter(({ facts: known }) => {
          const { actions: done, suppressed } = route([...others, tried], known, { now: known.at });
          return done.some(({ ruleId }) => ruleId === 'tried') || suppressed?.id === 'tried';
        });
        expect(found.acted).toBe(asking.length);
        expect(found.heldBack.reduce((sum, { alerts: held }) => sum + held, found.acted)).toBe(found.matched);
        // One alert each 61 minutes: nothing is grouped.
        for (const row of found.actions) expect(row.actions).toBe(row.kind === 'SUPPRESS' ? 0 : row.alerts);
      }),
    );
  });
});
