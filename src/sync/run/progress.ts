/**
 * The progress of a run, 0 to 1: `index` of its `count` streams are done, and `share` of the current one. All streams
 * have equal weight, since the duration of the next one is not known before it starts.
 */
export function shareDone(index: number, count: number, share: number): number {
  return (index + Math.min(1, Math.max(0, share))) / count;
}

/** The share of a list that has been read, 0 to 1. BD does not always report the total, and it may be wrong. */
export function shareRead(read: number, total: number | null): number {
  return total === null || total <= 0 ? 0 : Math.min(1, read / total);
}
