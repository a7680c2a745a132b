import type { ClientWatch } from '../company/client-watch.js';
import type { LiveEvents } from '../database/live-events.js';
import { closeable, createAlarm } from '../database/wake.js';
import type { Viewer } from '../graphql/viewer.js';
import type { ThreatReader } from './threat.reader.js';
import type { ThreatEvent, ThreatEventKind } from './threat.type.js';

/** What a subscriber asked for. */
export interface WantedThreats {
  kinds: readonly `${ThreatEventKind}`[];
  /** Begin behind this cursor; null begins now. */
  after: string | null;
  /** The one client the subscriber asked for. */
  clientId: string | null;
  accepts: (event: ThreatEvent) => boolean;
}

/** What subscriptions to threats are made of. */
interface ThreatWatchParts {
  liveEvents: LiveEvents;
  reader: ThreatReader;
  clientWatch: ClientWatch;
}

/** Events read at a time: what a subscriber who falls behind keeps in memory. */
const batch = 100;

/**
 * The events of one tenant behind a cursor, for ever, in the order of their commits and without gaps: a notification
 * only wakes the reader, and what happened is read from the table. Ends when the caller returns.
 */
export function watchThreats(
  parts: ThreatWatchParts,
  viewer: Viewer,
  wanted: WantedThreats,
): AsyncGenerator<ThreatEvent> {
  return closeable((closed) => threatEvents(parts, viewer, wanted, closed));
}

async function* threatEvents(
  parts: ThreatWatchParts,
  viewer: Viewer,
  wanted: WantedThreats,
  closed: AbortSignal,
): AsyncGenerator<ThreatEvent> {
  const { tenantId } = viewer;
  const alarm = createAlarm();
  const stop = parts.liveEvents.on(tenantId, 'threats', () => alarm.ring());
  const release = wanted.clientId === null ? () => undefined : parts.clientWatch.hold(viewer, wanted.clientId);
  try {
    let cursor = wanted.after ?? (await parts.reader.lastCursor(tenantId));
    while (!closed.aborted) {
      const events = await parts.reader.changesAfter(tenantId, cursor, batch);
      for (const event of events) {
        cursor = event.cursor;
        if (wanted.kinds.includes(event.kind) && wanted.accepts(event)) yield event;
      }
      if (events.length < batch) await alarm.rung(closed);
    }
  } finally {
    stop();
    release();
  }
}
