import fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  isObjectType,
  parse,
} from 'graphql';
import { pathToArray } from 'graphql/jsutils/Path.js';
import { describe, expect, it } from 'vitest';
import { createExecute, oneForEachNull } from '../../../src/server/compiled-queries.js';

const schema = buildSchema(`
  enum Level { LOW HIGH }
  type Node { number: Int text: String! level: Level! child: Node strict: Node! list: [Node] full: [Node!]! }
  type Query { node(first: Int = 3, level: Level! = LOW): Node other: Node }
  type Mutation { node: Node }
`);

/** The ways in which a field can end. */
const endings = ['value', 'later', 'null', 'throw', 'reject', 'error'] as const;
type Ending = (typeof endings)[number];

/** How the fields of the present run end, by their paths; the rest as \`usual\` says. */
let usual: Ending = 'value';
let special = new Map<string, Ending>();
let asked: string[] = [];
let stacks: string[] = [];

const documents = [
  '{ node { number text level } }',
  '{ node { strict { text child { number } } other: child { text } } }',
  '{ node { list { number text } full { text strict { number } } } }',
  'query ($first: Int, $deep: Boolean!) { node(first: $first) { number child @include(if: $deep) { ...part } } other { ...part } } fragment part on Node { text list { level } }',
  '{ node { __typename full { list { __typename text } } } other { number } }',
].map((text) => parse(text));

for (const name of ['Query', 'Node', 'Mutation']) {
  const type = schema.getType(name);
  for (const field of Object.values(isObjectType(type) ? type.getFields() : {}))
    field.resolve = (_source, _args, _context, { path }) => {
      const place = pathToArray(path).join('.');
      asked.push(place);
      stacks.push(new Error('here').stack?.includes('graphql-jit') ? 'compiled' : 'interpreted');
      const ending = special.get(place) ?? usual;
      if (ending === 'throw') throw new GraphQLError(`${place} failed`, { extensions: { code: 'BUSY' } });
      if (ending === 'reject') return Promise.reject(new Error(`${place} failed later`));
      if (ending === 'error') return new Error(`${place} is an error`);
      if (ending === 'null') return null;
      return ending === 'later' ? Promise.resolve(valueFor(String(field.type))) : valueFor(String(field.type));
    };
}

function valueFor(type: string): unknown {
  if (type.startsWith('[')) return [{}, {}];
  if (type.startsWith('Int')) return 7;
  if (type.startsWith('String')) return 'text';
  return type.startsWith('Level') ? 'HIGH' : {};
}

/** The data, and for each null the paths of the errors that can explain it. */
function shown({ data, errors = [] }: ExecutionResult): unknown {
  const reasons = oneForEachNull(data, errors).map(({ path }) => JSON.stringify(placeOf(data, path ?? [])));
  return JSON.parse(JSON.stringify({ data, reasons: reasons.toSorted() }));
}

function placeOf(data: unknown, path: readonly (string | number)[]): unknown {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, depth);
    value = (value as Record<string | number, unknown>)[key];
  }
  return path;
}

const plainly = (result: ExecutionResult) =>
  JSON.parse(JSON.stringify({ ...result, causes: result.errors?.map(({ originalError }) => originalError?.message) }));

describe('createExecute', () => {
  const run = createExecute('all');
  /** The same run in both ways. */
  async function both(document: DocumentNode, deep: boolean, ends: { usual: Ending; special: Map<string, Ending> }) {
    ({ usual, special } = ends);
    const args = { schema, document, variableValues: { first: 2, deep } };
    const plain = await execute(args);
    return { plain, compiled: await run(args) };
  }

  it('gives what GraphQL gives, errors and their paths included, whichever field fails in whichever way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...documents),
        fc.constantFrom(...(['value', 'later'] as const)),
        fc.constantFrom(...endings),
        fc.nat(),
        fc.boolean(),
        async (document, others, ending, place, deep) => {
          asked = [];
          await both(document, deep, { usual: others, special: new Map() });
          const path = asked[place % asked.length] ?? '';
          const { plain, compiled } = await both(document, deep, { usual: others, special: new Map([[path, ending]]) });
          expect(plainly(compiled)).toEqual(plainly(plain));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same nulls where several fields fail, with one error for each', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...documents),
        // At once: of a promise beside one that throws, GraphQL's own \`execute\` leaves a rejection that nobody handles.
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...(['null', 'throw', 'error'] as const))), {
          minLength: 2,
          maxLength: 5,
        }),
        async (document, failures) => {
          asked = [];
          await both(document, true, { usual: 'value', special: new Map() });
          const paths = [...asked];
          const failing = new Map(failures.map(([place, ending]) => [paths[place % paths.length] ?? '', ending]));
          const { plain, compiled } = await both(document, true, { usual: 'value', special: failing });
          expect(shown(compiled)).toEqual(shown(plain));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses variables in the words of GraphQL', async () => {
    const args = { schema, document: documents[3] as DocumentNode, variableValues: { first: 'two' } };
    expect(plainly(await run(args))).toEqual(plainly(await execute(args)));
  });

  it('refuses a null for an argument in the words of GraphQL', async () => {
    const document = parse('query ($level: Level = HIGH) { other { number } node(first: 2, level: $level) { text } }');
    for (const variableValues of [{}, { level: null }, { level: 'LOW' }, { level: 'MIDDLE' }]) {
      const args = { schema, document, variableValues };
      expect(plainly(await run(args))).toEqual(plainly(await execute(args)));
    }
  });

  it('reads a scalar with variables inside as GraphQL does', async () => {
    const reading = buildSchema('scalar Any type Query { shown(of: [Any!]!): String }');
    const field = reading.getQueryType()?.getFields().shown;
    if (field) field.resolve = (_source, args) => JSON.stringify(args);
    const document = parse('query ($id: String!) { shown(of: [{ name: "Client", ids: [{ id: $id }] }]) }');
    const args = { schema: reading, document, variableValues: { id: 'one' } };
    expect(plainly(await run(args))).toEqual(plainly(await execute(args)));
    expect(JSON.stringify(await run(args))).toContain('one');
  });

  it('compiles a query that comes again; never one that comes once, a mutation, or a very long one', async () => {
    usual = 'value';
    special = new Map();
    const repeated = createExecute('repeated');
    const ways = async (text: string, execution = repeated) => {
      const document = parse(text);
      const result: string[] = [];
      for (let time = 0; time < 3; time += 1) {
        stacks = [];
        await execution({ schema, document });
        result.push([...new Set(stacks)].join());
      }
      return result.join();
    };
    expect(await ways('{ other { number } }')).toBe('interpreted,compiled,compiled');
    expect(await ways('{ other { number } }', createExecute('none'))).toBe('interpreted,interpreted,interpreted');
    expect(await ways('mutation { node { number } }')).not.toContain('compiled');
    expect(await ways(`{ other { number } ${'# long\n'.repeat(4_000)} }`)).not.toContain('compiled');
  });
});

it('keeps the first error of each null, and every error of its own', () => {
  const errors = (paths: (string | number)[][]) => paths.map((path) => new GraphQLError(path.join('.'), { path }));
  const data = { list: [null, { text: 'a', child: null }], other: null };
  const given = errors([
    ['list', 0, 'text'],
    ['list', 0, 'level'],
    ['list', 1, 'child', 'strict'],
    ['other'],
    ['other', 'text'],
  ]);
  expect(oneForEachNull(data, given).map(({ message }) => message)).toEqual([
    'list.0.text',
    'list.1.child.strict',
    'other',
  ]);
});
