import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readOperation } from '../../../src/server/read-operation.js';

const schemaOf = () => buildSchema('type Query { a: Int b: Int }');
const documentOf = (read: ReturnType<typeof readOperation>) => (Array.isArray(read) ? null : read.document);

describe('reading an operation', () => {
  it('remembers a valid text, of each schema', () => {
    const [schema, other] = [schemaOf(), schemaOf()];
    const first = documentOf(readOperation(schema, { query: '{ a }' }));
    expect(first).not.toBeNull();
    expect(documentOf(readOperation(schema, { query: '{ a }' }))).toBe(first);
    expect(documentOf(readOperation(other, { query: '{ a }' }))).not.toBe(first);
  });

  it('remembers what is wrong with a text', () => {
    const schema = schemaOf();
    const refused = () => readOperation(schema, { query: '{ a nothing }' });
    const first = refused();
    expect(first).toMatchObject([{ message: 'Cannot query field "nothing" on type "Query".' }]);
    expect(refused()).toBe(first);
    expect(first).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('reads a text that is no GraphQL again', () => {
    const read = readOperation(schemaOf(), { query: '{ a' });
    expect(read).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }]);
  });

  it('keeps no more than some hundred thousand characters', () => {
    const schema = schemaOf();
    const first = documentOf(readOperation(schema, { query: '{ a }' }));
    const long = (number: number) => `{ a } # ${number} ${'x'.repeat(9_000)}`;
    for (let number = 0; number < 20; number += 1) readOperation(schema, { query: long(number) });
    expect(documentOf(readOperation(schema, { query: '{ a }' }))).toBe(first);
    for (let number = 0; number < 30; number += 1) readOperation(schema, { query: long(number) });
    expect(documentOf(readOperation(schema, { query: '{ a }' }))).not.toBe(first);
    const huge = { query: `{ a } # ${'x'.repeat(300_000)}` };
    expect(documentOf(readOperation(schema, huge))).not.toBe(documentOf(readOperation(schema, huge)));
  });
});
