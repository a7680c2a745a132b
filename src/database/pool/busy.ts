import { GraphQLError } from 'graphql';

const messages = {
  waiting: 'Too much of what you asked for is under way. Try again in a few seconds.',
  locked: 'Another change of your data is under way. Try again in a few seconds.',
  slow: 'The database took too long to answer. Ask for less, or try again in a few seconds.',
};

/** Thrown where more would only wait, or has waited too long; it may be tried again. */
export class BusyError extends GraphQLError {
  constructor(reason: keyof typeof messages, cause?: Error) {
    super(messages[reason], { extensions: { code: 'BUSY', retryAfterSeconds: 5 }, originalError: cause });
  }
}

/** SQLSTATE: a lock was not available in time, a statement was canceled. */
const reasons: Readonly<Record<string, keyof typeof messages>> = { '55P03': 'locked', '57014': 'slow' };

/** Takes an error of the database; gives a BusyError where a time-out of ours is the reason, else the same. */
export function busyIfLate(error: unknown): unknown {
  const reason = error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined;
  return reason === undefined ? error : new BusyError(reason, error as Error);
}
