import type { Viewer } from '../../auth/viewer.js';
import { decodeSequenceCursor } from '../../graphql/lists/cursors.js';
import type { ClientWatch } from '../../live/client-watch.js';
import type { LiveEvents } from '../../live/live-events.js';
import { createSharedReads, type SharedReader } from '../../live/shared-reads.js';
import type { ChangeSource, Found, Stretch } from '../../live/stretches.js';
import { type ChangeWatch, watchChanges } from '../../live/watch-changes.js';
import type { ThreatReader } from './threat.reader.js';
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
  /** The one site the subscriber asked for. */
  siteId: string | null;
  accepts: (event: ThreatEvent) => boolean;
}

/** Threats read at a time. A subscriber who falls behind keeps these in memory, and ids of one stretch of changes. */
const threatsInOneRead = 100;

/** A function that gives the events a viewer asked for, as `watchChanges` does. Subscribers of one tenant share what is read for them. */
export function watchThreats(parts: { liveEvents: LiveEvents; reader: ThreatReader; clientWatch: ClientWatch }) {
  const { liveEvents, reader, clientWatch } = parts;
  const sharedReads = createSharedReads(liveEvents, 'threats');
  return (viewer: Viewer, wanted: WantedThreats): ChangeWatch<ThreatEvent> => {
    const { tenantId } = viewer;
    const { after, clientId } = wanted;
    const source: ChangeSource<ThreatEvent> = {
      topic: 'threats',
      lastPlace: async () => BigInt(decodeSequenceCursor(await reader.lastCursor(tenantId))),
      read: (shared, stretch) => readEvents({ reader, shared, tenantId }, stretch, wanted),
      onSubscribe: () => (clientId === null ? () => undefined : clientWatch.keepOpen(viewer, clientId)),
    };
    const place = after === null ? null : BigInt(decodeSequenceCursor(after));
    return watchChanges({ liveEvents, sharedReads, tenantId, source }, place);
  };
}

interface EventParts {
  reader: ThreatReader;
  shared: SharedReader;
  tenantId: string;
}

/**
 * The wanted events of a stretch. What happened to a threat in it is one event, which says for how many changes it stands. The
 * threats are read when they are asked for.
 */
async function readEvents(parts: EventParts, stretch: Stretch, wanted: WantedThreats): Promise<Found<ThreatEvent>> {
  const { reader, shared, tenantId } = parts;
  const name = [stretch.after, stretch.until, ...wanted.kinds].join(' ');
  const { changed, end } = await shared.past(name, () => reader.coalesced(tenantId, stretch, wanted.kinds));

  /** The events of some threats, whoever wants them. */
  async function eventsFrom(start: number): Promise<ThreatEvent[]> {
    const next = changed.slice(start, start + threatsInOneRead);
    const threats = await reader.byIds(
      tenantId,
      next.map(({ threatId }) => threatId),
    );
    return next.flatMap(({ threatId, ...event }) => {
      const threat = threats.get(threatId);
      return threat === undefined ? [] : [{ ...event, threat }];
    });
  }

  return {
    end,
    portions: Math.ceil(changed.length / threatsInOneRead),
    async portion(number) {
      const start = number * threatsInOneRead;
      const accepted = (await shared.past(`${name} from ${start}`, () => eventsFrom(start))).filter(wanted.accepts);
      const ofOne = wanted.deviceId === null ? accepted : await ofMachine(parts, accepted, wanted.deviceId);
      return wanted.siteId === null ? ofOne : ofSite(parts, ofOne, wanted.siteId);
    },
  };
}

/** Those of the events whose threats are the machine's. */
async function ofMachine(
  { reader, shared, tenantId }: EventParts,
  events: readonly ThreatEvent[],
  deviceId: string,
): Promise<ThreatEvent[]> {
  if (events.length === 0) return [];
  const ids = events.map(({ threat }) => threat.id);
  const own = await shared.past(['of', deviceId, ...ids].join(' '), () => reader.ofMachine(tenantId, ids, deviceId));
  return events.filter(({ threat }) => own.has(threat.id));
}

/** Those of the events whose threats are of machines at the site. */
async function ofSite(
  { reader, shared, tenantId }: EventParts,
  events: readonly ThreatEvent[],
  siteId: string,
): Promise<ThreatEvent[]> {
  if (events.length === 0) return [];
  const ids = events.map(({ threat }) => threat.id);
  const there = await shared.past(['at', siteId, ...ids].join(' '), () => reader.ofSite(tenantId, ids, siteId));
  return events.filter(({ threat }) => there.has(threat.id));
}
