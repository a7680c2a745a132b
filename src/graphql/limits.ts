import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { type DocumentNode, GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';

/** What a request may ask for at most. A page of 100 rows with everything in them stays below. */
export const limits = {
  /** Levels of fields, one in the other. */
  depth: 16,
  /** Fields under another name; gateways that batch give many. */
  aliases: 200,
  /** Names, brackets and values of the text. */
  tokens: 10_000,
  /** Fields of all the rows that could come back. */
  cost: 250_000,
} as const;

/** Rows by the page's size or the number of references; each row costs what is selected of it. */
const byRows: ComplexityEstimator = ({ args, childComplexity }) => {
  const rows = typeof args.first === 'number' ? args.first : (args.representations?.length ?? 1);
  return 1 + Math.max(rows, 1) * childComplexity;
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
    const cost = getComplexity({
      schema,
      query: document,
      variables,
      estimators: [byRows],
      ...(operationName && { operationName }),
    });
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
