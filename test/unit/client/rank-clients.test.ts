import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientFacts, clientOrders, meetsClientFilter, rankClients } from '../../../src/client/rank-clients.js';

/** By the places of UNKNOWN, LOW, MEDIUM, HIGH, CRITICAL. */
const clients: ClientFacts[] = [
  { clientId: 'quiet', today: 0, thisWeek: 9, thisMonth: 9, gaps: 3 },
  { clientId: 'many-low', unresolved: [0, 500], today: 4, thisWeek: 4, thisMonth: 400 },
  { clientId: 'one-critical', unresolved: [0, 0, 0, 0, 1], today: 1, thisWeek: 1, thisMonth: 1, gaps: 8 },
  { clientId: 'two-high', unresolved: [0, 0, 0, 2], today: 2, thisWeek: 2, thisMonth: 20 },
];

describe('rankClients', () => {
  it.each([
    ['NEED', ['one-critical', 'two-high', 'many-low', 'quiet']],
    ['THREATS_TODAY', ['many-low', 'two-high', 'one-critical', 'quiet']],
    ['THREATS_THIS_WEEK', ['quiet', 'many-low', 'two-high', 'one-critical']],
    ['THREATS_THIS_MONTH', ['many-low', 'two-high', 'quiet', 'one-critical']],
    ['GAPS', ['one-critical', 'quiet', 'many-low', 'two-high']],
  ] as const)('orders by %s, and clients that are equal by id', (order, ids) => {
    expect(rankClients(clients, order, 10)).toEqual(ids);
    expect(rankClients(clients.toReversed(), order, 2)).toEqual(ids.slice(0, 2));
  });

  it('is the beginning of one order, whatever the order of the facts', () => {
    const count = fc.integer({ min: 0, max: 3 });
    const facts = fc.uniqueArray(
      fc.record({
        clientId: fc.string({ minLength: 1, maxLength: 3 }),
        today: count,
        thisWeek: count,
        thisMonth: count,
        gaps: count,
        unresolved: fc.array(count, { maxLength: 5 }),
      }),
      { selector: ({ clientId }) => clientId, maxLength: 12 },
    );
    fc.assert(
      fc.property(facts, fc.constantFrom(...clientOrders), fc.nat({ max: 12 }), (given, order, first) => {
        const all = rankClients(given, order, given.length);
        expect(rankClients(given.toReversed(), order, first)).toEqual(all.slice(0, first));
      }),
    );
  });
});

describe('meetsClientFilter', () => {
  it.each([
    [{}, ['quiet', 'many-low', 'one-critical', 'two-high']],
    [{ minimumSeverity: null, withGaps: null }, ['quiet', 'many-low', 'one-critical', 'two-high']],
    [{ minimumSeverity: 'HIGH' as const }, ['one-critical', 'two-high']],
    [{ minimumSeverity: 'UNKNOWN' as const }, ['many-low', 'one-critical', 'two-high']],
    [{ withGaps: true }, ['quiet', 'one-critical']],
    [{ withGaps: false }, ['many-low', 'two-high']],
    [{ withGaps: true, minimumSeverity: 'CRITICAL' as const }, ['one-critical']],
  ])('with %j lets through %j', (filter, ids) => {
    expect(clients.filter((facts) => meetsClientFilter(facts, filter)).map(({ clientId }) => clientId)).toEqual(ids);
  });
});
