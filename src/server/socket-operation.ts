import { ApolloServerErrorCode } from '@apollo/server/errors';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { limits } from '../graphql/limits.js';

const coded = (error: GraphQLError, code: string) =>
  new GraphQLError(error.message, { ...error, extensions: { code } });

/**
 * Reads an operation that came over WebSocket: what is to be executed, or errors with the codes that Apollo gives over HTTP.
 * Left to the library, a syntax error would close the socket with all its subscriptions.
 */
export function readOperation(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
): ExecutionArgs | GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    const errors = validate(schema, document);
    if (errors.length > 0) return errors.map((error) => coded(error, ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED));
    if (!getOperationAST(document, operationName))
      return [
        coded(
          new GraphQLError('The request must name one of its operations.'),
          ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
        ),
      ];
    return { schema, document, operationName, variableValues: variables };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [coded(error, ApolloServerErrorCode.GRAPHQL_PARSE_FAILED)];
  }
}
