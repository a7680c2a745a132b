import type { Viewer } from '../../auth/viewer.js';
import type { ClientWatch } from '../../live/client-watch.js';
import type { LiveEvents } from '../../live/live-events.js';
import { type ChangeSource, watchChanges } from '../../live/watch-changes.js';
import type { AlertReader } from './alert.reader.js';
import type { AlertChangeKindEnum, AlertChangeType } from './alert-change.type.js';
import type { AlertFilter } from './alert-filter.type.js';

declare module '../../graphql/context.js' {
  interface Live {
    alerts(viewer: Viewer, wanted: WantedAlerts): AsyncIterable<AlertChangeType>;
  }
}

/** What a subscriber asked for. */
export interface WantedAlerts {
  kinds: readonly `${AlertChangeKindEnum}`[];
  /** Begin behind this cursor; null begins now. */
  after: string | null;
  filter: AlertFilter;
}

/** What a subscriber who falls behind keeps in memory. */
const changesInOneRead = 100;

/** The changes of one tenant's alerts as `watchChanges` gives them. */
export function watchAlerts(
  parts: { liveEvents: LiveEvents; reader: AlertReader; clientWatch: ClientWatch },
  viewer: Viewer,
  { kinds, after, filter }: WantedAlerts,
): AsyncGenerator<AlertChangeType> {
  const { liveEvents, reader, clientWatch } = parts;
  const { tenantId } = viewer;
  const { clientId } = filter;
  const source: ChangeSource<AlertChangeType> = {
    topic: 'alerts',
    lastCursor: () => reader.lastCursor(tenantId),
    async read(cursor) {
      const found = await reader.changesAfter(tenantId, cursor, changesInOneRead, filter);
      return {
        changes: found.filter(({ change, met }) => met && kinds.includes(change.kind)).map(({ change }) => change),
        end: found.at(-1)?.change.cursor ?? cursor,
        more: found.length === changesInOneRead,
      };
    },
    onSubscribe: () => (clientId ? clientWatch.keepOpen(viewer, clientId) : () => undefined),
  };
  return watchChanges(liveEvents, tenantId, source, after);
}
