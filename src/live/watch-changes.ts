import { measures } from '../telemetry/measures.js';
import { inSpan } from '../telemetry/spans.js';
import type { LiveEvent, LiveEvents } from './live-events.js';
import { closeable, createAlarm } from './wake.js';

/** Reads the changes of one kind of row. */
export interface ChangeSource<Change> {
  topic: LiveEvent['topic'];
  lastCursor(): Promise<string>;
  /**
   * The next batch after a cursor: the requested changes in commit order, the cursor of its end, and whether more follow.
   * It must be small: a subscriber who falls behind keeps it in memory.
   */
  read(cursor: string): Promise<{
    changes: Iterable<Change> | AsyncIterable<Change>;
    end: string;
    more: boolean;
  }>;
  /** Called when the subscription starts; returns a function that is called when it ends. */
  onSubscribe(): () => void;
}

/**
 * The requested changes of one tenant after a cursor (null is now), in commit order and without gaps: a notification only
 * wakes the reader, and the changes are read from the table. Ends when the caller returns.
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
  const { topic } = source;
  /** When the oldest change was announced that is not read yet; undefined for what a subscriber catches up on. */
  let announcedAt: number | undefined;
  const stop = liveEvents.on(tenantId, topic, ({ at }) => {
    announcedAt ??= at;
    alarm.ring();
  });
  const unsubscribe = source.onSubscribe();
  try {
    let cursor = after ?? (await source.lastCursor());
    while (!closed.aborted) {
      const since = announcedAt;
      announcedAt = undefined;
      const attributes = { 'live.topic': topic };
      const {
        changes: found,
        end,
        more,
      } = await inSpan('live events', { isRoot: true, attributes }, () => source.read(cursor));
      for await (const change of found) {
        measures().liveEvents.add(1, { topic });
        if (since !== undefined) measures().liveLag.record(Math.max(0, Date.now() - since) / 1_000, { topic });
        yield change;
      }
      cursor = end;
      if (!more) await alarm.rung(closed);
    }
  } finally {
    stop();
    unsubscribe();
  }
}
