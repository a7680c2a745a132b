import { type Feed, type FeedParts, openFeed } from './feed.js';
import { type Follower, itemsOf } from './follower.js';

/** The wanted changes of one tenant after a place in its log, in commit order and without gaps. */
export interface ChangeWatch<Change> {
  /** A feed for all who want the same changes as this one, whatever place they begin at. */
  openFeed<Item>(parts: Pick<FeedParts<Change, Item>, 'prepare' | 'onEmpty'>): Feed<Item>;
  /**
   * Settles when it is known behind which change this one begins: whoever is confirmed to have subscribed after that misses none. What fails is
   * reported to those who follow.
   */
  begin(): Promise<void>;
  /** Follows a feed from the place of this one; returns a function that ends it. */
  follow<Item>(feed: Feed<Item>, follower: Follower<Item>): () => void;
  /** The changes, for one who is alone. */
  [Symbol.asyncIterator](): AsyncGenerator<Change>;
}

const watches = new WeakSet<object>();

/** Whether what a subscription leads to are the changes of a log. */
export const isChangeWatch = (events: object): events is ChangeWatch<object> => watches.has(events);

/** Prepares to give the changes of a source after a place; null is the one of the last change when it begins, or somebody begins to follow. */
export function watchChanges<Change extends object>(
  parts: Pick<FeedParts<Change, Change>, 'liveEvents' | 'sharedReads' | 'tenantId' | 'source'>,
  after: bigint | null,
): ChangeWatch<Change> {
  const { source } = parts;
  let begun: Promise<bigint> | null = after === null ? null : Promise.resolve(after);
  /** Those who begin together begin behind the same change: thousands come at once when a process starts. */
  async function lastPlace(): Promise<bigint> {
    const reader = parts.sharedReads(parts.tenantId);
    try {
      return await reader.upcoming('last place', () => source.lastPlace());
    } finally {
      reader.leave();
    }
  }
  const start = () => {
    begun ??= lastPlace();
    return begun;
  };
  const watch: ChangeWatch<Change> = {
    begin: () =>
      start().then(
        () => undefined,
        () => undefined,
      ),
    openFeed: (more) => openFeed({ ...parts, ...more }),
    follow(feed, follower) {
      const release = source.onSubscribe();
      const end = feed.follow(follower, start());
      return () => {
        release();
        end();
      };
    },
    [Symbol.asyncIterator]: () =>
      itemsOf((follower) => {
        const prepare = async (item: Change) => ({ item, bytes: 0 });
        return watch.follow(watch.openFeed({ prepare, onEmpty: () => undefined }), follower);
      }),
  };
  watches.add(watch);
  return watch;
}
