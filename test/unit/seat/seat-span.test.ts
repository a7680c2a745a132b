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
    ['holds one when it comes back', { events: [event('MISSING', at(3)), event('RETURNED', at(9))] }, held],
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
    ['holds none when it left an unknown company', { companyId: 'b', events: [event('MOVED', at(12), null)] }, null],
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

  const changes = {
    DELETE: { present: false },
    RETURN: { present: true },
    MANAGE: { managed: true },
    UNMANAGE: { managed: false },
    TO_A: { companyId: 'a' },
    TO_B: { companyId: 'b' },
  };
  const lives = fc.uniqueArray(
    fc.record({
      day: fc.integer({ min: 0, max: 40 }),
      change: fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
    }),
    { maxLength: 8, selector: ({ day }) => day },
  );
  type State = Pick<DeviceHistory, 'companyId' | 'managed' | 'present'>;

  /** What the log says of a change. */
  function logged(before: State, after: State, when: Date): SeatEvent[] {
    const kinds: [boolean, string][] = [
      [before.present && !after.present, 'MISSING'],
      [!before.present && after.present, 'RETURNED'],
      [!before.managed && after.managed, 'MANAGED'],
      [before.managed && !after.managed, 'UNMANAGED'],
      [before.companyId !== after.companyId, 'MOVED'],
    ];
    return kinds.flatMap(([happened, kind]) =>
      happened ? [event(kind, when, kind === 'MOVED' ? before.companyId : null)] : [],
    );
  }

  /** A life in the order of time: the states with their beginnings, and what the log says of it. */
  function live(steps: readonly { day: number; change: keyof typeof changes }[], born: number, managed: boolean) {
    const states = [{ from: at(born), companyId: 'a', managed, present: true }];
    const events: SeatEvent[] = [];
    for (const { day, change } of steps.toSorted((a, b) => a.day - b.day).filter((step) => step.day > born)) {
      const before = states.at(-1) as (typeof states)[number];
      const after = { ...before, ...changes[change], from: at(day) };
      events.push(...logged(before, after, at(day)));
      states.push(after);
    }
    return { states, events };
  }

  it('finds the seats of any life as it was lived', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: -5, max: 35 }), fc.boolean(), (steps, born, managed) => {
        const { states, events } = live(steps, born, managed);
        const now = states.at(-1) as (typeof states)[number];
        for (const companyId of ['a', 'b']) {
          const isSeat = (state: State) => state.companyId === companyId && state.managed && state.present;
          const within = states.filter(
            ({ from }, index) => from < november.to && (states[index + 1]?.from ?? at(99)) > november.from,
          );
          const found = seatOf({ ...now, createdAt: at(born), events }, companyId, november);
          expect(found !== null).toBe(within.some(isSeat));
          const last = within.at(-1);
          expect(found?.removedAt === null).toBe(last !== undefined && isSeat(last));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
