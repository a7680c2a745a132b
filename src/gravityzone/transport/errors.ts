import { type ReasonCode, reasons } from './reasons.js';

export type { ReasonCode } from './reasons.js';

interface ErrorDetails {
  /** Replaces the sentence of the reason; must never contain the key. */
  message?: string | undefined;
  hint?: string | undefined;
  method?: string | undefined;
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
}

/** A failure of GravityZone or of the connection to it. Message and hint are shown to users. */
export class GravityZoneError extends Error {
  readonly code: ReasonCode;
  readonly hint: string;
  readonly method: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(code: ReasonCode, details: ErrorDetails = {}) {
    super(
      details.message ?? reasons[code].sentence,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = 'GravityZoneError';
    this.code = code;
    this.hint = details.hint ?? reasons[code].hint;
    this.method = details.method ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

/** Whether an error is a GravityZoneError with one of these codes. */
export function isReason(error: unknown, ...codes: ReasonCode[]): error is GravityZoneError {
  return error instanceof GravityZoneError && codes.includes(error.code);
}
