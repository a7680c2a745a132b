import { describe, expect, it } from 'vitest';
import type { Routing } from '../../../src/alert/rule/alert-rule.js';
import { recordOf } from '../../../src/alert/rule/explain-routing.js';
import { diagnoseThreat, type ThreatFacts, type TicketRuleFacts } from '../../../src/diagnostics/diagnose-threat.js';

const routedAt = new Date('2026-03-18T10:00:00Z');
const changedAt = new Date('2026-03-18T11:00:00Z');
const now = new Date('2026-03-18T12:00:00Z');
const rule: TicketRuleFacts = {
  id: 'rule-1',
  name: 'Tickets',
  enabled: true,
  minimumSeverity: 'HIGH',
  maximumSeverity: null,
  changedAt,
};
const verdict = { ruleId: rule.id, ruleName: rule.name, wants: ['CREATE_TICKET'], stopped: false };

const disabled: Routing = {
  actions: [],
  suppressed: null,
  trace: [{ ...verdict, matched: false, why: 'It is disabled.' }],
  unasked: [],
};
const excluded: Routing = {
  ...disabled,
  trace: [{ ...verdict, matched: false, why: 'The client is not in its scope.' }],
};
const suppressed: Routing = { ...disabled, suppressed: { by: 'RULE', reason: 'We know.', id: rule.id } };
const muted: Routing = { ...disabled, trace: [], suppressed: { by: 'MUTE', reason: 'It is muted.', id: 'mute-1' } };
const wantsTicket: Routing = {
  actions: [
    { ruleId: rule.id, ruleName: rule.name, action: { kind: 'CREATE_TICKET', priority: 'HIGH', team: 'soc' } as never },
  ],
  suppressed: null,
  trace: [{ ...verdict, matched: true, why: 'All of its conditions hold.', stopped: true }],
  unasked: [],
};

const left: Routing = { ...disabled, trace: [], platform: 'PUBLISHED' };
const closed: Routing = { ...left, platform: 'CLOSED' };
const publication = (state: string) => ({
  ...{ kind: 'PUBLISH', state, attempts: 3, lastError: null, ruleName: "The platform's rules" },
});

const threat = (before: Routing | null, current: Routing | null, more: Partial<ThreatFacts> = {}): ThreatFacts => ({
  id: 'threat-1',
  name: 'Trojan.One',
  severity: 'HIGH',
  clientId: 'client-1',
  companyId: 'company-1',
  detectedAt: routedAt,
  ticketId: null,
  routing: before && recordOf(before, routedAt),
  routingNow: current,
  alertResolved: false,
  held: null,
  details: null,
  action: null,
  ...more,
});

