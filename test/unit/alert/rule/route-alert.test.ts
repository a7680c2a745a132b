import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleAction } from '../../../../src/alert/action/action-kinds.js';
import type { AlertRule } from '../../../../src/alert/rule/alert-rule.js';
import type { AlertFacts, AlertKind, Mute, RuleConditions, RuleScope } from '../../../../src/domain/alert-rule.js';
import { acting, facts, mute, notify, page, polledAt, route, rule, suppress, ticket } from '../../../support/alerts.js';

const stopping = (id: string, more: Partial<AlertRule> = {}) => ({
  ...rule(id, more),
  next: 'STOP' as const,
});

describe('conditions', () => {
  it.each<[string, RuleConditions, Partial<AlertFacts>, string | null]>([
    ['none', {}, {}, null],
    ['minimum met', { minimumSeverity: 'HIGH' }, {}, null],
    [
      'minimum missed',
      { minimumSeverity: 'HIGH' },
      { severity: 'MEDIUM' },
      'It requires HIGH and above; this is MEDIUM.',
    ],
    ['maximum met', { maximumSeverity: 'HIGH' }, {}, null],
    ['maximum passed', { maximumSeverity: 'LOW' }, {}, 'It requires LOW and below; this is HIGH.'],
    [
      'unknown is below low',
      { minimumSeverity: 'LOW' },
      { severity: 'UNKNOWN' },
      'It requires LOW and above; this is UNKNOWN.',
    ],
    ['family', { families: ['WORM', 'TROJAN'] }, {}, null],
    ['another family', { families: ['WORM'] }, {}, 'The family "TROJAN" is not one of those it lists.'],
    ['an empty list', { families: [] }, {}, 'The family "TROJAN" is not one of those it lists.'],
    ['another action', { actions: ['REPORTED'] }, {}, 'The action taken "BLOCKED" is not one of those it lists.'],
    [
      'closed, and not asked for',
      {},
      { status: 'RESOLVED' },
      'The threat is already RESOLVED, and the rule does not list that status.',
    ],
    ['closed, and asked for', { statuses: ['RESOLVED', 'FALSE_POSITIVE'] }, { status: 'RESOLVED' }, null],
    ['another status', { statuses: ['RESOLVED'] }, {}, 'The status "UNRESOLVED" is not one of those it lists.'],
    [
      'another kind',
      { machineKinds: ['WORKSTATION'] },
      {},
      'The kind of machine "SERVER" is not one of those it lists.',
    ],
    ['another company', { companyIds: ['b2'] }, {}, 'The company "b1" is not one of those it lists.'],
    [
      'a cause',
      { kinds: ['DEGRADATION'], causes: ['ISOLATED', 'MODULE_OFF'] },
      { kind: 'DEGRADATION', cause: 'MODULE_OFF' },
      null,
    ],
    [
      'another cause',
      { kinds: ['DEGRADATION'], causes: ['ISOLATED'] },
      { kind: 'DEGRADATION', cause: 'MODULE_OFF' },
      'The cause "MODULE_OFF" is not one of those it lists.',
    ],
    ['a cause of a threat', { causes: ['ISOLATED'] }, {}, 'The cause "none" is not one of those it lists.'],
    ['active only', { stillActive: true }, {}, 'It requires threats that are still active.'],
    ['over only', { stillActive: false }, { stillActive: true }, 'It requires threats that are no longer active.'],
    ['host name', { hostnamePattern: 'srv-*' }, {}, null],
    ['another host name', { hostnamePattern: 'pc-*' }, {}, 'The host name does not match "pc-*".'],
  ])('%s', (_, conditions, alert, objection) => {
    const { actions, trace } = route([rule('r', { conditions })], alert);
    expect(actions).toHaveLength(objection === null ? 1 : 0);
    expect(trace).toMatchObject([
      { ruleId: 'r', matched: objection === null, why: objection ?? 'All of its conditions hold.' },
    ]);
  });

  it('leaves out a rule that is switched off', () => {
    const { actions, trace } = route([rule('r', { enabled: false })]);
    expect(actions).toEqual([]);
    expect(trace).toMatchObject([{ ruleId: 'r', matched: false, why: 'It is disabled.' }]);
  });
});

