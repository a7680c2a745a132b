import {
  BREAK,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  isScalarType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { Config } from '../config.js';

/** Executes an operation as `execute` of GraphQL does. */
export type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/** Characters of the documents that are kept compiled; their code takes about a hundred times as much. */
const charactersKept = 250_000;
/** A longer document takes too long to compile: it is interpreted, as one that comes once. */
const longestDocument = 20_000;

interface Known {
  uses: number;
  compiled: CompiledQuery['query'] | null | undefined;
}

/**
 * An `execute` that compiles queries and events of subscriptions, and interprets the rest: mutations, whose time is not that of executing
 * a document, and documents of several operations. Both give the same results, errors and their paths included.
 */
export function createExecute(compilation: Config['compiledQueries']): Execute {
  if (compilation === 'none') return execute;
  const usesBefore = compilation === 'all' ? 0 : 1;
  const known = new LRUCache<DocumentNode, Known>({
    maxSize: charactersKept,
    sizeCalculation: (_, document) => document.loc?.end ?? longestDocument,
  });

  function compiledOf({ schema, document }: ExecutionArgs): CompiledQuery['query'] | null {
    if ((document.loc?.end ?? 0) > longestDocument) return null;
    const entry = known.get(document) ?? { uses: 0, compiled: undefined };
    if (entry.uses === 0) known.set(document, entry);
    entry.uses += 1;
    if (entry.uses <= usesBefore) return null;
    if (entry.compiled === undefined) entry.compiled = compile(schema, document);
    return entry.compiled;
  }

  return (args) => {
    const compiled = compiledOf(args);
    if (compiled === null) return execute(args);
    const result = compiled(args.rootValue, args.contextValue, args.variableValues);
    const finish = (given: ExecutionResult) => {
      // GraphQL's own words are those that clients know, with its places in the document.
      if (given.errors?.some(isOfInput)) return execute(args);
      return given.errors ? { ...given, errors: oneForEachNull(given.data, given.errors).map(asError) } : given;
    };
    return result instanceof Promise ? result.then(finish) : finish(result as ExecutionResult);
  };
}

function compile(schema: GraphQLSchema, document: DocumentNode) {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (operations.length !== 1 || operations[0]?.operation === 'mutation') return null;
  if (hasVariableInScalar(schema, document)) return null;
  // Values of enums and of GraphQL's own scalars are written as they are: each time the library serializes one, it first makes the place of
  // an error. Resolvers are typed to give such values, and tests compare with what GraphQL's own `execute` serializes.
  const compiled = compileQuery(schema, document, undefined, { disableLeafSerialization: true });
  return isCompiledQuery(compiled) ? compiled.query : null;
}

/**
 * Whether a variable stands inside of an object that is a scalar, such as \`representations: [{ __typename: "Agent", id: $id }]\`. The library
 * reads such an object without its variables.
 */
function hasVariableInScalar(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      ObjectValue(node) {
        if (!isScalarType(getNamedType(types.getInputType()))) return;
        visit(node, {
          Variable() {
            found = true;
            return BREAK;
          },
        });
      },
    }),
  );
  return found;
}

/** Whether variables are of the wrong kind, for which nothing is executed, or one is null where an argument must not be. */
const isOfInput = ({ path, originalError, message }: GraphQLError) =>
  path === undefined || (!originalError && message.startsWith('Argument "'));

/** An error of a compiled document, whose class is the library's own, as `execute` would give it. */
function asError({ message, path, locations, originalError, extensions }: GraphQLError): GraphQLError {
  // What no resolver has thrown is a fault of this service: a null or a value where there may be none.
  const cause = originalError ?? new Error(message);
  const error = new GraphQLError(message, { path: path ?? null, originalError: cause, extensions });
  return Object.defineProperty(error, 'locations', { value: locations, enumerable: locations !== undefined });
}

/**
 * What fails inside of something that is null for an earlier error is not reported by GraphQL's `execute`: the first error of a null explains
 * it. Compiled documents go on, and report all of them.
 */
export function oneForEachNull(
  data: ExecutionResult['data'],
  errors: readonly GraphQLError[],
): readonly GraphQLError[] {
  const explained = new Set<string>();
  return errors.filter(({ path = [] }) => {
    const place = JSON.stringify(placeOfNull(data, path));
    if (explained.has(place)) return false;
    explained.add(place);
    return true;
  });
}

/** The beginning of a path up to where the data are null. */
function placeOfNull(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, depth);
    value = (value as Record<string | number, unknown>)[key];
  }
  return path;
}
