import { measures } from '../telemetry/measures.js';
import type { LiveEvent, LiveEvents } from './live-events.js';
import type { SharedReader, SharedReads } from './shared-reads.js';
import { closeable, createAlarm } from './wake.js';

/** A stretch of a log: the changes after one place, up to and including another. */
export interface Stretch {
  after: bigint;
  until: bigint;
}

/** Reads the changes of one kind of row. */
export interface ChangeSource<Change> {
  topic: LiveEvent['topic'];
  /** The place of the last change so far. */
  lastPlace(): Promise<bigint>;
  /**
   * The first of the requested changes in a stretch, in commit order, and the place up to which they are complete. What the reader
   * gives is shared: whoever asks for the same stretch gets the same objects.
   */
  read(
    reader: SharedReader,
    stretch: Stretch,
  ): Promise<{
    changes: Iterable<Change> | AsyncIterable<Change>;
    end: bigint;
  }>;
  /** Called when the subscription starts; returns a function that is called when it ends. */
  onSubscribe(): () => void;
}

interface Parts {
  liveEvents: LiveEvents;
  sharedReads: SharedReads;
}

/**
 * The requested changes of one tenant after a place in the log (null is now), in commit order and without gaps: a notification
 * only wakes the subscriber, and the changes are read from the table. All subscribers read up to the same place, which is looked
 * up once for each announcement: so those who have seen everything share what they read next, and one who is late, or resumes,
 * reads by itself until it has caught up. Ends when the caller returns.
 */
export function watchChanges<Change>(
  parts: Parts,
  tenantId: string,
  source: ChangeSource<Change>,
  after: bigint | null,
): AsyncGenerator<Change> {
  return closeable((closed) => changes(parts, tenantId, source, after, closed));
}

async function* changes<Change>(
  { liveEvents, sharedReads }: Parts,
  tenantId: string,
  source: ChangeSource<Change>,
  after: bigint | null,
  closed: AbortSignal,
): AsyncGenerator<Change> {
  const alarm = createAlarm();
  const { topic } = source;
  const reader = sharedReads(tenantId);
  /** When the oldest change was announced that is not read yet; undefined for what a subscriber catches up on. */
  let announcedAt: number | undefined;
  const stop = liveEvents.on(tenantId, topic, ({ at }) => {
    announcedAt ??= at;
    alarm.ring();
  });
  const unsubscribe = source.onSubscribe();
  try {
    let place = after ?? (await source.lastPlace());
    while (!closed.aborted) {
      const since = announcedAt;
      announcedAt = undefined;
      const until = await reader.present('last place', () => source.lastPlace());
      if (place < until) {
        const { changes: found, end } = await source.read(reader, { after: place, until });
        for await (const change of found) {
          measures().liveEvents.add(1, { topic });
          if (since !== undefined) measures().liveLag.record(Math.max(0, Date.now() - since) / 1_000, { topic });
          yield change;
        }
        place = end;
      }
      if (place >= until) await alarm.rung(closed);
    }
  } finally {
    stop();
    reader.leave();
    unsubscribe();
  }
}
