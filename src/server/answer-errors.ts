import { unwrapResolverError } from '@apollo/server/errors';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isUnstorableText } from '../database/unstorable-text.js';
import { inputErrorOf, UserInputError } from '../graphql/errors.js';
import { withoutValues } from '../graphql/without-values.js';
import type { Logger } from '../logger.js';
import { wholeOrNothing } from './enforce-limits.js';

/** The errors of answers, as clients get them over each transport. */
export interface AnswerErrors {
  /** The error as clients get it; an unexpected one is logged and masked. */
  format(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
  /** The same where no server formats it: over WebSocket and in event streams. */
  masked(error: GraphQLError): GraphQLError;
  /** A result with its errors masked. */
  answerOf(result: ExecutionResult): ExecutionResult;
}

/** Decides what clients see of errors; takes the log of those that are unexpected. */
export function createAnswerErrors(logger: Logger): AnswerErrors {
  function format(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
    const cause = unwrapResolverError(error);
    if (cause instanceof UserInputError)
      return {
        ...formatted,
        message: cause.message,
        extensions: inputErrorOf(cause),
      };
    if (cause instanceof GraphQLError)
      return {
        ...formatted,
        message: withoutValues(formatted.message),
        extensions: {
          code: cause.extensions.code ?? formatted.extensions?.code,
          ...(cause.extensions.retryAfterSeconds !== undefined && {
            retryAfterSeconds: cause.extensions.retryAfterSeconds,
          }),
        },
      };
    if (isUnstorableText(cause))
      return {
        message: 'A text of the request contains the NUL character. Remove it.',
        ...(formatted.path && { path: formatted.path }),
        extensions: { code: 'BAD_USER_INPUT' },
      };
    logger.error({ err: cause }, 'a request failed');
    return {
      message: 'Something failed here. Try again.',
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  }

  function masked(error: GraphQLError): GraphQLError {
    const { message, path, extensions } = format(
      { message: error.message, ...(error.path && { path: error.path }) },
      error,
    );
    return new GraphQLError(message, { ...(path && { path }), ...(extensions && { extensions }) });
  }

  return {
    format,
    masked,
    answerOf: (result) => (result.errors ? wholeOrNothing({ ...result, errors: result.errors.map(masked) }) : result),
  };
}
