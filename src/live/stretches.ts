import type { LiveEvent } from './live-events.js';
import type { SharedReader } from './shared-reads.js';
import { type Alarm, createAlarm } from './wake.js';

/** A stretch of a log: the changes after one place, up to and including another. */
export interface Stretch {
  after: bigint;
  until: bigint;
}

/** The wanted changes of a stretch, in commit order. They are shared: whoever asks for the same stretch gets the same objects. */
export interface Found<Change> {
  /** In how many portions they are read. */
  portions: number;
  /** Reads a portion, counted from 0. */
  portion(number: number): Promise<readonly Change[]>;
  /** The place up to which they are complete. */
  end: bigint;
}

/** Reads the changes of one kind of row. */
export interface ChangeSource<Change> {
  topic: LiveEvent['topic'];
  /** The place of the last change so far. */
  lastPlace(): Promise<bigint>;
  /** The first of the wanted changes in a stretch. */
  read(reader: SharedReader, stretch: Stretch): Promise<Found<Change>>;
  /** Called when a subscription starts; returns a function that is called when it ends. */
  onSubscribe(): () => void;
}

/** Where somebody stands in a log: between two stretches, or within one. */
export type Position<Change> = { place: bigint } | Within<Change>;

/** Before these changes of a portion of a stretch. They are kept: read again later, others might be wanted. */
export interface Within<Change> {
  found: Found<Change>;
  portion: number;
  changes: readonly Change[];
}

/** Changes that come next, and when the oldest of them was announced, in milliseconds; or a place up to which everything has been given. */
export type Step<Change> = (Within<Change> & { since: number | undefined }) | { place: bigint };

/** Wakes somebody who reads a log. */
export interface Waker {
  alarm: Alarm;
  /** When the oldest change was announced that is not read yet; undefined for what is caught up on. */
  announcedAt?: number | undefined;
}

/** A waker that has not rung. */
export const createWaker = (): Waker => ({ alarm: createAlarm() });

/**
 * The wanted changes from a position on, without gaps: a notification only wakes, and the changes are read from the table. All read up to the same
 * place, which is looked up once for each announcement: so those who have read everything share what they read next, and one who is late reads
 * by itself until it has caught up. Gives each place it has reached, and again when it was woken. Ends when `closed` aborts.
 */
export async function* steps<Change>(
  { source, reader, waker }: { source: ChangeSource<Change>; reader: SharedReader; waker: Waker },
  from: Position<Change>,
  closed: AbortSignal,
): AsyncGenerator<Step<Change>> {
  async function* portionsOf(found: Found<Change>, first: number, since?: number): AsyncGenerator<Step<Change>> {
    for (let portion = first; portion < found.portions && !closed.aborted; portion += 1) {
      const changes = await found.portion(portion);
      if (changes.length > 0 && !closed.aborted) yield { found, portion, changes, since };
    }
  }

  if ('found' in from) {
    if (from.changes.length > 0) yield { ...from, since: undefined };
    yield* portionsOf(from.found, from.portion + 1);
  }
  let place = 'found' in from ? from.found.end : from.place;
  while (!closed.aborted) {
    yield { place };
    const since = waker.announcedAt;
    waker.announcedAt = undefined;
    const until = await reader.present('last place', () => source.lastPlace());
    if (place < until) {
      const found = await source.read(reader, { after: place, until });
      yield* portionsOf(found, 0, since);
      place = found.end;
    } else await waker.alarm.rung(closed);
  }
}
