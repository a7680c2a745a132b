import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  Kind,
  type VariableNode,
  validate,
  visit,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import type { Budget } from '../database/request-budget.js';
import { assumedLength, countingArguments, isList } from './lists/list-lengths.js';

/** What a request may ask for at most. A page of 100 rows with the fields of each row stays below. */
export const limits = {
  /** Levels of fields, one in the other. */
  depth: 16,
  /** Fields under another name; gateways that batch give many. */
  aliases: 100,
  /** Names, brackets and values of the text. */
  tokens: 10_000,
  /** Fields of all the rows that could come back, by the sizes of pages and the assumed lengths of other lists. */
  cost: 250_000,
  /** Fields of the rows that do come back. */
  fields: 30_000,
  /** Queries of the database for one answer, and for each event of a subscription. Batches make them independent of the size of a page. */
  statements: 100,
} as const;

/** What a request may use, and each event of a subscription; a mutation is bounded by the lengths of its inputs. */
export function budgetOf(operation: string | undefined): Budget {
  return { fields: limits.fields, statements: operation === 'mutation' ? Number.POSITIVE_INFINITY : limits.statements };
}

/** A field costs itself and, for each element it gives, what is selected of it; a scalar in a list costs 1. */
const byLength: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  const ofElement = isList(field) && isLeafType(getNamedType(field.type)) ? 1 : childComplexity;
  return 1 + Math.max(assumedLength(type.name, field, args), 1) * ofElement;
};

/** What the rules said of a document: Apollo gives the same one for the same text. Rules do not look at variables. */
const judged = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, Error | null>>();

/** The first rule that the shape of the document breaks, whatever its variables. */
function brokenRule(schema: GraphQLSchema, document: DocumentNode): Error | null {
  const ofSchema = judged.get(schema) ?? new WeakMap<DocumentNode, Error | null>();
  judged.set(schema, ofSchema);
  const known = ofSchema.get(document);
  if (known !== undefined) return known;
  const broken = judge(schema, document);
  ofSchema.set(document, broken);
  return broken;
}

function judge(schema: GraphQLSchema, document: DocumentNode): Error | null {
  try {
    validate(schema, document, [
      maxDepthRule({ n: limits.depth, flattenFragments: true }),
      maxAliasesRule({ n: limits.aliases }),
    ] as never);
    return null;
  } catch (error) {
    return error as Error;
  }
}

/** What a request costs at most, by the lengths its lists are assumed to have. Throws when a variable has no cost. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> = {},
  operationName?: string | null,
): number {
  return getComplexity({
    schema,
    query: document,
    variables,
    estimators: [byLength],
    ...(operationName && { operationName }),
  });
}

/** What is known of the cost of a document: the variables it depends on, and what it is for their values. */
interface KnownCost {
  variables: readonly string[];
  byValues: Map<string, number>;
}

const costs = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, KnownCost>>();
/** Values for which the cost of one document is remembered. */
const mostValues = 100;

/** The variables in arguments by which rows are counted, and in conditions: the cost of a document is the same for all others. */
function countingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const collect = { Variable: ({ name }: VariableNode) => void names.add(name.value) };
  visit(document, {
    Argument: (node) => void (countingArguments.has(node.name.value) && visit(node, collect)),
    Directive: (node) => void visit(node, collect),
  });
  return [...names];
}

/** Of a list only its length counts. */
const countedValue = (value: unknown) =>
  value === undefined ? 'absent' : JSON.stringify(Array.isArray(value) ? [value.length] : value);

/** The same, remembered for a document of one operation and the values that its cost depends on. */
function rememberedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  operationName?: string | null,
): number {
  const compute = () => costOf(schema, document, variables, operationName);
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operations.length !== 1) return compute();
  const ofSchema = costs.get(schema) ?? new WeakMap<DocumentNode, KnownCost>();
  costs.set(schema, ofSchema);
  const known = ofSchema.get(document) ?? { variables: countingVariables(document), byValues: new Map() };
  ofSchema.set(document, known);
  const values = known.variables.map((name) => countedValue(variables[name])).join();
  const cost = known.byValues.get(values) ?? compute();
  if (known.byValues.size < mostValues) known.byValues.set(values, cost);
  return cost;
}

/** Why a request asks for too much, or null. Expects a document that is valid for the schema. */
export function beyondLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  operationName?: string | null,
): GraphQLError | null {
  try {
    const broken = brokenRule(schema, document);
    if (broken) throw broken;
    const cost = rememberedCost(schema, document, variables, operationName);
    if (cost > limits.cost)
      throw new Error(
        `The request could give ${cost} fields, and ${limits.cost} are the most: ask for smaller pages or fewer fields.`,
      );
    return null;
  } catch (error) {
    const message = (error as Error).message.replace(/^Syntax Error: /, '');
    // A variable of the wrong kind has no cost; the execution would refuse it with the same words.
    const code = message.startsWith('Variable ') ? 'BAD_USER_INPUT' : 'REQUEST_TOO_LARGE';
    return new GraphQLError(message, { extensions: { code } });
  }
}
