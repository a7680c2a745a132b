import { expect, it } from 'vitest';
import { spend, withBudget } from '../../../src/database/request-budget.js';
import type { LiveEvent, LiveEvents } from '../../../src/live/live-events.js';
import { createSharedReads } from '../../../src/live/shared-reads.js';
import { currentRequest, inRequest } from '../../../src/telemetry/request-context.js';

/** Live events that a test announces itself. */
function ownEvents() {
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  const liveEvents: LiveEvents = {
    on(tenantId, _topic, listener) {
      const group = listeners.get(tenantId) ?? new Set();
      listeners.set(tenantId, group.add(listener));
      return () => void group.delete(listener);
    },
    state: () => ({ listening: true, since: new Date() }),
    close: async () => undefined,
  };
  const announce = (tenantId: string) => {
    for (const listener of listeners.get(tenantId) ?? []) listener({ tenantId, topic: 'threats' });
  };
  return { liveEvents, announce, count: (tenantId: string) => listeners.get(tenantId)?.size ?? 0 };
}

/** A read that counts, and gives how often it was called. */
function counting() {
  let reads = 0;
  return async () => {
    reads += 1;
    return reads;
  };
}

it('reads the present once for all subscribers of a tenant, and again after an announcement', async () => {
  const { liveEvents, announce } = ownEvents();
  const sharedReads = createSharedReads(liveEvents, 'threats');
  const read = counting();
  const readers = Array.from({ length: 50 }, () => sharedReads('a'));
  const readAll = () => Promise.all(readers.map(({ present }) => present('last', read)));
  expect(new Set(await readAll())).toEqual(new Set([1]));
  announce('b');
  expect(new Set(await readAll())).toEqual(new Set([1]));
  announce('a');
  expect(new Set(await readAll())).toEqual(new Set([2]));
});

it('reads again for a subscriber when something is announced while the others still wait', async () => {
  const { liveEvents, announce } = ownEvents();
  const reader = createSharedReads(liveEvents, 'threats')('a');
  const read = counting();
  const early = reader.present('last', read);
  announce('a');
  expect(await Promise.all([reader.present('last', read), early])).toEqual([2, 1]);
});

it('reads what is to come later than it was asked for, at most twice for all who ask at once', async () => {
  const sharedReads = createSharedReads(ownEvents().liveEvents, 'threats');
  const read = counting();
  const ask = () => sharedReads('a').upcoming('last place', read);
  const late: Promise<number>[] = [];
  const early = sharedReads('a').upcoming('last place', async () => {
    late.push(...Array.from({ length: 50 }, ask));
    return read();
  });
  expect(await early).toBe(1);
  expect(late).toHaveLength(50);
  expect(new Set(await Promise.all(late))).toEqual(new Set([2]));
  expect(await ask()).toBe(3);
});

it('keeps the past beyond announcements, by its key', async () => {
  const { liveEvents, announce } = ownEvents();
  const reader = createSharedReads(liveEvents, 'threats')('a');
  const read = counting();
  const before = await reader.past('0 1', read);
  announce('a');
  expect([before, await reader.past('0 1', read), await reader.past('1 2', read)]).toEqual([1, 1, 2]);
});

it('shares nothing between tenants', async () => {
  const sharedReads = createSharedReads(ownEvents().liveEvents, 'threats');
  const [one, other] = [sharedReads('a'), sharedReads('b')];
  expect([await one.past('0 1', async () => 'of a'), await other.past('0 1', async () => 'of b')]).toEqual([
    'of a',
    'of b',
  ]);
});

it('lets a read that failed be tried again', async () => {
  const reader = createSharedReads(ownEvents().liveEvents, 'threats')('a');
  const failing = async () => Promise.reject(new Error('no'));
  const both = await Promise.allSettled([reader.past('0 1', failing), reader.past('0 1', failing)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await reader.past('0 1', async () => 'found')).toBe('found');
});

it('ends with the last subscriber of the tenant', () => {
  const { liveEvents, count } = ownEvents();
  const sharedReads = createSharedReads(liveEvents, 'threats');
  const [one, other] = [sharedReads('a'), sharedReads('a')];
  expect(count('a')).toBe(1);
  one.leave();
  expect(count('a')).toBe(1);
  other.leave();
  expect(count('a')).toBe(0);
});

it('spends the budget of no subscriber, and is a part of no request', async () => {
  const reader = createSharedReads(ownEvents().liveEvents, 'threats')('a');
  const read = async () => {
    spend('statements', 1);
    return currentRequest();
  };
  const budget = { fields: 0, statements: 0 };
  const found = await inRequest({ requestId: 'first' }, () => withBudget(budget, () => reader.past('0 1', read)));
  expect(found).toBeUndefined();
  expect(budget).toEqual({ fields: 0, statements: 0 });
});
