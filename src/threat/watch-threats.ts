import type { ClientWatch } from '../company/client-watch.js';
import type { LiveEvents } from '../database/live-events.js';
import { type ChangeSource, watchChanges } from '../database/watch-changes.js';
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

/** The events of one tenant as `watchChanges` gives them. */
export function watchThreats(
  parts: { liveEvents: LiveEvents; reader: ThreatReader; clientWatch: ClientWatch },
  viewer: Viewer,
  { kinds, after, clientId, accepts }: WantedThreats,
): AsyncGenerator<ThreatEvent> {
  const { liveEvents, reader, clientWatch } = parts;
  const { tenantId } = viewer;
  const source: ChangeSource<ThreatEvent> = {
    topic: 'threats',
    lastCursor: () => reader.lastCursor(tenantId),
    async read(cursor, first) {
      const events = await reader.changesAfter(tenantId, cursor, first);
      return events.map((event) => ({ change: event, wanted: kinds.includes(event.kind) && accepts(event) }));
    },
    hold: () => (clientId === null ? () => undefined : clientWatch.hold(viewer, clientId)),
  };
  return watchChanges(liveEvents, tenantId, source, after);
}
