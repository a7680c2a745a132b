import { readFile } from 'node:fs/promises';
import { buildASTSchema, parse, validate, visit } from 'graphql';
import { expect, it } from 'vitest';
import { documentationPages } from '../../support/documentation.js';

const files = await documentationPages();

/** What a federated router adds is not ours to check: core's own fields are known from its contract. */
async function federated() {
  const supergraph = parse(await readFile('schema/supergraph.graphql', 'utf8'));
  const plain = visit(supergraph, {
    Directive: () => null,
    DirectiveDefinition: () => null,
    SchemaExtension: () => null,
  });
  return buildASTSchema(plain, { assumeValidSDL: true });
}

it.each(files)('the GraphQL examples of %s can be sent as they are', async (file) => {
  const schema = await federated();
  const text = await readFile(file, 'utf8');
  for (const [, example = ''] of text.matchAll(/```graphql\n([\s\S]*?)```/g))
    expect(
      validate(schema, parse(example)).map(({ message }) => message),
      example,
    ).toEqual([]);
});

it('there are examples to check', async () => {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  expect(texts.join('').match(/```graphql/g)?.length).toBeGreaterThan(5);
});
