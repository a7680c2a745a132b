import { pastOrNull } from '../cadence/past.js';

/** The last read of the whole quarantine. */
export interface QuarantineWalk {
  /** Null if it was never read, or must be read again. */
  walkedAt: Date | null;
  /** How many items it had; null if it was never read. */
  items: number | null;
}

/** Rows in the answer to one call. */
const pageSize = 100;
const walkedAgainAfterMilliseconds = 24 * 3_600_000;

/**
 * How the quarantine is read. A window shows new and recurring items, but not removed ones; only a read of the whole
 * quarantine does. That is chosen if it costs one call (up to 100 items), else once a day: a large quarantine costs a call
 * for each 100 items a day, in addition to the one call of each sync.
 */
export function planQuarantine({ walkedAt: stored, items }: QuarantineWalk, now: Date): 'WHOLE' | 'WINDOW' {
  const walkedAt = pastOrNull(stored, now);
  if (walkedAt === null || items === null || items <= pageSize) return 'WHOLE';
  return now.getTime() - walkedAt.getTime() >= walkedAgainAfterMilliseconds ? 'WHOLE' : 'WINDOW';
}
