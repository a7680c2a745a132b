import { giveWay } from '../domain/give-way.js';
import { measures } from '../telemetry/measures.js';
import { outsideOfRequests } from '../telemetry/request-context.js';
import type { Follower } from './follower.js';
import type { LiveEvents } from './live-events.js';
import type { SharedReads } from './shared-reads.js';
import { type ChangeSource, createWaker, type Position, type Step, steps, type Waker } from './stretches.js';

export interface FeedParts<Change, Item> {
  liveEvents: LiveEvents;
  sharedReads: SharedReads;
  tenantId: string;
  source: ChangeSource<Change>;
  /** Makes of a change what is handed to followers, and says how many bytes they are going to send of it. */
  prepare(change: Change): Promise<{ item: Item; bytes: number }>;
  /** Called when the last follower has left. */
  onEmpty(): void;
}

/** Hands the changes of one tenant to all who want the same ones. */
export interface Feed<Item> {
  /** Begins behind a place; returns a function that ends it. */
  follow(follower: Follower<Item>, start: Promise<bigint>): () => void;
}

/** What is handed over at once. */
const most = { items: 20, bytes: 65_536 } as const;
/** How many followers are served before others may have their turn: a millisecond or two, with the writes to their sockets. */
const followersInOneStep = 50;

/** A follower who has read everything, and gets what comes next together with the others. */
interface Seat<Change, Item> {
  follower: Follower<Item>;
  /** Where the follower fell behind; null where it has left. */
  left: PromiseWithResolvers<Position<Change> | null>;
}

/** Those who have read everything. There is one while there is somebody to read for. */
interface Head<Change, Item> {
  /** Up to where all of them have read; null while they are being served. */
  place: bigint | null;
  seats: Set<Seat<Change, Item>>;
  closing: AbortController;
}

/**
 * Reads, prepares and hands on each change once for all who have seen everything before it: serving one more of them is little more than a write to
 * its socket. One who falls behind, or begins at an older place, leaves the others or does not join them yet: it reads from its own position,
 * with what happened to one row merged, until it has caught up. Who is slow keeps nobody waiting, and what is kept for it is bounded.
 */
