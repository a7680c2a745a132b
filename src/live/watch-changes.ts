import type { LiveEvent, LiveEvents } from './live-events.js';
import { closeable, createAlarm } from './wake.js';

/** Where the changes of one kind of thing are read. */
export interface ChangeSource<Change> {
  topic: LiveEvent['topic'];
  lastCursor(): Promise<string>;
  /**
   * The next stretch of changes behind a cursor: those that are wanted, in the order of their commits; the cursor of its
   * end; and whether there is more. It must be small: a subscriber who falls behind keeps it in memory.
   */
  read(cursor: string): Promise<{
    changes: Iterable<Change> | AsyncIterable<Change>;
    end: string;
    more: boolean;
  }>;
  /** Begins what lasts as long as somebody watches; returns its undoing. */
  hold(): () => void;
}

/**
 * What is wanted of one tenant's changes behind a cursor (null is now), for ever, in the order of their commits and
 * without gaps: a notification only wakes the reader, and what happened is read from the table. Ends when the caller
 * returns.
 */
export function watchChanges<Change>(
  liveEvents: LiveEvents,
  tenantId: string,
  source: ChangeSource<Change>,
  after: string | null,
): AsyncGenerator<Change> {
  return closeable((closed) => changes(liveEvents, tenantId, source, after, closed));
}

async function* changes<Change>(
  liveEvents: LiveEvents,
  tenantId: string,
  source: ChangeSource<Change>,
  after: string | null,
  closed: AbortSignal,
): AsyncGenerator<Change> {
  const alarm = createAlarm();
  const stop = liveEvents.on(tenantId, source.topic, () => alarm.ring());
  const release = source.hold();
  try {
    let cursor = after ?? (await source.lastCursor());
    while (!closed.aborted) {
      const { changes: found, end, more } = await source.read(cursor);
      yield* found;
      cursor = end;
      if (!more) await alarm.rung(closed);
    }
  } finally {
    stop();
    release();
  }
}
