import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Feed, openFeed } from '../../../src/live/feed.js';
import { type Follower, itemsOf } from '../../../src/live/follower.js';
import type { LiveEvent, LiveEvents } from '../../../src/live/live-events.js';
import { createSharedReads } from '../../../src/live/shared-reads.js';
import type { ChangeSource } from '../../../src/live/stretches.js';

interface Change {
  number: number;
}

/** A log of numbers from 1 on, of which some are wanted, with a feed of them. */
function setUp({
  isWanted = (_number: number): boolean => true,
  inOnePortion = 3,
  inOneRead = 7,
  bytes = 1,
  pauses = 0,
} = {}) {
  const listeners = new Set<(event: LiveEvent) => void>();
  const liveEvents: LiveEvents = {
    on(_tenantId, _topic, listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state: () => ({ listening: true, since: new Date() }),
    close: async () => undefined,
  };
  const state = { last: 0, prepared: [] as number[], reads: 0, empty: 0, failing: false, listeners };
  const source: ChangeSource<Change> = {
    topic: 'threats',
    lastPlace: async () => BigInt(state.last),
    read: (reader, { after, until }) =>
      reader.past(`${after} ${until}`, async () => {
        state.reads += 1;
        if (state.failing) throw new Error('no database');
        const end = Math.min(Number(until), Number(after) + inOneRead);
        const wanted = Array.from({ length: end - Number(after) }, (_, index) => Number(after) + index + 1).filter(
          isWanted,
        );
        const changes = wanted.map((number) => ({ number }));
        return {
          end: BigInt(end),
          portions: Math.ceil(changes.length / inOnePortion),
          portion: async (portion) => changes.slice(portion * inOnePortion, (portion + 1) * inOnePortion),
        };
      }),
    onSubscribe: () => () => undefined,
  };
  const sharedReads = createSharedReads(liveEvents, 'threats');
  let opened: Feed<number> | null = null;
  const open = () =>
    openFeed<Change, number>({
      ...{ liveEvents, source, sharedReads, tenantId: 'a' },
      async prepare({ number }) {
        state.prepared.push(number);
        for (let pause = 0; pause < pauses; pause += 1) await new Promise(setImmediate);
        return { item: number, bytes };
      },
      onEmpty: () => {
        state.empty += 1;
        opened = null;
      },
    });
  /** As subscriptions use it: opened by the first, and again by the first after the last. */
  const feed: Feed<number> = {
    follow(follower, start) {
      opened ??= open();
      return opened.follow(follower, start);
    },
  };
  const announce = (changes: number) => {
    state.last += changes;
    for (const listener of listeners) listener({ tenantId: 'a', topic: 'threats' });
  };
  return { state, feed, announce };
}

/** A follower that may be kept from handing on what it took. */
function createFollower() {
  let blocked: PromiseWithResolvers<void> | null = null;
  const seen: number[] = [];
  const failures: unknown[] = [];
  const follower: Follower<number> = {
    take(items) {
      if (handedOn !== undefined) throw new Error('It was given more than it could hand on.');
      seen.push(...items);
      handedOn = blocked?.promise;
    },
    flush: () => blocked === null,
    ready: async () => handedOn,
    fail: (error) => void failures.push(error),
  };
  let handedOn: Promise<void> | undefined;
  return {
    follower,
    seen,
    failures,
    block() {
      blocked ??= Promise.withResolvers();
    },
    release() {
      blocked?.resolve();
      blocked = null;
      handedOn = undefined;
    },
  };
}

/** Until nothing that was begun goes on. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await new Promise(setImmediate);
}
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, index) => from + index);

describe('a feed', () => {
  it('prepares each change once for all who have seen everything before it', async () => {
    const { feed, announce, state } = setUp();
    const followers = Array.from({ length: 100 }, createFollower);
    for (const { follower } of followers) feed.follow(follower, Promise.resolve(0n));
    await settle();
    announce(5);
    await settle();
    announce(1);
    await settle();
    for (const { seen } of followers) expect(seen).toEqual(upTo(6));
    expect(state.prepared).toEqual(upTo(6));
    expect(state.reads).toBe(2);
  });

  it('keeps nobody waiting for one who does not read, and leaves nothing out for it', async () => {
    const { feed, announce, state } = setUp();
    const [slow, quick] = [createFollower(), createFollower()];
    for (const { follower } of [slow, quick]) feed.follow(follower, Promise.resolve(0n));
    await settle();
    slow.block();
    for (let round = 0; round < 5; round += 1) {
      announce(4);
      await settle();
    }
    expect(quick.seen).toEqual(upTo(20));
    expect(slow.seen).toEqual(upTo(3));
    slow.release();
    await settle();
    expect(slow.seen).toEqual(upTo(20));
    state.prepared.length = 0;
    announce(2);
    await settle();
    expect([slow.seen, quick.seen]).toEqual([upTo(22), upTo(22)]);
    // It has joined the others again.
    expect(state.prepared).toEqual([21, 22]);
  });

  it('lets one who begins at an older place catch up and join', async () => {
    const { feed, announce, state } = setUp();
    const [early, late] = [createFollower(), createFollower()];
    feed.follow(early.follower, Promise.resolve(0n));
    await settle();
    announce(10);
    await settle();
    feed.follow(late.follower, Promise.resolve(4n));
    await settle();
    expect(late.seen).toEqual(upTo(10, 5));
    state.prepared.length = 0;
    announce(1);
    await settle();
    expect([early.seen, late.seen, state.prepared]).toEqual([upTo(11), upTo(11, 5), [11]]);
  });

  it('ends with the last follower, and not before', async () => {
    const { feed, announce, state } = setUp();
    const [one, other] = [createFollower(), createFollower()];
    const ends = [one, other].map(({ follower }) => feed.follow(follower, Promise.resolve(0n)));
    await settle();
    ends[0]?.();
    ends[0]?.();
    announce(2);
    await settle();
    expect([one.seen, other.seen, state.empty]).toEqual([[], upTo(2), 0]);
    ends[1]?.();
    expect([state.empty, state.listeners.size]).toEqual([1, 0]);
    announce(1);
    await settle();
    expect(other.seen).toEqual(upTo(2));
  });

  it('fails for all who wait for what cannot be read', async () => {
    const { feed, announce, state } = setUp();
    const all = [createFollower(), createFollower()];
    for (const { follower } of all) feed.follow(follower, Promise.resolve(0n));
    await settle();
    state.failing = true;
    announce(1);
    await settle();
    for (const { failures } of all) expect(failures).toEqual([new Error('no database')]);
    expect(state.empty).toBe(1);
  });

  /** What may happen to a feed of six followers. */
  const steps = {
    announce: (world: World, count: number) => world.announce(count),
    settle: () => settle(),
    tick: () => new Promise(setImmediate),
    come({ feed, state, followers }: World, number: number) {
      const one = followers[number % followers.length] as Guest;
      if (one.end !== null) return;
      one.from = Math.max(0, state.last - number);
      one.end = feed.follow(one.follower, Promise.resolve(BigInt(one.from)));
    },
    go({ followers }: World, number: number) {
      const one = followers[number % followers.length] as Guest;
      one.end?.();
      if (one.end !== null) one.got ??= one.seen.length;
    },
    block: ({ followers }: World, number: number) => followers[number % followers.length]?.block(),
    release: ({ followers }: World, number: number) => followers[number % followers.length]?.release(),
  };
  type World = ReturnType<typeof setUp> & { followers: Guest[] };
  /** `got` is how much it had seen when it left. */
  type Guest = ReturnType<typeof createFollower> & { from: number; end: (() => void) | null; got?: number };

  it('gives everybody each wanted change once and in order, whoever is slow, comes or goes', async () => {
    /** How many bytes of each change, of which 65,536 are handed over at once, and how long it takes to prepare one. */
    const prepared = fc.record({ bytes: fc.constantFrom(1, 40_000), pauses: fc.nat(2) });
    const what = fc.tuple(fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])), fc.nat(12));
    await fc.assert(
      fc.asyncProperty(
        fc.array(what, { maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        prepared,
        async (series, every, given) => {
          const isWanted = (number: number) => number % every === 0;
          const followers = upTo(6).map((): Guest => ({ ...createFollower(), from: 0, end: null }));
          const world: World = { ...setUp({ isWanted, ...given }), followers };
          for (const [step, number] of series) await steps[step](world, number);
          for (const { release } of followers) release();
          for (let round = 0; round < 1 + 10 * given.pauses; round += 1) await settle();
          for (const { seen, from, got } of followers.filter(({ end }) => end !== null)) {
            const wanted = upTo(world.state.last, from + 1).filter(isWanted);
            expect(seen).toEqual(wanted.slice(0, got));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('items of a feed', () => {
  it('are read when they are asked for, and end when they are not wanted', async () => {
    const { feed, announce, state } = setUp({ bytes: 40_000 });
    const items = itemsOf<number>((follower) => feed.follow(follower, Promise.resolve(0n)));
    const first = items.next();
    await settle();
    announce(20);
    expect(await first).toEqual({ done: false, value: 1 });
    await settle();
    expect(state.prepared).toEqual(upTo(2));
    const seen: number[] = [];
    for (let number = 0; number < 19; number += 1) seen.push((await items.next()).value as number);
    expect(seen).toEqual(upTo(20, 2));
    const waiting = items.next();
    await items.return(undefined);
    expect([await waiting, await items.next()]).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
    expect(state.listeners.size).toBe(0);
  });

  it('end with the error of the source', async () => {
    const { feed, announce, state } = setUp();
    state.failing = true;
    const items = itemsOf<number>((follower) => feed.follow(follower, Promise.resolve(0n)));
    const first = items.next();
    announce(1);
    await expect(first).rejects.toThrow('no database');
    expect(await items.next()).toEqual({ done: true, value: undefined });
    expect(state.empty).toBe(1);
  });
});
