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
import { LRUCache } from 'lru-cache';
import { limits } from '../graphql/limits.js';

const coded = (error: GraphQLError, code: string) =>
  new GraphQLError(error.message, { ...error, extensions: { code } });

/** What validation said of a text. */
interface Known {
  document: DocumentNode;
  errors: GraphQLError[];
}

/**
 * Texts that were read, as Apollo keeps those that come over HTTP: clients send the same ones again and again. Bounded by their characters, not
 * by their number: the tree of a text takes about a hundred times as much memory as the text.
 */
const known = new WeakMap<GraphQLSchema, LRUCache<string, Known>>();
const charactersKept = 250_000;

function knownOf(schema: GraphQLSchema): LRUCache<string, Known> {
  const ofSchema =
    known.get(schema) ??
    new LRUCache<string, Known>({
      maxSize: charactersKept,
      sizeCalculation: ({ errors }, query) =>
        errors.reduce((size, { message }) => size + message.length, query.length + 1),
    });
  known.set(schema, ofSchema);
  return ofSchema;
}

/** Reads a text, or remembers what was read. Throws GraphQLError for what is no GraphQL. */
function readText(schema: GraphQLSchema, query: string, rules: readonly ValidationRule[]): Known {
  const ofSchema = knownOf(schema);
  const remembered = ofSchema.get(query);
  if (remembered) return remembered;
  const document = parse(query, { maxTokens: limits.tokens });
  const errors = validate(schema, document, rules).map((error) =>
    coded(error, ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED),
  );
  const read = { document, errors };
  ofSchema.set(query, read);
  return read;
}

/**
 * Reads an operation: what is to be executed, or errors with the codes that Apollo gives over HTTP.
 * Left to the library, a syntax error would close the socket with all its subscriptions.
 */
export function readOperation(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
  rules: readonly ValidationRule[] = specifiedRules,
): ExecutionArgs | GraphQLError[] {
  try {
    const { document, errors } = readText(schema, query, rules);
    if (errors.length > 0) return errors;
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
