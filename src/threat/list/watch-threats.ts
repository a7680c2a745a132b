import type { Viewer } from '../../auth/viewer.js';
import type { ClientWatch } from '../../live/client-watch.js';
import type { LiveEvents } from '../../live/live-events.js';
import { type ChangeSource, watchChanges } from '../../live/watch-changes.js';
import type { ChangedThreat, ThreatReader } from './threat.reader.js';
import type { ThreatEvent, ThreatEventKind } from './threat.type.js';

declare module '../../graphql/context.js' {
  interface Live {
    threats(viewer: Viewer, wanted: WantedThreats): AsyncIterable<ThreatEvent>;
  }
}

/** What a subscriber asked for. */
export interface WantedThreats {
  kinds: readonly `${ThreatEventKind}`[];
  /** Begin behind this cursor; null begins now. */
  after: string | null;
  /** The one client the subscriber asked for. */
  clientId: string | null;
  /** A device of the one machine the subscriber asked for. */
  deviceId: string | null;
  accepts: (event: ThreatEvent) => boolean;
}

/** Threats read at a time. A subscriber who falls behind keeps these in memory, and ids of one stretch of changes. */
const threatsInOneRead = 100;

/**
 * The events of one tenant as `watchChanges` gives them. What happened to a threat since the subscriber last asked is one
 * event, which says for how many changes it stands.
 */
export function watchThreats(
  parts: { liveEvents: LiveEvents; reader: ThreatReader; clientWatch: ClientWatch },
  viewer: Viewer,
  { kinds, after, clientId, deviceId, accepts }: WantedThreats,
): AsyncGenerator<ThreatEvent> {
  const { liveEvents, reader, clientWatch } = parts;
  const { tenantId } = viewer;
  const source: ChangeSource<ThreatEvent> = {
    topic: 'threats',
    lastCursor: () => reader.lastCursor(tenantId),
    async read(cursor) {
      const { changed, ...stretch } = await reader.coalescedAfter(tenantId, cursor, kinds);
      return { ...stretch, changes: eventsOf(reader, tenantId, changed, { deviceId, accepts }) };
    },
    onSubscribe: () => (clientId === null ? () => undefined : clientWatch.keepOpen(viewer, clientId)),
  };
  return watchChanges(liveEvents, tenantId, source, after);
}

/** The wanted events with their threats, which are read when they are asked for. */
async function* eventsOf(
  reader: ThreatReader,
  tenantId: string,
  changed: readonly ChangedThreat[],
  { deviceId, accepts }: Pick<WantedThreats, 'deviceId' | 'accepts'>,
): AsyncGenerator<ThreatEvent> {
  for (let start = 0; start < changed.length; start += threatsInOneRead) {
    const next = changed.slice(start, start + threatsInOneRead);
    const threats = await reader.byIds(
      tenantId,
      next.map(({ threatId }) => threatId),
      deviceId,
    );
    for (const { threatId, ...event } of next) {
      const threat = threats.get(threatId);
      if (threat !== undefined && accepts({ ...event, threat })) yield { ...event, threat };
    }
  }
}
