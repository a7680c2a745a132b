import { expect, it } from 'vitest';
import type { LiveEvents } from '../../../src/live/live-events.js';
import { createSharedReads } from '../../../src/live/shared-reads.js';
import type { ChangeSource } from '../../../src/live/stretches.js';
import { watchChanges } from '../../../src/live/watch-changes.js';

/** A tenant whose log grows with each look at its last place, with the number of those who listen to it. */
function setUp() {
  let listening = 0;
  const liveEvents: LiveEvents = {
    on() {
      listening += 1;
      return () => {
        listening -= 1;
      };
    },
    state: () => ({ listening: true, since: new Date() }),
    close: async () => undefined,
  };
  let looks = 0;
  const source: ChangeSource<object> = {
    topic: 'threats',
    lastPlace: async () => {
      looks += 1;
      return BigInt(looks);
    },
    read: () => Promise.reject(new Error('Nobody follows.')),
    onSubscribe: () => () => undefined,
  };
  const sharedReads = createSharedReads(liveEvents, 'threats');
  const watch = (after: bigint | null) => watchChanges({ liveEvents, sharedReads, tenantId: 'a', source }, after);
  return { watch, looks: () => looks, listening: () => listening };
}

it('looks at most twice where a thousand begin together, and listens for none of them', async () => {
  const { watch, looks, listening } = setUp();
  await Promise.all(Array.from({ length: 1_000 }, () => watch(null).begin()));
  expect(looks()).toBeLessThanOrEqual(2);
  expect(listening()).toBe(0);
});

it('looks again for one who begins later, and never for one who knows its place', async () => {
  const { watch, looks } = setUp();
  await watch(null).begin();
  const later = watch(null);
  await later.begin();
  await later.begin();
  expect(looks()).toBe(2);
  await watch(7n).begin();
  expect(looks()).toBe(2);
});
