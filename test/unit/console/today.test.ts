import { describe, expect, it } from 'vitest';
import { type FeedEntry, longestFeed, withEntry } from '../../../demo/console/screens/today/feed.js';
import {
  comparisonOf,
  type Situation,
  stateOfToday,
  yesterdayOf,
} from '../../../demo/console/screens/today/state-of-today.js';

const calm: Situation = {
  clients: [{ critical: 0, high: 0 }],
  asked: 50,
  unassignedAlerts: 0,
  integrations: [{ state: 'CONNECTED', stale: false }],
};

describe('the sentence of state', () => {
  it('is quiet when nothing needs anybody', () => {
    expect(stateOfToday(calm)).toEqual([{ text: 'quiet', count: 0 }]);
  });

  it('counts clients with urgent threats, and connections that are behind or do not work', () => {
    const clients = [
      { critical: 1, high: 0 },
      { critical: 0, high: 2 },
      { critical: 0, high: 0 },
    ];
    expect(
      stateOfToday({
        ...calm,
        clients,
        integrations: [
          { state: 'CONNECTED', stale: true },
          { state: 'FAILING', stale: true },
          { state: 'DISCONNECTED', stale: true },
        ],
      }),
    ).toEqual([
      { text: 'clients', count: 2 },
      { text: 'failing', count: 1 },
      { text: 'behind', count: 1 },
    ]);
  });

  it('says that there may be more clients than were asked for', () => {
    const clients = [
      { critical: 1, high: 0 },
      { critical: 1, high: 0 },
    ];
    expect(stateOfToday({ ...calm, clients, asked: 2 })).toEqual([{ text: 'manyClients', count: 2 }]);
  });

  it('names alerts of nobody only while no client is named', () => {
    expect(stateOfToday({ ...calm, unassignedAlerts: 3 })).toEqual([{ text: 'alerts', count: 3 }]);
    const clients = [{ critical: 1, high: 0 }];
    expect(stateOfToday({ ...calm, clients, unassignedAlerts: 3 })).toEqual([{ text: 'clients', count: 1 }]);
  });

  it('says that nothing is connected, also where all were disconnected', () => {
    expect(stateOfToday({ ...calm, integrations: [] })).toEqual([{ text: 'unconnected', count: 0 }]);
    expect(stateOfToday({ ...calm, integrations: [{ state: 'DISCONNECTED', stale: true }] })).toEqual([
      { text: 'unconnected', count: 0 },
    ]);
  });
});

describe('comparisons', () => {
  it('say by how much a number differs, without a sign', () => {
    expect(comparisonOf(5, 3)).toEqual({ text: 'more', by: 2 });
    expect(comparisonOf(3, 5)).toEqual({ text: 'less', by: 2 });
    expect(comparisonOf(0, 0)).toEqual({ text: 'same', by: 0 });
  });

  it('take yesterday from the days of the month, where it has one', () => {
    const days = [
      { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z', total: 7 },
      { from: '2026-11-02T00:00:00.000Z', to: '2026-11-03T00:00:00.000Z', total: 9 },
      { from: '2026-11-03T00:00:00.000Z', to: '2026-11-04T00:00:00.000Z', total: 0 },
    ];
    expect(yesterdayOf(days, new Date('2026-11-02T12:00:00.000Z'))).toBe(7);
    expect(yesterdayOf(days, new Date('2026-11-03T00:00:00.000Z'))).toBe(9);
    expect(yesterdayOf(days, new Date('2026-11-01T12:00:00.000Z'))).toBeNull();
    expect(yesterdayOf([], new Date('2026-11-01T12:00:00.000Z'))).toBeNull();
  });
});

describe('the live feed', () => {
  const entry = (id: string, kind: FeedEntry['kind'] = 'threat'): FeedEntry => ({
    kind,
    id,
    at: '2026-11-01T00:00:00.000Z',
    severity: 'HIGH',
    title: id,
    place: '',
  });

  it('has the newest on top, each thing once, and an end', () => {
    const feed = ['a', 'b', 'a'].reduce<FeedEntry[]>((before, id) => withEntry(before, entry(id)), []);
    expect(feed.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(withEntry(feed, entry('a', 'alert'))).toHaveLength(3);
    const long = Array.from({ length: longestFeed + 5 }, (_, place) => `${place}`);
    const full = long.reduce<FeedEntry[]>((before, id) => withEntry(before, entry(id)), []);
    expect(full).toHaveLength(longestFeed);
    expect(full[0]?.id).toBe(long.at(-1));
  });
});
