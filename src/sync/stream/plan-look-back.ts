/** A look back over the incidents of 30 days, under way or to be made. */
export interface LookBack {
  /** The end of the 30 days. */
  until: Date;
  /** The page to begin with. */
  page: number;
}

/** What is stored of the looks back of an integration. */
export interface LookBackState {
  /** When the next one is due; null if none was made yet. */
  dueAt: Date | null;
  /** The look that is not complete; null if there is none. */
  unfinished: LookBack | null;
}

/** How many pages one run reads of it. */
export const lookBackPages = 5;

const dayMilliseconds = 24 * 3_600_000;
const restAfterFailureMilliseconds = 3_600_000;

/**
 * The look back that a run makes: once a day, since GravityZone may list an incident long after the change that its filter
 * goes by, and rows move while pages are read. One that is not complete goes on where it stopped, for up to a day. A due
 * time that is further away than any that is set here comes from a wrong clock. Null when none is due.
 */
export function planLookBack({ dueAt, unfinished }: LookBackState, now: Date): LookBack | null {
  const wait = (dueAt?.getTime() ?? 0) - now.getTime();
  if (wait > 0 && wait <= dayMilliseconds) return null;
  const age = unfinished === null ? null : now.getTime() - unfinished.until.getTime();
  return unfinished !== null && age !== null && age >= 0 && age < dayMilliseconds
    ? unfinished
    : { until: now, page: 1 };
}

/**
 * What is stored after a look back. `lastPage` is the last page that was read of an unfinished one; the next run reads it
 * again, since rows may have moved to it. Null if no page was read.
 */
export function afterLookBack(
  look: LookBack,
  end: { state: 'COMPLETE' | 'STOPPED' | 'FAILED'; lastPage: number | null },
  now: Date,
): LookBackState {
  if (end.state === 'COMPLETE') return { dueAt: new Date(look.until.getTime() + dayMilliseconds), unfinished: null };
  return {
    dueAt: end.state === 'STOPPED' ? now : new Date(now.getTime() + restAfterFailureMilliseconds),
    unfinished: { until: look.until, page: end.lastPage ?? look.page },
  };
}
