/**
 * How much of a run is done, 0 to 1: `index` of its `count` streams are behind it, and of the one under way the share
 * that BD's totals tell. Each stream counts alike: how long the next one takes is not known before it begins.
 */
export function shareDone(index: number, count: number, share: number): number {
  return (index + Math.min(1, Math.max(0, share))) / count;
}

/** The share of a list that has been read; BD does not always say how long it is, and is not always right. */
export function shareRead(read: number, total: number | null): number {
  return total === null || total <= 0 ? 0 : Math.min(1, read / total);
}
