import { extendSchema, type GraphQLSchema, getNamedType, parse } from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { subjectsOfSubscriptions } from '../../../src/graphql/known-subjects.js';
import { waysOf } from '../../support/input-ways.js';
import { buildSchemas } from '../../support/schemas.js';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = (await buildSchemas()).full;
});

it('looks up every id that a subscription takes, except those of people', () => {
  const subjects = subjectsOfSubscriptions(schema);
  const ways = waysOf(schema).filter(
    ({ field, type }) => field.startsWith('Subscription.') && getNamedType(type).name === 'ID',
  );
  expect(ways.length).toBeGreaterThan(12);
  for (const { field, path, place, argsWith } of ways) {
    const found = subjects.get(field.slice('Subscription.'.length))?.(argsWith('one'));
    expect(found, place).toEqual(path.at(-1) === 'assigneeId' ? [] : [{ field: path, id: 'one' }]);
  }
});

it('names nothing when no id is given', () => {
  for (const subjectsOf of subjectsOfSubscriptions(schema).values())
    for (const args of [{}, { filter: null }, { filter: { clientId: null, search: 'abc' }, after: 'x' }])
      expect(subjectsOf(args)).toEqual([]);
});

it.each([
  'extend type Subscription { planted(thingId: ID): Int }',
  'extend type Subscription { planted(filter: Planted): Int } input Planted { thingId: ID }',
  'extend type Subscription { planted(thingIds: [ID!]): Int }',
])('refuses a schema with an id that it cannot look up: %s', (definitions) => {
  expect(() => subjectsOfSubscriptions(extendSchema(schema, parse(definitions)))).toThrow('What does');
});
