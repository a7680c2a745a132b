/**
 * Why core did not do what was asked: it could not be reached or failed (`UNAVAILABLE`), it understood and refused
 * (`REJECTED`), or its answer is not what the contract says (`MALFORMED`).
 */
export type OpsMergeErrorCode = 'UNAVAILABLE' | 'REJECTED' | 'MALFORMED';

/** The one error of this folder. `retryable` says whether the same call may succeed later. */
export class OpsMergeError extends Error {
  override readonly name = 'OpsMergeError';

  constructor(
    readonly code: OpsMergeErrorCode,
    message: string,
    readonly retryable = code === 'UNAVAILABLE',
  ) {
    super(message);
  }
}