describe('scope', () => {
  const clients = fc.subarray(['c1', 'c2', 'c3', 'c4']);

  it('ONLY and ALL_BUT of the same clients share all alerts between them, ALL takes each', () => {
    fc.assert(
      fc.property(clients, fc.constantFrom('c1', 'c2', 'c3', 'c4'), (clientIds, clientId) => {
        const scoped = (kind: RuleScope['kind']) =>
          acting([rule('r', { scope: { kind, clientIds } })], { clientId }).length;
        expect(scoped('ONLY')).toBe(clientIds.includes(clientId) ? 1 : 0);
        expect(scoped('ALL_BUT')).toBe(1 - scoped('ONLY'));
        expect(scoped('ALL')).toBe(1);
      }),
    );
  });
});

describe('sites of a scope', () => {
  const atSites = (...siteIds: string[]) => rule('r', { scope: { kind: 'ONLY', clientIds: ['c1'], siteIds } });
  const elsewhere = 'The agent of its machine is at none of the sites of its scope.';

  it.each<[string, Partial<AlertFacts>, string | null]>([
    ['at the site', { siteId: 's1' }, null],
    ['at the other site', { siteId: 's2' }, null],
    ['at a site that is not named', { siteId: 's3' }, elsewhere],
    ['of a machine without an agent, or with one at no site', { siteId: null }, elsewhere],
    ['at the site, of another client', { siteId: 's1', clientId: 'c2' }, 'The client is not in its scope.'],
    ['of no client', { siteId: null, clientId: null }, 'The client is not in its scope.'],
  ])('%s', (_, alert, objection) => {
    const { trace } = route([atSites('s1', 's2')], alert);
    expect(trace).toMatchObject([{ matched: objection === null, why: objection ?? 'All of its conditions hold.' }]);
  });

  it('leave what is about no single machine to rules for whole clients', () => {
    const kinds: AlertKind[] = ['THREAT', 'OUTBREAK', 'DEGRADATION'];
    const rules = [
      { ...atSites('s1'), conditions: { kinds } },
      rule('whole', { position: 2, scope: { kind: 'ONLY', clientIds: ['c1'] }, conditions: { kinds } }),
    ];
    for (const kind of kinds) expect(acting(rules, { kind, siteId: null })).toEqual(['whole']);
    expect(acting(rules, { siteId: 's1' })).toEqual(['r', 'whole']);
  });

  it('share the alerts of a client between them, with one rule for the whole client that takes each', () => {
    const sites = ['s1', 's2', 's3'];
    fc.assert(
      fc.property(fc.subarray(sites, { minLength: 1 }), fc.constantFrom(null, ...sites), (named, siteId) => {
        const whole = rule('w', { scope: { kind: 'ONLY', clientIds: ['c1'] } });
        expect(acting([whole], { siteId })).toEqual(['w']);
        const others = sites.filter((site) => !named.includes(site));
        const acts = [named, others].map((siteIds) => acting([atSites(...siteIds)], { siteId }).length);
        expect(acts).toEqual([
          siteId !== null && named.includes(siteId) ? 1 : 0,
          siteId !== null && others.includes(siteId) ? 1 : 0,
        ]);
      }),
    );
  });
});

