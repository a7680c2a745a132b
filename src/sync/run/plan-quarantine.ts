/** What was learnt by the last read of the whole quarantine. */
export interface QuarantineWalk {
  /** Null when it was never read, or must be read again. */
  walkedAt: Date | null;
  /** How many items it held. */
  items: number | null;
}

/** Rows that one call gives. */
const pageSize = 100;
const walkedAgainAfterMilliseconds = 24 * 3_600_000;

/**
 * How the quarantine is read. A window shows what came or came again, but not what went; only a read of the whole
 * quarantine does. That is chosen where it costs no more (one call serves up to 100 items), else once a day: a large
 * quarantine costs a call for each 100 items a day, beside a window's one call a sync.
 */
export function planQuarantine({ walkedAt, items }: QuarantineWalk, now: Date): 'WHOLE' | 'WINDOW' {
  if (walkedAt === null || items === null || items <= pageSize) return 'WHOLE';
  return now.getTime() - walkedAt.getTime() >= walkedAgainAfterMilliseconds ? 'WHOLE' : 'WINDOW';
}
