import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  covers,
  heldUntil,
  holdRouting,
  type MaintenanceWindow,
  mostHeldMilliseconds,
} from '../../../../src/alert/hold/hold-routing.js';
import type { AlertFacts } from '../../../../src/domain/alert-rule.js';
import { facts, mute, notify, polledAt as now, page, route, rule, suppress } from '../../../support/alerts.js';

const hour = 3_600_000;
const after = (hours: number) => new Date(now.getTime() + hours * hour);

/** A window of everything, open from and to so many hours from now. */
function window(id: string, from: number, to: number, more: Partial<MaintenanceWindow> = {}): MaintenanceWindow {
  const open = { from: after(from), to: after(to) };
  return {
    ...{ id, name: `Window ${id}`, clientId: null, machine: null, ruleId: null },
    openAt: (at) => (open.from <= at && at < open.to ? open : null),
    ...more,
  };
}

const latest = after(14 * 24);
const until = (windows: MaintenanceWindow[], ruleId: string | null = null) => {
  const held = heldUntil(windows, facts, ruleId, { now, latest });
  return held && [(held.until.getTime() - now.getTime()) / hour, held.window.id];
};

describe('covers', () => {
  const machine = { deviceIds: ['d1', 'd2'], hostKeys: ['srv-01'] };
  it.each([
    ['every alert', {}, {}, true],
    ['its client', { clientId: 'c1' }, {}, true],
    ['no other client', { clientId: 'c2' }, {}, false],
    ['no notice, which has no client', { clientId: 'c1' }, { clientId: null }, false],
    ['its machine', { machine }, {}, true],
    ['a twin of its machine', { machine }, { deviceId: 'd2' }, true],
    ['no other machine', { machine }, { deviceId: 'd3' }, false],
    ['its host name where no device is known', { machine }, { deviceId: null, hostname: 'SRV-01.example.lan' }, true],
    ['no other host name', { machine }, { deviceId: null, hostname: 'srv-02' }, false],
    ['nothing about several machines', { machine }, { deviceId: null, hostname: '' }, false],
    ['its machine in no other client', { machine, clientId: 'c2' }, {}, false],
  ] as [string, Partial<MaintenanceWindow>, Partial<AlertFacts>, boolean][])('%s', (_, what, alert, expected) => {
    expect(covers(window('w', 0, 1, what), { ...facts, ...alert })).toBe(expected);
  });
});

describe('heldUntil', () => {
  it.each([
    ['nothing without a window', [], null],
    ['nothing before a window opens', [window('a', 1, 2)], null],
    ['nothing once it has ended', [window('a', -2, 0)], null],
    ['to the end of what is open', [window('a', -1, 2)], [2, 'a']],
    ['to the end of the one that ends last', [window('a', -1, 2), window('b', -1, 3)], [3, 'b']],
    ['on to the end of one that opens before', [window('a', -1, 2), window('b', 1, 4)], [4, 'a']],
    ['on to one that opens as the other ends', [window('a', -1, 2), window('b', 2, 5)], [5, 'a']],
    ['not over a gap', [window('a', -1, 2), window('b', 2.1, 5)], [2, 'a']],
    ['through many', [window('c', 5, 9), window('b', 1.5, 6), window('a', -1, 2)], [9, 'a']],
    ['not for ever', [window('a', -1, 24 * 30)], [14 * 24, 'a']],
    ['no alert of another client', [window('a', -1, 2, { clientId: 'c2' })], null],
  ] as [string, MaintenanceWindow[], [number, string] | null][])('%s', (_, windows, expected) => {
    expect(until(windows)).toEqual(expected);
  });

  it('counts the windows of a rule for that rule alone', () => {
    const windows = [window('all', -1, 2), window('r1', -1, 3, { ruleId: 'r1' })];
    expect([until(windows), until(windows, 'r1'), until(windows, 'r2')]).toEqual([
      [2, 'all'],
      [3, 'r1'],
      [2, 'all'],
    ]);
    expect(until([window('r1', -1, 3, { ruleId: 'r1' })])).toBeNull();
  });

  it('follows a long chain of windows for a while, and asks each of them that often', () => {
    let asked = 0;
    const chain = Array.from({ length: 200 }, (_, place) => {
      const one = window(String(place), place, place + 1);
      const openAt = (at: Date) => {
        asked += 1;
        return one.openAt(at);
      };
      return { ...one, openAt };
    });
    expect(until(chain)).toEqual([50, '0']);
    expect(asked).toBe(50 * 200);
  });

  it('never ends while a window that covers the alert is open, unless it is the longest time', () => {
    const hours = fc.integer({ min: -48, max: 48 });
    const windows = fc.array(fc.tuple(hours, hours), { maxLength: 8 });
    fc.assert(
      fc.property(windows, (given) => {
        const all = given.map(([from, to], index) => window(String(index), Math.min(from, to), Math.max(from, to)));
        const held = heldUntil(all, facts, null, { now, latest });
        const isOpen = (at: Date) => all.some((each) => each.openAt(at) !== null);
        expect(held !== null).toBe(isOpen(now));
        if (held === null) return;
        expect(isOpen(held.until)).toBe(false);
        for (let at = now.getTime(); at < held.until.getTime(); at += hour) expect(isOpen(new Date(at))).toBe(true);
      }),
    );
  });
});

