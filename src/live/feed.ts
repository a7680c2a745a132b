import { outsideOfRequests } from '../telemetry/request-context.js';
import type { Follower } from './follower.js';
import { type Head, openHead, type Seat } from './head.js';
import type { LiveEvents } from './live-events.js';
import { noteDelivered, type Prepare, portionsOf } from './portions.js';
import type { SharedReads } from './shared-reads.js';
import { type ChangeSource, createWaker, type Position, type Step, steps, type Waker } from './stretches.js';

export interface FeedParts<Change, Item> {
  liveEvents: LiveEvents;
  sharedReads: SharedReads;
  tenantId: string;
  source: ChangeSource<Change>;
  prepare: Prepare<Change, Item>;
  /** Called when the last follower has left. */
  onEmpty(): void;
}

/** Hands the changes of one tenant to all who want the same ones. */
export interface Feed<Item> {
  /** Begins behind a place; returns a function that ends it. */
  follow(follower: Follower<Item>, start: Promise<bigint>): () => void;
}

/**
 * Reads, prepares and hands on each change once for all who have seen everything before it: serving one more of them is little more than a write to
 * its socket. One who falls behind, or begins at an older place, is not among them: it reads from its own position, with what happened to one
 * row merged, until it has caught up. So who is slow keeps nobody waiting, and what is kept for it is bounded.
 */
export function openFeed<Change, Item>(parts: FeedParts<Change, Item>): Feed<Item> {
  const { tenantId, source } = parts;
  const reader = parts.sharedReads(tenantId);
  const wakers = new Set<Waker>();
  let followers = 0;
  let head: Head<Change, Item> | null = null;
  const stop = parts.liveEvents.on(tenantId, source.topic, ({ at }) => {
    for (const waker of wakers) {
      waker.announcedAt ??= at;
      waker.alarm.ring();
    }
  });

  async function* read(
    from: Position<Change>,
    closed: AbortSignal,
    waker = createWaker(),
  ): AsyncGenerator<Step<Change>> {
    wakers.add(waker);
    try {
      yield* steps({ source, reader, waker }, from, closed);
    } finally {
      wakers.delete(waker);
    }
  }

  function openHeadAt(place: bigint): Head<Change, Item> {
    const own = createWaker();
    const opened = openHead<Change, Item>(
      {
        ...parts,
        read: (from, closed) => read(from, closed, own),
        onPlace() {
          // Who has caught up meanwhile waits to join.
          for (const waker of wakers) if (waker !== own) waker.alarm.ring();
        },
        onEmpty() {
          if (head === opened) head = null;
        },
      },
      place,
    );
    return opened;
  }

  function join(follower: Follower<Item>, place: bigint): Seat<Change> | null {
    head ??= openHeadAt(place);
    return head.join(follower, place);
  }

  /** Reads for one follower until it stands where the others do. */
  async function catchUp(follower: Follower<Item>, from: Position<Change>, closed: AbortSignal) {
    for await (const step of read(from, closed)) {
      if ('place' in step) {
        const seat = closed.aborted ? null : join(follower, step.place);
        if (seat !== null) return seat;
      } else await serve(follower, step, closed);
    }
    return null;
  }

  async function serve(
    follower: Follower<Item>,
    step: Exclude<Step<Change>, { place: bigint }>,
    closed: AbortSignal,
  ): Promise<void> {
    for await (const { items, since } of portionsOf(step, parts, closed)) {
      if (closed.aborted) return;
      follower.take(items);
      noteDelivered(source.topic, items.length, since);
      if (!follower.flush()) await follower.ready();
    }
  }

  async function attend(follower: Follower<Item>, start: Promise<bigint>, closed: AbortSignal): Promise<void> {
    let from: Position<Change> | null = { place: await start };
    while (from !== null && !closed.aborted) {
      const seat = await catchUp(follower, from, closed);
      if (seat === null) return;
      closed.addEventListener('abort', seat.leave);
      if (closed.aborted) seat.leave();
      from = await seat.over;
      closed.removeEventListener('abort', seat.leave);
      if (from !== null) await follower.ready();
    }
  }

  return {
    follow(follower, start) {
      followers += 1;
      const closing = new AbortController();
      const end = () => {
        if (closing.signal.aborted) return;
        closing.abort();
        followers -= 1;
        if (followers > 0) return;
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