export function openFeed<Change, Item>(parts: FeedParts<Change, Item>): Feed<Item> {
  const { tenantId, source } = parts;
  const { topic } = source;
  const reader = parts.sharedReads(tenantId);
  const wakers = new Set<Waker>();
  let members = 0;
  let head: Head<Change, Item> | null = null;
  const stop = parts.liveEvents.on(tenantId, topic, ({ at }) => {
    for (const waker of wakers) {
      waker.announcedAt ??= at;
      waker.alarm.ring();
    }
  });

  async function* read(from: Position<Change>, closed: AbortSignal, waker: Waker): AsyncGenerator<Step<Change>> {
    wakers.add(waker);
    try {
      yield* steps({ source, reader, waker }, from, closed);
    } finally {
      wakers.delete(waker);
    }
  }

  /** What of a step is handed over at once, and where one stands who got that. */
  async function* portions(step: Exclude<Step<Change>, { place: bigint }>) {
    let items: Item[] = [];
    let bytes = 0;
    for (const [index, change] of step.changes.entries()) {
      await giveWay(tenantId);
      const prepared = await parts.prepare(change);
      items.push(prepared.item);
      bytes += prepared.bytes;
      if (items.length < most.items && bytes < most.bytes && index < step.changes.length - 1) continue;
      const { found, portion, number } = step;
      yield { items, next: { found, portion, number: number + index + 1 } satisfies Position<Change> };
      items = [];
      bytes = 0;
    }
  }

  function note(count: number, since: number | undefined): void {
    if (count === 0) return;
    measures().liveEvents.add(count, { topic });
    if (since !== undefined) measures().liveLag.record(Math.max(0, Date.now() - since) / 1_000, { topic });
  }

  function leave(from: Head<Change, Item>, seat: Seat<Change, Item>, position: Position<Change> | null): void {
    if (!from.seats.delete(seat)) return;
    seat.left.resolve(position);
    if (from.seats.size > 0) return;
    from.closing.abort();
    if (head === from) head = null;
  }

  /** Hands something to many, some at a time. */
  async function serve(
    from: Head<Change, Item>,
    served: readonly Seat<Change, Item>[],
    { items, next }: { items: readonly Item[]; next: Position<Change> },
    since: number | undefined,
  ): Promise<void> {
    for (let start = 0; start < served.length; start += followersInOneStep) {
      const turn = giveWay(tenantId);
      if (turn !== undefined) await turn;
      const some = served.slice(start, start + followersInOneStep).filter((seat) => from.seats.has(seat));
      for (const { follower } of some) follower.take(items);
      for (const seat of some) if (!seat.follower.flush()) leave(from, seat, next);
      note(items.length * some.length, since);
    }
  }

  async function lead(from: Head<Change, Item>, place: bigint): Promise<void> {
    let served: readonly Seat<Change, Item>[] = [];
    const own = createWaker();
    for await (const step of read({ place }, from.closing.signal, own)) {
      if ('place' in step) {
        from.place = step.place;
        // Who has caught up meanwhile waits to join.
        for (const waker of wakers) if (waker !== own) waker.alarm.ring();
        continue;
      }
      if (from.place !== null) served = [...from.seats];
      from.place = null;
      for await (const portion of portions(step)) await serve(from, served, portion, step.since);
    }
  }

  /** Joins those who have read everything, if that is where the follower stands. */
  function join(follower: Follower<Item>, place: bigint): { seat: Seat<Change, Item>; at: Head<Change, Item> } | null {
    const at: Head<Change, Item> = head ?? { place, seats: new Set(), closing: new AbortController() };
    if (at.place !== place) return null;
    const seat: Seat<Change, Item> = { follower, left: Promise.withResolvers() };
    at.seats.add(seat);
    if (head === null) {
      head = at;
      void lead(at, place).catch((error: unknown) => {
        if (head === at) head = null;
        for (const each of at.seats) each.left.reject(error);
      });
    }
    return { seat, at };
  }

  /** Reads for one follower until it stands where the others do. */
  async function catchUp(follower: Follower<Item>, from: Position<Change>, closed: AbortSignal) {
    for await (const step of read(from, closed, createWaker())) {
      if (closed.aborted) break;
      if ('place' in step) {
        const joined = join(follower, step.place);
        if (joined !== null) return joined;
        continue;
      }
      for await (const { items } of portions(step)) {
        if (closed.aborted) return null;
        follower.take(items);
        note(items.length, step.since);
        if (!follower.flush()) await follower.ready();
      }
    }
    return null;
  }

  async function attend(follower: Follower<Item>, start: Promise<bigint>, closed: AbortSignal): Promise<void> {
    let from: Position<Change> | null = { place: await start };
    while (from !== null && !closed.aborted) {
      const joined = await catchUp(follower, from, closed);
      if (joined === null) return;
      const { seat, at } = joined;
      const leaving = () => leave(at, seat, null);
      closed.addEventListener('abort', leaving);
      if (closed.aborted) leaving();
      from = await seat.left.promise;
      closed.removeEventListener('abort', leaving);
      if (from !== null) await follower.ready();
    }
  }

  return {
    follow(follower, start) {
      members += 1;
      const closing = new AbortController();
      const end = () => {
        if (closing.signal.aborted) return;
        closing.abort();
        members -= 1;
        if (members > 0) return;
        stop();
        reader.leave();
        parts.onEmpty();
      };
      outsideOfRequests(() => attend(follower, start, closing.signal)).catch((error: unknown) => {
        if (closing.signal.aborted) return;
        end();
        follower.fail(error);
      });
      return end;
    },
  };
}
