import type { ReasonCode } from '../transport/errors.js';

/** What a run has seen so far of a method that is asked for one row at a time. */
export interface RowTally {
  /** Rows that GravityZone answered, or refused: either shows that it works. */
  answered: number;
  /** Rows in a row that failed since the last answer. */
  failedInARow: number;
}

/** What came of a row that GravityZone showed before; UNKNOWN where there is no such row. */
export type Control = 'ANSWERED' | 'FAILED' | 'UNKNOWN';

/** GO_ON: failures are those of their rows. ASK_CONTROL: a row that is known to be sound decides. */
export type RowVerdict = 'GO_ON' | 'ASK_CONTROL' | 'SERVICE_FAILED';

const failuresThatRaiseDoubt = 3;
/** As many as open the circuit. */
const failuresThatEnd = 8;

/** Answers about one row, which asking again would not change. */
const refusals: readonly ReasonCode[] = ['INVALID_PARAMETERS', 'METHOD_NOT_FOUND', 'MALFORMED_ANSWER'];
/** What may be the fault of one row as well as of all of GravityZone. */
const ambiguous: readonly ReasonCode[] = ['SERVER_ERROR', 'TIMEOUT'];

/**
 * Whose failure a code stands for: the row's (`REFUSED`), perhaps the row's (`FAILED`), or that of the key, the network or
 * GravityZone as a whole (`SERVICE`).
 */
export function failureKind(code: ReasonCode): 'REFUSED' | 'FAILED' | 'SERVICE' {
  if (refusals.includes(code)) return 'REFUSED';
  return ambiguous.includes(code) ? 'FAILED' : 'SERVICE';
}

/**
 * Decides whether rows that failed are sick or GravityZone is. `ended` is true once there is no further row to ask for;
 * `control` is null until it was asked.
 */
export function judgeRows({ answered, failedInARow }: RowTally, ended: boolean, control: Control | null): RowVerdict {
  if (failedInARow === 0 || (ended && answered > 0)) return 'GO_ON';
  if (!ended && failedInARow < failuresThatRaiseDoubt) return 'GO_ON';
  if (control === null) return 'ASK_CONTROL';
  if (control !== 'UNKNOWN') return control === 'ANSWERED' ? 'GO_ON' : 'SERVICE_FAILED';
  if (answered > 0) return failedInARow < failuresThatEnd ? 'GO_ON' : 'SERVICE_FAILED';
  return failedInARow > 1 ? 'SERVICE_FAILED' : 'GO_ON';
}

const firstRestMilliseconds = 15 * 60_000;
const longestRestMilliseconds = 24 * 3_600_000;

/** When a row that has failed so many times is asked for again: after 15 minutes, then twice as long, up to a day. */
export function askAgainAt(failures: number, now: Date): Date {
  const rest = Math.min(longestRestMilliseconds, firstRestMilliseconds * 2 ** Math.min(failures - 1, 20));
  return new Date(now.getTime() + rest);
}
