import type { LiveEvent, LiveEvents } from './live-events.js';
import { closeable, createAlarm } from './wake.js';

/** Where the changes of one kind of thing are read, each with the cursor of its place. */
export interface ChangeSource<Change extends { cursor: string }> {
  topic: LiveEvent['topic'];
  lastCursor(): Promise<string>;
  /** At most `first` changes behind a cursor, in the order of their commits, each with whether it is wanted. */
  read(cursor: string, first: number): Promise<{ change: Change; wanted: boolean }[]>;
  /** Begins what lasts as long as somebody watches; returns its undoing. */
  hold(): () => void;
}

/** Changes read at a time: what a subscriber who falls behind keeps in memory. */
const batch = 100;

/**
 * What is wanted of one tenant's changes behind a cursor (null is now), for ever, in the order of their commits and
 * without gaps: a notification only wakes the reader, and what happened is read from the table. Ends when the caller
 * returns.
 */
export function watchChanges<Change extends { cursor: string }>(
  liveEvents: LiveEvents,
  tenantId: string,
  source: ChangeSource<Change>,
  after: string | null,
): AsyncGenerator<Change> {
  return closeable((closed) => changes(liveEvents, tenantId, source, after, closed));
}

async function* changes<Change extends { cursor: string }>(
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
      const found = await source.read(cursor, batch);
      for (const { change, wanted } of found) {
        cursor = change.cursor;
        if (wanted) yield change;
      }
      if (found.length < batch) await alarm.rung(closed);
    }
  } finally {
    stop();
    release();
  }
}