describe('order', () => {
  const rules = fc.uniqueArray(
    fc
      .record({ id: fc.integer({ min: 10, max: 99 }), position: fc.nat(5), enabled: fc.boolean(), stops: fc.boolean() })
      .map(({ id, position, enabled, stops }) => (stops ? stopping : rule)(`${id}`, { position, enabled })),
    { selector: ({ id }) => id, maxLength: 8 },
  );

  it('asks by position, then id, up to the first match that stops', () => {
    fc.assert(
      fc.property(rules, (given) => {
        const inOrder = given.toSorted((a, b) => a.position - b.position || Number(a.id) - Number(b.id));
        const stop = inOrder.findIndex(({ enabled, next }) => enabled && next === 'STOP');
        const asked = stop < 0 ? inOrder : inOrder.slice(0, stop + 1);
        const routed = route(given);
        expect(routed.trace.map(({ ruleId }) => ruleId)).toEqual(asked.map(({ id }) => id));
        expect(routed.actions.map(({ ruleId }) => ruleId)).toEqual(
          asked.filter(({ enabled }) => enabled).map(({ id }) => id),
        );
        expect(route(given.toReversed())).toEqual(routed);
      }),
    );
  });

  it('a rule that does not match does not stop', () => {
    expect(acting([stopping('a', { conditions: { families: ['WORM'] } }), rule('b')])).toEqual(['b']);
  });

  it('gives all actions of a rule, in their order', () => {
    expect(route([rule('a', { actions: [ticket, notify, page] })]).actions).toEqual(
      [ticket, notify, page].map((action) => ({ ruleId: 'a', ruleName: 'Rule a', action })),
    );
  });
});

describe('suppression', () => {
  it('drops the actions of the rules before it, and asks no rule behind it', () => {
    const before = rule('a', { actions: [ticket] });
    const silent = rule('b', { position: 2, actions: [notify, suppress] });
    const off = rule('d', { position: 4, enabled: false });
    expect(route([before, silent, rule('c', { position: 3 }), off])).toEqual({
      actions: [],
      suppressed: { by: 'RULE', reason: 'A known test file.', id: 'b' },
      trace: [
        { ruleId: 'a', wants: ['CREATE_TICKET'], stopped: false },
        { ruleId: 'b', wants: ['NOTIFY', 'SUPPRESS'], stopped: true },
      ].map((verdict) => ({
        ...verdict,
        ruleName: `Rule ${verdict.ruleId}`,
        matched: true,
        why: 'All of its conditions hold.',
      })),
      unasked: [{ ruleId: 'c', ruleName: 'Rule c', wants: ['NOTIFY'] }],
    });
  });

  it('has a reason even when none was given', () => {
    expect(route([rule('a', { actions: [{ kind: 'SUPPRESS' }] })]).suppressed?.reason).toBe(
      'The rule "Rule a" suppresses it.',
    );
  });

  it('is not reached behind a rule that stops, nor by one that does not match', () => {
    const silent = rule('b', { position: 2, actions: [suppress] });
    expect(route([stopping('a'), silent])).toMatchObject({ actions: [{ ruleId: 'a' }], suppressed: null });
    expect(route([rule('a'), { ...silent, conditions: { families: ['WORM'] } }]).suppressed).toBeNull();
  });

  it('leaves no action, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<RuleAction>(ticket, notify, page), { maxLength: 5 }),
        fc.nat(5),
        (actions, place) => {
          const rules = actions
            .toSpliced(place, 0, suppress)
            .map((action, position) => rule('r', { position, actions: [action] }));
          expect(route(rules)).toMatchObject({ actions: [], suppressed: { by: 'RULE' } });
        },
      ),
    );
  });
});

