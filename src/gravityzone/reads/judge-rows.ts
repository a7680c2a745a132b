import { type ReasonCode } from '../transport/errors.js';

/** Results so far in a run of a method that reads one row per call. */
export interface RowTally {
  /** Rows that GravityZone answered or refused; either shows that the service works. */
  answered: number;
  /** Consecutive failures since the last answer. */
  failedInARow: number;
}

/** Result of reading a row that was read successfully before; UNKNOWN when there is no such row. */
export type Control = 'ANSWERED' | 'FAILED' | 'UNKNOWN';

/** GO_ON: failures concern their rows only. ASK_CONTROL: a row that was readable before decides. */
export type RowVerdict = 'GO_ON' | 'ASK_CONTROL' | 'SERVICE_FAILED';

const failuresThatRaiseDoubt = 3;
/** The same number as opens the circuit. */
const failuresThatEnd = 8;

/** Answers about one row, which a retry would not change. */
const refusals: readonly ReasonCode[] = ['INVALID_PARAMETERS', 'METHOD_NOT_FOUND', 'MALFORMED_ANSWER'];
/** Failures that can be caused by one row or by GravityZone as a whole. */
const ambiguous: readonly ReasonCode[] = ['SERVER_ERROR', 'TIMEOUT'];

/**
 * What a failure is about: the row (`REFUSED`), possibly the row (`FAILED`), or the key, the network or GravityZone as a
 * whole (`SERVICE`).
 */
export function failureKind(code: ReasonCode): 'REFUSED' | 'FAILED' | 'SERVICE' {
  if (refusals.includes(code)) return 'REFUSED';
  return ambiguous.includes(code) ? 'FAILED' : 'SERVICE';
}

/**
 * Decides whether failures are caused by the rows or by GravityZone. `ended` is true when no further row is to be read;
 * `control` is null until the control row was read.
 */
export function judgeRows({ answered, failedInARow }: RowTally, ended: boolean, control: Control | null): RowVerdict {
  if (failedInARow === 0 || (ended && answered > 0)) return 'GO_ON';
  if (!ended && failedInARow < failuresThatRaiseDoubt) return 'GO_ON';
  if (control === null) return 'ASK_CONTROL';
  if (control !== 'UNKNOWN') return control === 'ANSWERED' ? 'GO_ON' : 'SERVICE_FAILED';
  if (answered > 0) return failedInARow < failuresThatEnd ? 'GO_ON' : 'SERVICE_FAILED';
  return failedInARow > 1 ? 'SERVICE_FAILED' : 'GO_ON';
}
