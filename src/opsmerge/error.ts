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

/** Whether core refused a document for good, as one does that does not know its fields: an older core. */
export const isUnknownToCore = (error: unknown): boolean =>
  error instanceof OpsMergeError && error.code === 'REJECTED' && !error.retryable;
