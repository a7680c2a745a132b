import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../src/alert/default-rules.js';
import {
  type AlertFacts,
  type AlertKind,
  type AlertRule,
  type Mute,
  type RuleAction,
  type RuleConditions,
  type RuleScope,
  routeAlert,
} from '../../src/alert/route-alert.js';
import { validateRule } from '../../src/alert/validate-rule.js';
import { compareSeverity, severities } from '../../src/threat/severity.js';

const facts: AlertFacts = {
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
  at: new Date('2026-03-18T10:00:00Z'),
};

const notify: RuleAction = { kind: 'NOTIFY', channel: 'security' };
const page: RuleAction = { kind: 'PAGE', onCall: 'night shift' };
const ticket: RuleAction = { kind: 'CREATE_TICKET', priority: 'CRITICAL', team: 'security', dueInMinutes: 60 };
const suppress: RuleAction = { kind: 'SUPPRESS', reason: 'A known test file.' };

/** A rule that asks for nothing, notifies and goes on, unless told. */
function rule(id: string, more: Partial<AlertRule> = {}): AlertRule {
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

const stopping = (id: string, more: Partial<AlertRule> = {}) => ({
  ...rule(id, more),
  next: 'STOP' as const,
});

/** The poll comes a quarter of an hour after the detection. */
const usual = { zone: 'UTC', history: false, mutes: [], now: new Date('2026-03-18T10:15:00Z') };

function route(
  rules: readonly AlertRule[],
  alert: Partial<AlertFacts> = {},
  more: { zone?: string; mutes?: Mute[]; history?: boolean; now?: Date } = {},
) {
  return routeAlert({ alert: { ...facts, ...alert }, rules, ...usual, ...more });
}

const acting = (rules: readonly AlertRule[], alert: Partial<AlertFacts> = {}) =>
  route(rules, alert).actions.map(({ ruleId }) => ruleId);

describe('conditions', () => {
  it.each<[string, RuleConditions, Partial<AlertFacts>, string | null]>([
    ['none', {}, {}, null],
    ['minimum met', { minimumSeverity: 'HIGH' }, {}, null],
    [
      'minimum missed',
      { minimumSeverity: 'HIGH' },
      { severity: 'MEDIUM' },
      'It asks for HIGH and above; this is MEDIUM.',
    ],
    ['maximum met', { maximumSeverity: 'HIGH' }, {}, null],
    ['maximum passed', { maximumSeverity: 'LOW' }, {}, 'It asks for LOW and below; this is HIGH.'],
    [
      'unknown is below low',
      { minimumSeverity: 'LOW' },
      { severity: 'UNKNOWN' },
      'It asks for LOW and above; this is UNKNOWN.',
    ],
    ['family', { families: ['WORM', 'TROJAN'] }, {}, null],
    ['another family', { families: ['WORM'] }, {}, 'The family "TROJAN" is not one it asks for.'],
    ['an empty list', { families: [] }, {}, 'The family "TROJAN" is not one it asks for.'],
    ['another action', { actions: ['REPORTED'] }, {}, 'The action taken "BLOCKED" is not one it asks for.'],
    [
      'closed, and not asked for',
      {},
      { status: 'RESOLVED' },
      'It is RESOLVED already, and the rule does not ask for such.',
    ],
    ['closed, and asked for', { statuses: ['RESOLVED', 'FALSE_POSITIVE'] }, { status: 'RESOLVED' }, null],
    ['another status', { statuses: ['RESOLVED'] }, {}, 'The status "UNRESOLVED" is not one it asks for.'],
    ['another kind', { machineKinds: ['WORKSTATION'] }, {}, 'The kind of machine "SERVER" is not one it asks for.'],
    ['another company', { companyIds: ['b2'] }, {}, 'The company "b1" is not one it asks for.'],
    ['active only', { stillActive: true }, {}, 'It asks for threats that are still active.'],
    ['over only', { stillActive: false }, { stillActive: true }, 'It asks for threats that are over.'],
    ['host name', { hostnamePattern: 'srv-*' }, {}, null],
    ['another host name', { hostnamePattern: 'pc-*' }, {}, 'The host name is not like "pc-*".'],
  ])('%s', (_, conditions, alert, objection) => {
    const { actions, trace } = route([rule('r', { conditions })], alert);
    expect(actions).toHaveLength(objection === null ? 1 : 0);
    expect(trace).toMatchObject([
      { ruleId: 'r', matched: objection === null, why: objection ?? 'Everything it asks for holds.' },
    ]);
  });

  it('leaves out a rule that is switched off', () => {
    const { actions, trace } = route([rule('r', { enabled: false })]);
    expect(actions).toEqual([]);
    expect(trace).toMatchObject([{ ruleId: 'r', matched: false, why: 'It is switched off.' }]);
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
        why: 'Everything it asks for holds.',
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
  const mute = (more: Partial<Mute> = {}): Mute => ({
    id: 'm',
    clientId: null,
    machine: null,
    threatName: null,
    reason: 'Tests.',
    from: hour('09:00'),
    until: hour('11:00'),
    ...more,
  });
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
    ['that begins with the poll', mute({ from: usual.now }), true],
    ['that begins after the poll', mute({ from: hour('10:16') }), false],
  ])('a mute %s', (_, given, muted) => {
    const routed = route([rule('a')], {}, { mutes: [mute({ clientId: 'other' }), given] });
    const reason = `It is muted until ${given.until.toISOString()}: Tests.`;
    if (muted)
      expect(routed).toEqual({ actions: [], suppressed: { by: 'MUTE', reason, id: 'm' }, trace: [], unasked: [] });
    else expect(routed).toMatchObject({ actions: [{ ruleId: 'a' }], suppressed: null });
  });

  it("a mute of a machine covers a device that was never known by a name that is the machine's alone", () => {
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

describe('host name patterns', () => {
  const isLike = (hostname: string, hostnamePattern: string) =>
    acting([rule('r', { conditions: { hostnamePattern } })], { hostname }).length === 1;

  it.each([
    ['SRV-01', 'srv-01', true],
    ['SRV-01', 'srv-0', false],
    ['SRV-01', 'rv-01', false],
    ['SRV-01', '*', true],
    ['SRV-01', '**', true],
    ['SRV-01', 'srv-??', true],
    ['SRV-01', 'srv-?', false],
    ['SRV-01', 'srv-???', false],
    ['SRV-01', '*-*1', true],
    ['SRV-01', '*v-0?*', true],
    ['aXbXc', 'a*x*c', true],
    ['abab', '*ab', true],
    ['ababa', '*ab', false],
    ['a.b', 'a.b', true],
    ['aab', 'a.b', false],
    ['a(b)[c]+$^|{1}\\', 'A(b)[C]+$^|{1}\\', true],
    ['BÜRO-1', 'büro-*', true],
    ['pc-💻', 'pc-?', true],
    ['', '', true],
    ['', '*', true],
    ['', '?', false],
    ['x', '', false],
  ])('"%s" like "%s": %s', (hostname, pattern, like) => {
    expect(isLike(hostname, pattern)).toBe(like);
  });

  it('agrees with the plain definition', () => {
    const plain = (text: string, pattern: string): boolean => {
      if (pattern === '') return text === '';
      if (pattern[0] === '*') return plain(text, pattern.slice(1)) || (text !== '' && plain(text.slice(1), pattern));
      return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && plain(text.slice(1), pattern.slice(1));
    };
    const of = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 });
    fc.assert(
      fc.property(of('ab'), of('ab*?'), (text, pattern) => {
        expect(isLike(text.toUpperCase(), pattern)).toBe(plain(text, pattern));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is quick with a hostile pattern', () => {
    const started = performance.now();
    expect(isLike('a'.repeat(255), `${'*a'.repeat(127)}b`)).toBe(false);
    expect(isLike('a'.repeat(255), `${'*'.repeat(254)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('hours', () => {
  const isWithin = (hours: RuleConditions['hours'], at: string | Date, zone = 'UTC') =>
    route([rule('r', { conditions: { hours } })], { at: new Date(at) }, { zone }).actions.length === 1;
  const weekdays = [1, 2, 3, 4, 5];

  // 2026-03-20 is a Friday.
  it.each([
    ['begins', weekdays, '08:00', '18:00', '2026-03-20T08:00:00Z', true],
    ['just before', weekdays, '08:00', '18:00', '2026-03-20T07:59:59.999Z', false],
    ['last minute', weekdays, '08:00', '18:00', '2026-03-20T17:59:59.999Z', true],
    ['is over', weekdays, '08:00', '18:00', '2026-03-20T18:00:00Z', false],
    ['Saturday', weekdays, '08:00', '18:00', '2026-03-21T12:00:00Z', false],
    ['Friday night', weekdays, '18:00', '08:00', '2026-03-20T23:00:00Z', true],
    ['of Friday, on Saturday', weekdays, '18:00', '08:00', '2026-03-21T07:59:00Z', true],
    ['of Friday, over', weekdays, '18:00', '08:00', '2026-03-21T08:00:00Z', false],
    ['Saturday night', weekdays, '18:00', '08:00', '2026-03-21T23:00:00Z', false],
    ['of Sunday, on Monday', weekdays, '18:00', '08:00', '2026-03-23T07:00:00Z', false],
    ['of Sunday, on Monday, asked for', [7], '18:00', '08:00', '2026-03-23T07:00:00Z', true],
    ['up to midnight', [5], '18:00', '00:00', '2026-03-20T23:59:59Z', true],
    ['up to midnight, over', [5], '18:00', '00:00', '2026-03-21T00:00:00Z', false],
    ['whole day, its start', [5], '00:00', '00:00', '2026-03-20T00:00:00Z', true],
    ['whole day, its end', [5], '00:00', '00:00', '2026-03-20T23:59:59Z', true],
    ['whole day, the next', [5], '00:00', '00:00', '2026-03-21T00:00:00Z', false],
    ['whole day by another time', [5], '08:00', '08:00', '2026-03-20T03:00:00Z', true],
    ['whole day by another time, the next', [5], '08:00', '08:00', '2026-03-21T03:00:00Z', false],
  ])('%s', (_, days, from, to, at, within) => {
    expect(isWithin({ days, from, to }, at)).toBe(within);
  });

  it.each([
    // Clocks go from 02:00 to 03:00 on Sunday 2026-03-29: eight o'clock comes an hour sooner.
    ['the day before', '08:00', '18:00', '2026-03-28T06:30:00Z', false],
    ['the day of the change', '08:00', '18:00', '2026-03-29T06:00:00Z', true],
    ['hours that are left out', '02:00', '03:00', '2026-03-29T01:00:00Z', false],
    ['a night with the change', '22:00', '06:00', '2026-03-29T03:59:00Z', true],
    ['a night with the change, over', '22:00', '06:00', '2026-03-29T04:00:00Z', false],
    // And from 03:00 back to 02:00 on Sunday 2026-10-25: half past two is twice.
    ['the first half past two', '02:00', '03:00', '2026-10-25T00:30:00Z', true],
    ['the second half past two', '02:00', '03:00', '2026-10-25T01:30:00Z', true],
    ['behind both', '02:00', '03:00', '2026-10-25T02:00:00Z', false],
  ])('in Berlin, %s', (_, from, to, at, within) => {
    expect(isWithin({ days: [6, 7], from, to }, at, 'Europe/Berlin')).toBe(within);
  });

  const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }).map((at) => new Date(at));
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((parts) => parts.map((part) => `${part}`.padStart(2, '0')).join(':'));

  it('of all days, from-to and to-from share the week between them', () => {
    fc.assert(
      fc.property(instants, zone, time, time, (at, there, from, to) => {
        fc.pre(from !== to);
        const days = [1, 2, 3, 4, 5, 6, 7];
        expect(isWithin({ days, from, to }, at, there)).toBe(!isWithin({ days, from: to, to: from }, at, there));
      }),
    );
  });

  it('each instant belongs to at most one day, whatever the hours', () => {
    fc.assert(
      fc.property(instants, zone, time, time, (at, there, from, to) => {
        const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => isWithin({ days: [day], from, to }, at, there));
        expect(days.length).toBeLessThanOrEqual(1);
        if (from === to) expect(days).toHaveLength(1);
      }),
    );
  });

  it.each([['local'], ['Mars/Olympus'], ['']])('refuses the zone "%s"', (bad) => {
    expect(() => isWithin({ days: [1], from: '08:00', to: '18:00' }, facts.at, bad)).toThrow(
      `"${bad}" is not a time zone`,
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

  it('what concerns no client is in no scope that names clients, and left out of none', () => {
    const notice: Partial<AlertFacts> = { kind: 'NOTICE', clientId: null };
    const about = (scope: RuleScope) =>
      route([rule('a', { scope, conditions: { kinds: ['NOTICE'] } })], notice).actions.length;
    expect(about({ kind: 'ONLY', clientIds: ['c1'] })).toBe(0);
    expect(about({ kind: 'ALL_BUT', clientIds: ['c1'] })).toBe(1);
  });
});

describe('the default rules', () => {
  it.each(severities)('%s', (severity) => {
    const rules = defaultRules().map((given, index) => ({ ...given, id: `${index}` }));
    const kinds = (given: AlertRule[]) => route(given, { severity }).actions.map(({ action }) => action);
    const high = compareSeverity(severity, 'HIGH') >= 0;
    const asTicket = [{ kind: 'CREATE_TICKET', priority: 'CRITICAL', team: 'security' }];
    expect(kinds(rules)).toEqual(high ? asTicket : []);
    const switchedOn = rules.map((given) => ({ ...given, enabled: true }));
    expect(kinds(switchedOn)).toEqual(high ? asTicket : severity === 'UNKNOWN' ? [] : [notify]);
  });

  it('an outbreak pages from MEDIUM on, a notice notifies', () => {
    const rules = defaultRules().map((given, index) => ({ ...given, id: `${index}` }));
    const done = (more: Partial<AlertFacts>) => route(rules, more).actions.map(({ action }) => action);
    const page = [{ kind: 'PAGE', onCall: 'security' }];
    expect(done({ kind: 'OUTBREAK', severity: 'MEDIUM' })).toEqual(page);
    expect(done({ kind: 'OUTBREAK', severity: 'LOW' })).toEqual([]);
    expect(done({ kind: 'NOTICE', clientId: null, severity: 'HIGH' })).toEqual([notify]);
  });

  it('are valid', () => {
    expect(defaultRules().flatMap(validateRule)).toEqual([]);
  });
});

describe('validateRule', () => {
  const fieldsOf = (more: Partial<AlertRule>) => validateRule(rule('r', more)).map(({ field }) => field.join('.'));
  const hours = { days: [1], from: '08:00', to: '18:00' };

  it.each<[string, Partial<AlertRule>, string[]]>([
    ['a good one', { actions: [ticket, notify, page, suppress], conditions: { hours } }, []],
    ['no name', { name: '' }, ['name']],
    ['a blank name', { name: '  ' }, ['name']],
    ['200 characters', { name: 'x'.repeat(200) }, []],
    ['201 characters', { name: 'x'.repeat(201) }, ['name']],
    ['no action', { actions: [] }, ['actions']],
    ['ONLY nobody', { scope: { kind: 'ONLY', clientIds: [] } }, ['scope.clientIds']],
    ['ALL_BUT nobody', { scope: { kind: 'ALL_BUT', clientIds: [] } }, ['scope.clientIds']],
    ['ALL_BUT one', { scope: { kind: 'ALL_BUT', clientIds: ['c1'] } }, []],
    ['255 characters of pattern', { conditions: { hostnamePattern: '*'.repeat(255) } }, []],
    ['256 characters of pattern', { conditions: { hostnamePattern: '*'.repeat(256) } }, ['conditions.hostnamePattern']],
    ['no day', { conditions: { hours: { ...hours, days: [] } } }, ['conditions.hours.days']],
    ['day 0', { conditions: { hours: { ...hours, days: [0] } } }, ['conditions.hours.days']],
    ['day 8', { conditions: { hours: { ...hours, days: [1, 8] } } }, ['conditions.hours.days']],
    ['day 1.5', { conditions: { hours: { ...hours, days: [1.5] } } }, ['conditions.hours.days']],
    ['8:00', { conditions: { hours: { ...hours, from: '8:00' } } }, ['conditions.hours.from']],
    ['24:00', { conditions: { hours: { ...hours, to: '24:00' } } }, ['conditions.hours.to']],
    ['12:60', { conditions: { hours: { ...hours, to: '12:60' } } }, ['conditions.hours.to']],
    ['a new line behind', { conditions: { hours: { ...hours, to: '12:00\n' } } }, ['conditions.hours.to']],
    ['no kind', { conditions: { kinds: [] } }, ['conditions.kinds']],
    ['a ticket of a notice', { conditions: { kinds: ['THREAT', 'NOTICE'] }, actions: [ticket] }, ['conditions.kinds']],
    ['a ticket of an outbreak', { conditions: { kinds: ['OUTBREAK'] }, actions: [ticket] }, []],
    ['no team', { actions: [notify, { ...ticket, team: ' ' }] }, ['actions.1.team']],
    ['no channel', { actions: [{ kind: 'NOTIFY', channel: '' }] }, ['actions.0.channel']],
    ['no on-call', { actions: [{ kind: 'PAGE', onCall: '' }] }, ['actions.0.onCall']],
    ['due at once', { actions: [{ ...ticket, dueInMinutes: 0 }] }, ['actions.0.dueInMinutes']],
    ['due in half a minute', { actions: [{ ...ticket, dueInMinutes: 0.5 }] }, ['actions.0.dueInMinutes']],
    ['due before', { actions: [{ ...ticket, dueInMinutes: -1 }] }, ['actions.0.dueInMinutes']],
    ['a family', { conditions: { families: ['TROJAN'] } }, []],
    ['no such family', { conditions: { families: ['TROJAN', 'TORJAN'] } }, ['conditions.families']],
    ['empty lists', { conditions: { statuses: [], companyIds: [] } }, ['conditions.statuses', 'conditions.companyIds']],
    ['one severity', { conditions: { minimumSeverity: 'LOW', maximumSeverity: 'LOW' } }, []],
    [
      'no severity',
      { conditions: { minimumSeverity: 'HIGH', maximumSeverity: 'LOW' } },
      ['conditions.minimumSeverity'],
    ],
    [
      'several',
      { name: '', actions: [], scope: { kind: 'ONLY', clientIds: [] } },
      ['name', 'scope.clientIds', 'actions'],
    ],
  ])('%s', (_, more, fields) => {
    expect(fieldsOf(more)).toEqual(fields);
  });
});
