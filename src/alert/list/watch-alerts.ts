import type { Viewer } from '../../auth/viewer.js';
import { decodeSequenceCursor } from '../../graphql/lists/cursors.js';
import type { ClientWatch } from '../../live/client-watch.js';
import type { LiveEvents } from '../../live/live-events.js';
import { createSharedReads } from '../../live/shared-reads.js';
import type { ChangeSource } from '../../live/stretches.js';
import { type ChangeWatch, watchChanges } from '../../live/watch-changes.js';
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

/** A function that gives the changes a viewer asked for, as `watchChanges` does. Subscribers of one tenant share what is read for them. */
export function watchAlerts(parts: { liveEvents: LiveEvents; reader: AlertReader; clientWatch: ClientWatch }) {
  const { liveEvents, reader, clientWatch } = parts;
  const sharedReads = createSharedReads(liveEvents, 'alerts');
  return (viewer: Viewer, { kinds, after, filter }: WantedAlerts): ChangeWatch<AlertChangeType> => {
    const { tenantId } = viewer;
    const { clientId } = filter;
    const source: ChangeSource<AlertChangeType> = {
      topic: 'alerts',
      lastPlace: async () => BigInt(decodeSequenceCursor(await reader.lastCursor(tenantId))),
      async read(shared, stretch) {
        const name = [stretch.after, stretch.until, JSON.stringify(filter)].join(' ');
        const { found, end } = await shared.past(name, () =>
          reader.changesIn(tenantId, stretch, changesInOneRead, filter),
        );
        const wanted = found.filter(({ kind }) => kinds.includes(kind));
        return { portions: 1, portion: async () => wanted, end };
      },
      onSubscribe: () => (clientId ? clientWatch.keepOpen(viewer, clientId) : () => undefined),
    };
    const place = after === null ? null : BigInt(decodeSequenceCursor(after));
    return watchChanges({ liveEvents, sharedReads, tenantId, source }, place);
  };
}
