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

/**
 * What a read of the whole quarantine may be believed: `COMPLETE` when it is a single answer that shows every row it
 * counted; `TO_CONFIRM` when rows may have moved between its pages or it shows nothing at all, so that what is missing
 * must be missing twice; `INCOMPLETE` when it tells nothing about what is gone.
 */
export function trustOf(walk: {
  pages: number;
  rows: number;
  /** Null where BD did not say. */
  total: number | null;
  /** Rows that cannot be told apart: any of them may be any item. */
  nameless: number;
}): 'COMPLETE' | 'TO_CONFIRM' | 'INCOMPLETE' {
  if (walk.total === null || walk.rows < walk.total || walk.nameless > 0) return 'INCOMPLETE';
  return walk.pages === 1 && walk.rows > 0 ? 'COMPLETE' : 'TO_CONFIRM';
}
