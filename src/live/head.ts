import { giveWay } from '../domain/give-way.js';
import type { Follower } from './follower.js';
import { noteDelivered, type Portion, type Prepare, portionsOf } from './portions.js';
import type { ChangeSource, Position, Step } from './stretches.js';

/** How many followers are served before others may have their turn: for a millisecond or two, with the writes to their sockets. */
const followersInOneStep = 50;

/** A follower among those who have read everything. */
export interface Seat<Change> {
  /** Where it fell behind; null where it has left. Rejects when reading failed. */
  over: Promise<Position<Change> | null>;
  leave(): void;
}

/** Those who have read everything, for whom each change is read, prepared and handed on once. */
export interface Head<Change, Item> {
  /** A seat for one who stands at this place; null where the others stand elsewhere, or are being served. */
  join(follower: Follower<Item>, place: bigint): Seat<Change> | null;
}

interface Parts<Change, Item> {
  tenantId: string;
  source: Pick<ChangeSource<Change>, 'topic'>;
  prepare: Prepare<Change, Item>;
  /** The steps from a place on. */
  read(from: Position<Change>, closed: AbortSignal): AsyncGenerator<Step<Change>>;
  /** Called when all have arrived at a place. */
  onPlace(): void;
  /** Called when nobody is left. */
  onEmpty(): void;
}

interface Member<Change, Item> {
  follower: Follower<Item>;
  left: PromiseWithResolvers<Position<Change> | null>;
}

/** Begins to read at a place. Somebody has to join at once. */
export function openHead<Change, Item>(parts: Parts<Change, Item>, start: bigint): Head<Change, Item> {
  const { tenantId } = parts;
  const members = new Set<Member<Change, Item>>();
  const closing = new AbortController();
  /** Null while they are being served. */
  let place: bigint | null = start;

  function release(member: Member<Change, Item>, position: Position<Change> | null): void {
    if (!members.delete(member)) return;
    member.left.resolve(position);
    if (members.size > 0) return;
    closing.abort();
    parts.onEmpty();
  }

  async function serve(all: readonly Member<Change, Item>[], { items, next, since }: Portion<Change, Item>) {
    for (let first = 0; first < all.length; first += followersInOneStep) {
      const turn = giveWay(tenantId);
      if (turn !== undefined) await turn;
      const some = all.slice(first, first + followersInOneStep).filter((member) => members.has(member));
      for (const { follower } of some) follower.take(items);
      for (const member of some) if (!member.follower.flush()) release(member, next);
      noteDelivered(parts.source.topic, items.length * some.length, since);
    }
  }

  async function lead(): Promise<void> {
    let served: readonly Member<Change, Item>[] = [];
    for await (const step of parts.read({ place: start }, closing.signal)) {
      if ('place' in step) {
        place = step.place;
        parts.onPlace();
        continue;
      }
      // Whoever joins from now on has seen this stretch, or is going to read it by itself.
      if (place !== null) served = [...members];
      place = null;
      for await (const portion of portionsOf(step, parts, closing.signal)) await serve(served, portion);
    }
  }

  void lead().catch((error: unknown) => {
    for (const { left } of members) left.reject(error);
    members.clear();
    parts.onEmpty();
  });
  return {
    join(follower, at) {
      if (at !== place) return null;
      const member = { follower, left: Promise.withResolvers<Position<Change> | null>() };
      members.add(member);
      return { over: member.left.promise, leave: () => release(member, null) };
    },
  };
}