describe('mutes and history', () => {
  const hour = (time: string) => new Date(`2026-03-18T${time}:00Z`);
  const machine = { deviceIds: ['d0', 'd1'], hostKeys: ['srv-01'] };
  const namesake = { deviceIds: ['d2'], hostKeys: ['srv-01'] };

  it.each<[string, Mute, boolean]>([
    ['of everything', mute(), true],
    ['of the client', mute({ clientId: 'c1' }), true],
    ['of another client', mute({ clientId: 'c2' }), false],
    ['of the machine', mute({ machine }), true],
    ['of another machine of its name', mute({ machine: namesake }), false],
    ['of the threat, in any case', mute({ threatName: 'trojan.a' }), true],
    ['of another threat', mute({ threatName: 'Trojan.B' }), false],
    ['of all three', mute({ clientId: 'c1', machine, threatName: 'Trojan.A' }), true],
    ['of which one is another', mute({ clientId: 'c2', machine, threatName: 'Trojan.A' }), false],
    ['that begins with the detection', mute({ from: facts.at, until: hour('10:01') }), true],
    ['that has just ended at the detection', mute({ until: facts.at }), false],
    ['that begins between detection and poll', mute({ from: hour('10:05') }), true],
    ['that ends between detection and poll', mute({ until: hour('10:05') }), true],
    ['between detection and poll', mute({ from: hour('10:05'), until: hour('10:10') }), false],
    ['that begins with the poll', mute({ from: polledAt }), true],
    ['that begins after the poll', mute({ from: hour('10:16') }), false],
  ])('a mute %s', (_, given, muted) => {
    const routed = route([rule('a')], {}, { mutes: [mute({ clientId: 'other' }), given] });
    const reason = `It is muted until ${given.until.toISOString()}: Tests.`;
    if (muted)
      expect(routed).toEqual({ actions: [], suppressed: { by: 'MUTE', reason, id: 'm' }, trace: [], unasked: [] });
    else expect(routed).toMatchObject({ actions: [{ ruleId: 'a' }], suppressed: null });
  });

  it('mutes an unknown device whose name only the muted machine has', () => {
    const unknown = { deviceId: null, hostname: 'SRV-01.corp.example' };
    const muted = (hostKeys: string[]) =>
      route([rule('a')], unknown, { mutes: [mute({ machine: { deviceIds: ['d1'], hostKeys } })] }).suppressed?.by;
    expect(muted(['srv-01'])).toBe('MUTE');
    expect(muted([])).toBeUndefined();
  });

  it('history acts on nothing, and says so before a mute', () => {
    expect(route([rule('a')], {}, { history: true, mutes: [mute()] })).toEqual({
      actions: [],
      suppressed: { by: 'HISTORY', reason: 'It is from before the company was mapped.', id: null },
      trace: [],
      unasked: [],
    });
  });

  it('whatever the rules, what is muted acts on nothing and says why', () => {
    const kinds = fc.constantFrom<RuleAction>(ticket, notify, page, suppress);
    fc.assert(
      fc.property(fc.array(fc.array(kinds, { minLength: 1 }), { maxLength: 5 }), fc.boolean(), (given, history) => {
        const rules = given.map((actions, position) => rule(`${position}`, { position, actions }));
        const routed = route(rules, {}, { history, mutes: [mute()] });
        expect(routed.actions).toEqual([]);
        expect(routed.suppressed?.reason).not.toBe('');
      }),
    );
  });
});

describe('the kinds of alerts', () => {
  const acts = (kinds: AlertKind[] | undefined, kind: AlertKind) =>
    route([rule('a', { conditions: { ...(kinds && { kinds }) } })], { kind }).actions.length === 1;

  it('a rule that names none is about threats alone', () => {
    expect(acts(undefined, 'THREAT')).toBe(true);
    expect(acts(undefined, 'OUTBREAK')).toBe(false);
    expect(acts(undefined, 'NOTICE')).toBe(false);
  });

  it('a rule that names some is about those', () => {
    expect(acts(['OUTBREAK', 'NOTICE'], 'THREAT')).toBe(false);
    expect(acts(['OUTBREAK', 'NOTICE'], 'NOTICE')).toBe(true);
  });

  it('matches no scope that names clients when the alert has no client', () => {
    const notice: Partial<AlertFacts> = { kind: 'NOTICE', clientId: null };
    const about = (scope: RuleScope) =>
      route([rule('a', { scope, conditions: { kinds: ['NOTICE'] } })], notice).actions.length;
    expect(about({ kind: 'ONLY', clientIds: ['c1'] })).toBe(0);
    expect(about({ kind: 'ALL_BUT', clientIds: ['c1'] })).toBe(1);
  });
});
