import { asTenant } from '../database/tenancy.js';
import { createShares, createUpcoming } from '../domain/shares.js';
import { outsideOfRequests } from '../telemetry/request-context.js';
import { inSpan } from '../telemetry/spans.js';
import type { LiveEvent, LiveEvents } from './live-events.js';

/** How long what was read is kept for subscribers whose sockets are slower. */
const keptMilliseconds = 1_000;

/** Reads once what all subscribers of one tenant and topic ask for. What it gives belongs to all of them: nobody may change it. */
export interface SharedReader {
  /** What `read` finds; it is read again after each announcement. */
  present<Result>(key: string, read: () => Promise<Result>): Promise<Result>;
  /** The same for what has to be found later than it was asked for: those who ask while it is being read get what is read next. */
  upcoming<Result>(key: string, read: () => Promise<Result>): Promise<Result>;
  /** The same for what does not change: a stretch of a log, and the rows as they are when it is read. */
  past<Result>(key: string, read: () => Promise<Result>): Promise<Result>;
  /** To be called when the subscription ends. */
  leave(): void;
}

/** Gives each subscriber of a tenant the tenant's one reader of this topic. */
export type SharedReads = (tenantId: string) => SharedReader;

/** Creates the readers of a topic: one for each tenant that has a subscriber, from the first to the last. */
export function createSharedReads(liveEvents: LiveEvents, topic: LiveEvent['topic']): SharedReads {
  const readers = new Map<string, Omit<SharedReader, 'leave'> & { subscribers: number; stop: () => void }>();

  function open(tenantId: string) {
    /** Every statement that is sent for several subscribers of the tenant is sent from here. */
    const read = <Result>(work: () => Promise<Result>) =>
      outsideOfRequests(() =>
        asTenant(tenantId, () => inSpan('live events', { isRoot: true, attributes: { 'live.topic': topic } }, work)),
      );
    let sinceAnnounced = createShares();
    const upcoming = createUpcoming();
    const past = createShares(keptMilliseconds);
    const stop = liveEvents.on(tenantId, topic, () => {
      sinceAnnounced = createShares();
    });
    return {
      subscribers: 0,
      stop,
      present: <Result>(key: string, work: () => Promise<Result>) => sinceAnnounced.share(key, () => read(work)),
      upcoming: <Result>(key: string, work: () => Promise<Result>) => upcoming.share(key, () => read(work)),
      past: <Result>(key: string, work: () => Promise<Result>) => past.share(key, () => read(work)),
    };
  }

  return (tenantId) => {
    const reader = readers.get(tenantId) ?? open(tenantId);
    readers.set(tenantId, reader);
    reader.subscribers += 1;
    return {
      present: reader.present,
      upcoming: reader.upcoming,
      past: reader.past,
      leave() {
        reader.subscribers -= 1;
        if (reader.subscribers > 0) return;
        reader.stop();
        readers.delete(tenantId);
      },
    };
  };
}
