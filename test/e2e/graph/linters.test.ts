import { readFile } from 'node:fs/promises';
import { ESLint } from 'eslint';
import { beforeAll, expect, it } from 'vitest';

const filePath = 'schema/bitdefender.graphql';
let schema: string;

beforeAll(async () => {
  schema = await readFile(filePath, 'utf8');
});

/** The rules that the text breaks, each once. */
async function rulesBrokenBy(text: string): Promise<string[]> {
  const results = await new ESLint().lintText(text, { filePath });
  return [...new Set(results.flatMap(({ messages }) => messages.map(({ ruleId }) => String(ruleId))))].map((rule) =>
    rule.replace('@graphql-eslint/', ''),
  );
}

it('find nothing in the published schema', async () => {
  expect(await rulesBrokenBy(schema)).toEqual([]);
});

it.each([
  ['a type without a description', 'type BitdefenderPlanted { "Its id." id: ID! }', ['require-description']],
  ['a field without a description', '"Planted." type BitdefenderPlanted { id: ID! }', ['require-description']],
  ['a field in snake case', '"""Planted.""" type BitdefenderPlanted { """Id.""" the_id: ID! }', ['naming-convention']],
  [
    'a connection without edges',
    '"""Planted.""" type BitdefenderPlantedConnection { """Page.""" pageInfo: PageInfo! }',
    ['relay-connection-types'],
  ],
  [
    'a list that cannot be read backwards',
    'extend type Query { """Planted.""" planted(first: Int, after: String): BitdefenderThreatConnection }',
    ['relay-arguments'],
  ],
  [
    'a mutation whose input is not named after it',
    'extend type Mutation { """Planted.""" planted("""What.""" input: BitdefenderMappingInput!): BitdefenderThreat }',
    ['input-name'],
  ],
])('find %s', async (_what, planted, rules) => {
  expect(await rulesBrokenBy(`${schema}\n${planted}\n`)).toEqual(expect.arrayContaining(rules));
});
