import { GraphQLError, type OperationDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { outcomeOf, rootFields } from '../../../src/server/observe-operations.js';
import { routeOf } from '../../../src/server/observe-requests.js';

it.each([
  ['/graphql', '/graphql'],
  ['/exports/sealed-text', '/exports'],
  ['/readyz', '/readyz'],
  ['/graphqlx', 'other'],
  ['/wp-admin/setup.php', 'other'],
])('counts the path %s under the route %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});

it('names root fields by the schema, without aliases, operation names and arguments', () => {
  const text = 'query Secret { mine: threats(search: "secret") { id } other: threats { id } alerts { id } }';
  expect(rootFields(parse(text).definitions[0] as OperationDefinitionNode)).toEqual(['threats', 'alerts']);
});

it.each([
  ['nothing', undefined, 'ok'],
  ['an error that callers can correct', [new GraphQLError('no', { extensions: { code: 'FORBIDDEN' } })], 'refused'],
  ['a masked error', [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }], 'failed'],
  ['an unexpected error', [new GraphQLError('x', { originalError: new TypeError('x') })], 'failed'],
  ['a thrown GraphQLError', [new GraphQLError('x', { originalError: new GraphQLError('x') })], 'refused'],
])('judges %s as %s', (_, errors, outcome) => {
  expect(outcomeOf(errors)).toBe(outcome);
});
