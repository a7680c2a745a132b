import { type GraphQLSchema, graphql } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { problemOfReference } from '../../../src/graphql/entity-references.js';
import { buildSchemas } from '../../support/schemas.js';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = (await buildSchemas()).full;
});

it.each([
  [{ __typename: 'Client', id: 'one' }, null],
  [{ __typename: 'Client' }, 'BAD_ID'],
  [{ __typename: 'Client', id: null }, 'BAD_ID'],
  [{ __typename: 'Client', id: 1 }, 'BAD_ID'],
  [{ __typename: 'Client', id: '' }, 'BAD_ID'],
  [{ __typename: 'Client', id: 'a b' }, 'BAD_ID'],
  [{ __typename: 'Client', id: 'x'.repeat(900_000) }, 'BAD_ID'],
  [{ __typename: 'Query', id: 'one' }, 'BAD_REFERENCE'],
  [{ __typename: {}, id: 'one' }, 'BAD_REFERENCE'],
  [{ id: 'one' }, 'BAD_REFERENCE'],
  ['Client', 'BAD_REFERENCE'],
  [7, 'BAD_REFERENCE'],
  [[], 'BAD_REFERENCE'],
])('judges the reference %o', (reference, code) => {
  expect(problemOfReference(reference, new Set(['Client']))?.code ?? null).toBe(code);
});

describe('_entities', () => {
  const ask = (all: unknown[], role = 'technician') =>
    graphql({
      schema,
      source: 'query ($all: [_Any!]!) { _entities(representations: $all) { __typename ... on Client { id } } }',
      variableValues: { all },
      contextValue: {
        noteAccess: () => undefined,
        viewer: { tenantId: 'msp', subject: 'user', roles: [role], scopes: [] },
      },
    });

  it('has null and an error at the place of each bad reference, and the others', async () => {
    const types = ['Agent', 'Client', 'BitdefenderDevice', 'BitdefenderThreat'];
    const bad = types.flatMap((__typename) => [{ __typename }, { __typename, id: 'a b' }]);
    const good = { __typename: 'Client', id: 'one' };
    const { data, errors } = await ask([good, ...bad, { __typename: 'Nothing', id: 'one' }, good]);
    expect(data?._entities).toEqual([good, ...bad.map(() => null), null, good]);
    expect(errors?.map(({ path }) => path)).toEqual([...bad, null].map((_, index) => ['_entities', index + 1]));
    expect(errors?.map(({ originalError }) => originalError)).toEqual(
      [...bad.map(() => 'BAD_ID'), 'BAD_REFERENCE'].map((code, index) =>
        expect.objectContaining({
          userErrors: [
            expect.objectContaining({ code, field: expect.arrayContaining(['representations', `${index + 1}`]) }),
          ],
        }),
      ),
    );
  });

  it('treats what the viewer may not see as what does not exist', async () => {
    const { data, errors } = await ask([{ __typename: 'BitdefenderThreat', id: 'one' }], 'portal');
    expect(data?._entities).toEqual([null]);
    expect(errors?.[0]?.originalError).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
  });
});
