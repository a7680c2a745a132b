import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { limits } from '../graphql/limits.js';

const coded = (error: GraphQLError, code: string) =>
  new GraphQLError(error.message, { ...error, extensions: { code } });

/** Documents that were found valid, as Apollo keeps those that come over HTTP: clients send the same ones again and again. */
const valid = new WeakMap<GraphQLSchema, Map<string, DocumentNode>>();
const mostKept = 1_000;
/** Longer texts are rare, and their documents take much memory. */
const longestKept = 5_000;

function keep(schema: GraphQLSchema, query: string, document: DocumentNode): void {
  if (query.length > longestKept) return;
  const known = valid.get(schema) ?? new Map<string, DocumentNode>();
  if (known.size >= mostKept) known.clear();
  valid.set(schema, known.set(query, document));
}

/**
 * Reads an operation that came over WebSocket: what is to be executed, or errors with the codes that Apollo gives over HTTP.
 * Left to the library, a syntax error would close the socket with all its subscriptions.
 */
export function readOperation(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
  rules: readonly ValidationRule[] = specifiedRules,
): ExecutionArgs | GraphQLError[] {
  try {
    const known = valid.get(schema)?.get(query);
    const document = known ?? parse(query, { maxTokens: limits.tokens });
    const errors = known ? [] : validate(schema, document, rules);
    if (errors.length > 0) return errors.map((error) => coded(error, ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED));
    if (!known) keep(schema, query, document);
    const operation = getOperationAST(document, operationName)?.operation;
    if (operation === undefined)
      return [
        coded(
          new GraphQLError('The request must name one of its operations.'),
          ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
        ),
      ];
    // Validation does not look at the fields of a root type that does not exist.
    if (!schema.getRootType(operation))
      return [
        coded(new GraphQLError(`There is no ${operation} here.`), ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED),
      ];
    return { schema, document, operationName, variableValues: variables };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [coded(error, ApolloServerErrorCode.GRAPHQL_PARSE_FAILED)];
  }
}