describe('holdRouting', () => {
  const first = rule('r1');
  const second = rule('r2', { actions: [page] });
  const whole = window('w', -1, 2);
  const ofRule = window('v', -1, 3, { ruleId: 'r1' });
  const heldFrom = after(-1);

  type Given = Parameters<typeof holdRouting>[0];
  function decide(windows: MaintenanceWindow[], more: Partial<Given> = {}, rules = [first, second]) {
    const given = { windows, alert: facts, routed: route(rules), standing: null, only: null, over: false, now };
    const { actions, publishes, hold } = holdRouting({ ...given, ...more });
    return {
      acts: actions.map(({ ruleId }) => ruleId),
      publishes,
      held: hold && [hold.window.id, (hold.until.getTime() - now.getTime()) / hour, hold.ruleIds],
    };
  }

  it.each([
    ['acts as ever without a window', [], {}, ['r1', 'r2'], null],
    ['holds everything', [whole], {}, [], ['w', 2, null]],
    ['holds the actions of one rule, and the others act', [ofRule], {}, ['r2'], ['v', 3, ['r1']]],
    ['holds by both at first what both hold', [whole, ofRule], {}, [], ['w', 2, null]],
    ['acts when what held it has ended', [], { standing: { ruleIds: null, heldFrom } }, ['r1', 'r2'], null],
    [
      'holds on for a window that opened meanwhile',
      [whole],
      { standing: { ruleIds: null, heldFrom } },
      [],
      ['w', 2, null],
    ],
    ['asks only the rule that waited', [], { only: ['r1'], standing: { ruleIds: ['r1'], heldFrom } }, ['r1'], null],
    [
      'holds on the rule that waits',
      [ofRule],
      { only: ['r1'], standing: { ruleIds: ['r1'], heldFrom } },
      [],
      ['v', 3, ['r1']],
    ],
    [
      'holds on for a client the rule that waited',
      [whole],
      { only: ['r1'], standing: { ruleIds: ['r1'], heldFrom } },
      [],
      ['w', 2, ['r1']],
    ],
    ['never acts on what is over', [], { over: true, standing: { ruleIds: null, heldFrom } }, [], null],
    [
      'never acts on what is over for a rule that waited',
      [],
      { over: true, only: ['r1'], standing: { ruleIds: ['r1'], heldFrom } },
      [],
      null,
    ],
    ['neither acts on nor holds what was over when a window ended', [whole], { over: true }, [], null],
    ['asks nobody about what has acted', [whole], { only: [] }, [], null],
    ['drops what acted elsewhere meanwhile', [], { only: [], standing: { ruleIds: null, heldFrom } }, [], null],
    [
      'holds nothing longer than the longest time',
      [whole],
      { standing: { ruleIds: null, heldFrom: new Date(now.getTime() - mostHeldMilliseconds) } },
      ['r1', 'r2'],
      null,
    ],
  ] as [string, MaintenanceWindow[], Partial<Given>, string[], unknown][])('%s', (_, windows, more, acts, held) => {
    expect(decide(windows, more)).toEqual({ acts, held, publishes: false });
  });

  it('holds all that waits as one where no rule acts', () => {
    expect(decide([ofRule], {}, [first])).toEqual({ acts: [], publishes: false, held: ['v', 3, null] });
  });

  it('holds the actions of two rules until the first of both windows ends', () => {
    const other = window('x', -1, 5, { ruleId: 'r2' });
    expect(decide([ofRule, other])).toEqual({ acts: [], publishes: false, held: ['v', 3, null] });
  });

  it('leaves to mutes, history and suppressing rules what they silence', () => {
    for (const routed of [
      route([first], {}, { mutes: [mute()] }),
      route([first], {}, { history: true }),
      route([rule('r1', { actions: [suppress] })]),
    ])
      for (const standing of [null, { ruleIds: null, heldFrom }])
        expect(decide([whole], { routed, standing })).toEqual({ acts: [], publishes: false, held: null });
  });

  it('publishes for the rules of the platform only when no window holds the alert', () => {
    const routed = route([first], {}, { by: 'PLATFORM_RULES' });
    expect(decide([], { routed })).toEqual({ acts: [], publishes: true, held: null });
    expect(decide([whole], { routed })).toEqual({ acts: [], publishes: false, held: ['w', 2, null] });
    // No rule of this service is asked.
    expect(decide([ofRule], { routed })).toEqual({ acts: [], publishes: true, held: null });
    expect(decide([], { routed, standing: { ruleIds: null, heldFrom }, over: true })).toMatchObject({
      publishes: false,
    });
    expect(decide([], { routed, only: ['r1'] })).toMatchObject({ publishes: false });
  });

  it('requests each action once and loses none, however windows and looks follow each other', () => {
    const span = fc.tuple(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom(null, 'r1', 'r2'),
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), (spans) => {
        const windows = spans.map(([from, hours, ruleId], index) =>
          window(String(index), from, from + hours, { ruleId }),
        );
        const rules = [rule('r1', { actions: [notify] }), second];
        const done: string[] = [];
        let standing = null as Given['standing'];
        let acted = false;
        for (let step = 0; step <= 40; step += 1) {
          const only: readonly string[] | null = acted ? (standing?.ruleIds ?? []) : null;
          const at = after(step);
          const decided = holdRouting({
            windows,
            alert: facts,
            routed: route(rules),
            standing,
            only,
            over: false,
            now: at,
          });
          for (const { ruleId } of decided.actions) {
            done.push(ruleId);
            // No window that holds this rule is open.
            expect(windows.some((each) => each.openAt(at) !== null && (each.ruleId ?? ruleId) === ruleId)).toBe(false);
          }
          acted ||= decided.actions.length > 0;
          standing = decided.hold && { ruleIds: decided.hold.ruleIds, heldFrom: standing?.heldFrom ?? at };
        }
        expect(done.toSorted()).toEqual(['r1', 'r2']);
      }),
    );
  });
});
