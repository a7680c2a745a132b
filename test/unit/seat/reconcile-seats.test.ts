import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countedCategories,
  countMachines,
  type FormerlyListed,
  reconcileSeats,
  type SeatDevice,
  type SeatFacts,
  unexplained,
} from '../../../src/seat/reconcile-seats.js';

const time = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-11-20T12:00:00Z') };
const daysBefore = (days: number) => new Date(time.to.getTime() - days * 24 * 3_600_000);
const device = (given: Partial<SeatDevice>): SeatDevice => ({
  ...{ id: 'd', name: 'PC', agentId: 'agent', sameAs: null, lastSeenAt: daysBefore(0), notSeenDays: 7 },
  ...{ createdAt: daysBefore(90), companyId: 'a', managed: true, present: true, events: [] },
  ...given,
});
const listed = (devices: SeatDevice[], unprotected: SeatFacts['unprotected'] = []) =>
  reconcileSeats({ companyId: 'a', devices, unprotected, time });
const twin = { id: 'other', name: 'PC-NEW' };
const gone = { present: false, events: [{ kind: 'MISSING', at: daysBefore(3), companyBefore: null }] };

const seenSince = { lastSeenAt: daysBefore(-1) };
const wasStale = { lastSeenAt: daysBefore(9), sameAs: null };
const wasDuplicate = { lastSeenAt: null, sameAs: twin };

describe('reconcileSeats', () => {
  it.each<[string, Partial<SeatDevice>, string | null]>([
    ['is protected', {}, 'PROTECTED'],
    ['is protected while its last contact is not known', { lastSeenAt: null }, 'PROTECTED'],
    ['is protected on the last of the days', { lastSeenAt: daysBefore(7) }, 'PROTECTED'],
    ['is stale after that', { lastSeenAt: daysBefore(7.1) }, 'STALE'],
    ['is stale by the days of its client', { lastSeenAt: daysBefore(2), notSeenDays: 1 }, 'STALE'],
    ['is a duplicate, however old', { sameAs: twin, lastSeenAt: daysBefore(60) }, 'DUPLICATE'],
    ['is removed, also as a duplicate', { ...gone, sameAs: twin }, 'REMOVED'],
    ['is a neighbour', { managed: false, agentId: null }, 'UNMANAGED'],
    ['is the agent of a neighbour elsewhere in the list', { managed: false }, null],
    ['is no neighbour of another company', { managed: false, agentId: null, companyId: 'b' }, null],
    ['was gone before', { present: false }, null],
  ])('says that it %s', (_, given, category) => {
    const made =
      given.present === false && given.events === undefined ? { ...given, createdAt: daysBefore(90) } : given;
    expect(listed([device(made)])[0]?.category ?? null).toBe(category);
  });

  it('keeps what each category says', () => {
    expect(listed([device({ sameAs: twin })])).toMatchObject([{ sameAs: twin, since: null, removal: null }]);
    expect(listed([device(gone)])).toMatchObject([{ removal: 'DELETED', since: daysBefore(3), agentId: 'agent' }]);
    expect(listed([device({ lastSeenAt: daysBefore(30) })])).toMatchObject([{ since: daysBefore(30) }]);
    expect(listed([], [{ id: 'agent-1', name: 'till', deviceId: null }])).toMatchObject([
      { machineId: 'agent-1', category: 'UNPROTECTED', agentId: 'agent-1', deviceId: null },
    ]);
  });

  it.each<[string, Partial<SeatDevice>, FormerlyListed | undefined, object]>([
    ['stale, whenever it came back', seenSince, wasStale, { category: 'STALE', since: daysBefore(9) }],
    ['protected, whenever it came back', seenSince, undefined, { category: 'PROTECTED' }],
    [
      'stale by the end, which came after the last look',
      { lastSeenAt: daysBefore(8) },
      undefined,
      { category: 'STALE' },
    ],
    ['a duplicate, even if the other has gone since', {}, wasDuplicate, { category: 'DUPLICATE', sameAs: twin }],
    ['removed before the end', gone, wasDuplicate, { category: 'REMOVED' }],
  ])('lists in a month that is over what was %s', (_, given, former, expected) => {
    const formerly = new Map(former && [['d', former]]);
    expect(reconcileSeats({ companyId: 'a', devices: [device(given)], unprotected: [], time, formerly })).toMatchObject(
      [expected],
    );
  });

  const devices = fc.array(
    fc.record({
      agentId: fc.option(fc.constant('agent')),
      sameAs: fc.option(fc.constant(twin)),
      lastSeenAt: fc.option(fc.integer({ min: 0, max: 40 }).map(daysBefore)),
      notSeenDays: fc.integer({ min: 1, max: 30 }),
      companyId: fc.constantFrom('a', 'b'),
      managed: fc.boolean(),
      present: fc.boolean(),
      createdAt: fc.integer({ min: -5, max: 90 }).map(daysBefore),
      events: fc.array(
        fc.record({
          kind: fc.constantFrom('MISSING', 'RETURNED', 'MANAGED', 'UNMANAGED', 'MOVED'),
          at: fc.integer({ min: -5, max: 60 }).map(daysBefore),
          companyBefore: fc.constantFrom('a', 'b', null),
        }),
        { maxLength: 5 },
      ),
    }),
    { maxLength: 20 },
  );

  it('puts each machine into one category, and the sum is what is counted', () => {
    fc.assert(
      fc.property(devices, fc.option(fc.integer({ min: 0, max: 30 })), (given, counted) => {
        const made = given.map((each, index) => device({ ...each, id: `device-${index}` }));
        const machines = listed(made, [{ id: 'agent', name: 'till', deviceId: null }]);
        const ids = machines.map(({ machineId }) => machineId);
        expect(new Set(ids).size).toBe(ids.length);
        const { counts, withoutAgent } = countMachines(machines);
        expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBe(machines.length);
        expect(withoutAgent).toBeLessThanOrEqual(counts.PROTECTED + counts.STALE);
        const rest = unexplained(counted, counts);
        if (counted === null) expect(rest).toBeNull();
        else
          expect(counts.PROTECTED + counts.STALE + counts.DUPLICATE + counts.REMOVED + (rest ?? Number.NaN)).toBe(
            counted,
          );
        for (const { category, since, removal } of machines) {
          expect(removal !== null).toBe(category === 'REMOVED');
          expect(since !== null).toBe(category === 'REMOVED' || category === 'STALE');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('shows a rest of either sign', () => {
    expect(countedCategories).toEqual(['PROTECTED', 'STALE', 'DUPLICATE', 'REMOVED']);
    expect(unexplained(5, { PROTECTED: 2, REMOVED: 1, UNPROTECTED: 9 })).toBe(2);
    expect(unexplained(1, { PROTECTED: 2, STALE: 1 })).toBe(-2);
    expect(unexplained(null, { PROTECTED: 2 })).toBeNull();
  });
});
