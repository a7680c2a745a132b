import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeviceHistory, type SeatEvent, seatOf } from '../../../src/seat/seat-span.js';

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 10, day, hour));
const november = { from: at(1), to: at(31) };
const event = (kind: string, when: Date, companyBefore: string | null = null): SeatEvent => ({
  kind,
  at: when,
  companyBefore,
});
const device = (given: Partial<DeviceHistory>): DeviceHistory => ({
  ...{ createdAt: at(-100), companyId: 'a', managed: true, present: true, events: [] },
  ...given,
});
const held = { removedAt: null, removal: null };

describe('seatOf', () => {
  it.each<[string, Partial<DeviceHistory>, ReturnType<typeof seatOf>]>([
    ['holds a seat while nothing happens', {}, held],
    ['holds none before it is made', { createdAt: at(40) }, null],
    ['holds one made on the last day', { createdAt: at(30, 23) }, held],
    ['holds none that is not managed', { managed: false }, null],
    ['holds none in another company', { companyId: 'b' }, null],
    [
      'is removed when it is deleted',
      { present: false, events: [event('MISSING', at(7))] },
      { removedAt: at(7), removal: 'DELETED' },
    ],
    ['holds none when it was deleted before', { present: false, events: [event('MISSING', at(-3))] }, null],
    ['holds one when it is deleted afterwards', { present: false, events: [event('MISSING', at(33))] }, held],
    [
      'holds one when it comes back',
      { events: [event('MISSING', at(3)), event('RETURNED', at(9))] },
      held,
    ],
    [
      'is removed when it comes back too late',
      { events: [event('MISSING', at(3)), event('RETURNED', at(35))] },
      { removedAt: at(3), removal: 'DELETED' },
    ],
    [
      'is removed when its agent is',
      { managed: false, events: [event('UNMANAGED', at(5))] },
      { removedAt: at(5), removal: 'UNMANAGED' },
    ],
    ['holds one from when it is managed', { events: [event('MANAGED', at(20))] }, held],
    [
      'is removed when it moves away',
      { companyId: 'b', events: [event('MOVED', at(12), 'a')] },
      { removedAt: at(12), removal: 'MOVED' },
    ],
    ['holds one when it moves here', { events: [event('MOVED', at(12), 'b')] }, held],
    [
      'holds none when it left an unknown company',
      { companyId: 'b', events: [event('MOVED', at(12), null)] },
      null,
    ],
    [
      'is there when it came and went between two looks',
      { createdAt: at(4), present: false, events: [event('MISSING', at(4, 2))] },
      { removedAt: at(4, 2), removal: 'DELETED' },
    ],
    [
      'takes what happens at one instant together',
      { companyId: 'b', managed: false, events: [event('MOVED', at(12), 'a'), event('UNMANAGED', at(12))] },
      { removedAt: at(12), removal: 'MOVED' },
    ],
  ])('%s', (_, given, expected) => {
    expect(seatOf(device(given), 'a', november)).toEqual(expected);
  });

  /** A device's life, told forwards: what its log would say, and what is true at each time. */
  interface Step {
    day: number;
    change: 'DELETE' | 'RETURN' | 'MANAGE' | 'UNMANAGE' | 'MOVE';
  }
  const lives = fc.array(
    fc.record({
      day: fc.integer({ min: 0, max: 40 }),
      change: fc.constantFrom<Step['change'][]>('DELETE', 'RETURN', 'MANAGE', 'UNMANAGE', 'MOVE'),
    }),
    { maxLength: 8 },
  );

  it('finds the seats of any life as it was lived', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: -5, max: 35 }), fc.boolean(), (steps, born, managedAtFirst) => {
        let state = { companyId: 'a', managed: managedAtFirst, present: true };
        const events: SeatEvent[] = [];
        const states = [{ from: at(born).getTime(), ...state }];
        const byDay = [...new Map(steps.map((step) => [step.day, step])).values()].sort((x, y) => x.day - y.day);
        for (const { day, change } of byDay.filter((step) => step.day > born)) {
          const after = { ...state };
          if (change === 'DELETE') after.present = false;
          if (change === 'RETURN') after.present = true;
          if (change === 'MANAGE') after.managed = true;
          if (change === 'UNMANAGE') after.managed = false;
          if (change === 'MOVE') after.companyId = state.companyId === 'a' ? 'b' : 'a';
          const kinds: [boolean, string][] = [
            [state.present && !after.present, 'MISSING'],
            [!state.present && after.present, 'RETURNED'],
            [!state.managed && after.managed, 'MANAGED'],
            [state.managed && !after.managed, 'UNMANAGED'],
            [state.companyId !== after.companyId, 'MOVED'],
          ];
          for (const [happened, kind] of kinds)
            if (happened) events.push(event(kind, at(day), kind === 'MOVED' ? state.companyId : null));
          state = after;
          states.push({ from: at(day).getTime(), ...state });
        }
        const [from, to] = [november.from.getTime(), november.to.getTime()];
        for (const companyId of ['a', 'b']) {
          const taken = states.filter((each, index) => {
            const until = states[index + 1]?.from ?? Number.POSITIVE_INFINITY;
            const isSeat = each.companyId === companyId && each.managed && each.present;
            return isSeat && each.from < to && until > from;
          });
          const last = states.findLast((each) => each.from < to);
          const isHeld = last !== undefined && taken.includes(last);
          const found = seatOf({ createdAt: at(born), ...state, events }, companyId, november);
          expect(found === null).toBe(taken.length === 0);
          expect(found !== null && found.removedAt === null).toBe(isHeld);
        }
      }),
      { numRuns: 500 },
    );
  });
});
