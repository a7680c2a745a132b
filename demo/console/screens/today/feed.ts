/** Something that happened while the page was open. */
export interface FeedEntry {
  kind: 'threat' | 'alert';
  id: string;
  at: string;
  severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'UNKNOWN';
  title: string;
  place: string;
}

export const longestFeed = 20;

/** The feed with one more entry on top. What is known under the id already moves up instead of standing there twice. */
export function withEntry(feed: readonly FeedEntry[], entry: FeedEntry): FeedEntry[] {
  const others = feed.filter(({ kind, id }) => kind !== entry.kind || id !== entry.id);
  return [entry, ...others].slice(0, longestFeed);
}