describe('why a threat has no ticket', () => {
  it.each<[what: string, facts: ThreatFacts, rules: TicketRuleFacts[], code: string]>([
    [
      'the rules before and now: it is switched off',
      threat(disabled, disabled),
      [{ ...rule, enabled: false }],
      'TICKET_RULE_DISABLED',
    ],
    ['a rule that was switched on again', threat(disabled, wantsTicket), [rule], 'ROUTING_OUTDATED'],
    ['a rule that was widened', threat(excluded, wantsTicket), [rule], 'ROUTING_OUTDATED'],
    ['a rule that no longer suppresses', threat(suppressed, wantsTicket), [rule], 'ROUTING_OUTDATED'],
    ['a mute that has ended', threat(muted, wantsTicket), [rule], 'ROUTING_OUTDATED'],
    ['rules that were not evaluated', threat(null, wantsTicket), [rule], 'ROUTING_OUTDATED'],
    ['a rule that suppresses now', threat(disabled, suppressed), [rule], 'THREAT_SUPPRESSED'],
    ['a mute now', threat(disabled, muted), [rule], 'THREAT_MUTED'],
    [
      'a rule that was switched on, but leaves out the client',
      threat(disabled, excluded),
      [rule],
      'TICKET_RULE_NARROW',
    ],
    ['a rule that was deleted', threat(excluded, { ...disabled, trace: [] }), [], 'NO_TICKET_RULE'],
    ['no alert', threat(null, null), [], 'NO_TICKET_RULE'],
    ['an alert that is published', threat(left, null, { action: publication('DONE') }), [rule], 'PLATFORM_RULES'],
    ['a publication on its way', threat(left, null, { action: publication('PENDING') }), [rule], 'DELIVERY_PENDING'],
    ['a publication given up', threat(left, null, { action: publication('DEAD') }), [rule], 'DELIVERY_FAILED'],
    ["an alert of before the platform's rules", threat(disabled, left), [rule], 'PLATFORM_RULES'],
    ["a closed threat under the platform's rules", threat(closed, closed), [rule], 'PLATFORM_RULES'],
    ['no client', threat(null, null, { clientId: null }), [rule], 'THREAT_NOT_MAPPED'],
  ])('follows from %s', (_what, facts, rules, code) => {
    expect(diagnoseThreat(facts, rules, now).map((finding) => finding.code)).toEqual([code]);
  });

  it.each<[what: string, facts: ThreatFacts, remedy: string | null, said: string]>([
    [
      'a given-up publication is retried',
      threat(left, null, { action: publication('DEAD') }),
      'retryBitdefenderAlertDeliveries',
      'did not accept the alert for "Trojan.One" in 3 attempts',
    ],
    ['an older alert is published', threat(disabled, left), 'rerouteBitdefenderAlerts', 'is not published'],
    ['a closed threat needs nothing', threat(closed, closed), null, 'is closed and was not published'],
    ['a resolved alert needs nothing', threat(disabled, left, { alertResolved: true }), null, 'was not published'],
  ])('says how %s', (_what, facts, remedy, said) => {
    const [finding] = diagnoseThreat(facts, [rule], now);
    expect(finding?.message).toContain(said);
    expect(finding?.remedy.name).toBe(remedy);
  });

  it('says when the rules were asked, when the rule changed, and what to do', () => {
    const [finding] = diagnoseThreat(threat(disabled, wantsTicket), [rule], now);
    expect(finding?.message).toBe(
      '"Trojan.One" has no ticket. The rules were evaluated for it at 2026-03-18T10:00:00.000Z, before the rule "Tickets" was changed. Now the rule "Tickets" requests a ticket.',
    );
    expect(finding?.evidence).toEqual(
      expect.arrayContaining([
        { name: 'routedAt', value: routedAt.toISOString() },
        { name: 'ruleChangedAt', value: changedAt.toISOString() },
        { name: 'ruleId', value: 'rule-1' },
      ]),
    );
    expect(finding?.remedy).toMatchObject({ kind: 'MUTATION', name: 'rerouteBitdefenderAlerts' });
  });

  it.each<[what: string, facts: ThreatFacts, said: string]>([
    [
      'a change of something else',
      threat(disabled, wantsTicket),
      'and the threat, another rule or a mute has changed since.',
    ],
    ['no evaluation', threat(null, wantsTicket), 'The rules have not been evaluated for it.'],
  ])('names %s instead of the rule', (_what, facts, said) => {
    const unchanged = { ...rule, changedAt: new Date('2026-03-18T09:00:00Z') };
    expect(diagnoseThreat(facts, [unchanged], now)[0]?.message).toContain(said);
  });

  it('leaves out what the rules said before, once they say something else', () => {
    const [finding] = diagnoseThreat(threat(disabled, excluded), [rule], now);
    expect(finding?.message).not.toContain('disabled');
    expect(finding?.message).toContain('The client is not in its scope.');
  });

  it('asks to reopen an alert that is resolved', () => {
    const [finding] = diagnoseThreat(threat(disabled, wantsTicket, { alertResolved: true }), [rule], now);
    expect(finding?.remedy.message).toContain('Reopen the alert');
  });
});
