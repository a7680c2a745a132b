import { describe, expect, it } from 'vitest';
import { compareSchemas, mayBreak } from '../../../scripts/check-schema.mjs';

const schema = (
  fields: string,
) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { number: Int text: String ${fields} }
  type Thing @key(fields: "id") { id: ID! }`;

describe('a schema beside the released one', () => {
  it.each([
    ['the same', 'a: Int', 'a: Int', 0],
    ['a field more', 'a: Int', 'a: Int b: Int', 0],
    ['a field that is never null now', 'a: Int', 'a: Int!', 0],
    ['a field less', 'a: Int b: Int', 'a: Int', 1],
    ['a field that may be null now', 'a: Int!', 'a: Int', 1],
    ['another type', 'a: Int', 'a: String', 1],
    ['a required argument more', 'a: Int', 'a(first: Int!): Int', 1],
    ['an optional argument more', 'a: Int', 'a(first: Int): Int', 0],
  ])('with %s has the right number of breaking changes', (_, released, present, breaking) => {
    expect(compareSchemas(schema(released), schema(present)).breaking).toHaveLength(breaking);
  });

  it('is dangerous with another value of an enum', () => {
    const withEnum = (values: string) => `${schema('a: Color')} enum Color { ${values} }`;
    const { breaking, dangerous } = compareSchemas(withEnum('RED'), withEnum('RED BLUE'));
    expect([breaking, dangerous]).toEqual([[], ['BLUE was added to enum type Color.']]);
  });
});

it.each([
  ['0.1.0', '0.1.0', false],
  ['0.1.0', '0.1.1', false],
  ['0.1.0', '0.2.0', true],
  ['0.1.0', '1.0.0', true],
  ['1.2.0', '1.3.0', false],
  ['1.2.0', '2.0.0', true],
  ['1.2.0', '2.0.0-beta.1', true],
  ['2.0.0', '1.0.0', false],
])('after %s, version %s may break the schema: %s', (released, present, allowed) => {
  expect(mayBreak(released, present)).toBe(allowed);
});
