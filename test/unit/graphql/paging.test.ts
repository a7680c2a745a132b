import fc from 'fast-check';
import { getNamedType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor, placeOf } from '../../../src/graphql/lists/cursors.js';
import { assumedLength } from '../../../src/graphql/lists/list-lengths.js';
import { mapPage, pageOf, withCounts } from '../../../src/graphql/lists/pages.js';
import { type Paging, spanOf } from '../../../src/graphql/paging.js';
import type { SubgraphSchema } from '../../../src/graphql/schema.js';
import { buildSchemas } from '../../support/schemas.js';

interface Row {
  key: number;
}

const cursorOf = ({ key }: Row) => encodeCursor([key]);
const keyOf = (cursor: string) => Number(JSON.parse(Buffer.from(cursor, 'base64url').toString())[0]);

it('encodes whatever a list is sorted by, however long it is, so that it can be read again', () => {
  const value = fc.oneof(fc.integer(), fc.constant(null), fc.string({ unit: 'binary', maxLength: 500, size: 'max' }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => {
      const text = Buffer.from(encodeCursor(values), 'base64url').toString();
      expect(text).toBe(JSON.stringify(values));
    }),
  );
});

/** A page of a list in ascending order, read as a table is read. */
function read(list: readonly Row[], paging: Paging) {
  const span = spanOf(paging);
  const place = placeOf(span, keyOf);
  const ordered = span.backward ? list.toReversed() : list;
  const behind = ordered.filter(({ key }) => place === null || (span.backward ? key < place : key > place));
  return pageOf(behind.slice(0, span.limit), span, cursorOf);
}

it('has no getter of its own in a page, which V8 would keep with all rows until a full garbage collection', () => {
  const counts = { total: async () => 1, facets: async () => ({}) };
  const page = withCounts(mapPage(read([{ key: 1 }], {}), String), counts);
  const ownGetters = (of: object) =>
    Object.values(Object.getOwnPropertyDescriptors(of)).flatMap(({ get }) => get ?? []);
  expect([page, page.pageInfo, ...page.edges].flatMap(ownGetters)).toEqual([]);
  expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor);
});

const lists = fc.uniqueArray(fc.integer(), { maxLength: 40 }).map((keys) => {
  return keys.toSorted((one, other) => one - other).map((key): Row => ({ key }));
});
const size = fc.integer({ min: 1, max: 12 });

describe('the pages of a list', () => {
  it('are the list when one walks to its end, with where each page lies', () => {
    fc.assert(
      fc.property(lists, size, (list, first) => {
        const seen: Row[] = [];
        for (let after: string | null = null; ; ) {
          const { edges, pageInfo } = read(list, { first, after });
          expect(pageInfo.hasPreviousPage).toBe(seen.length > 0);
          seen.push(...edges.map(({ node }) => node));
          expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
          expect(pageInfo.hasNextPage).toBe(seen.length < list.length);
          if (!pageInfo.hasNextPage) break;
          after = pageInfo.endCursor;
        }
        expect(seen).toEqual(list);
      }),
    );
  });

  it('are the list when one walks to its beginning, each in the order of the list', () => {
    fc.assert(
      fc.property(lists, size, (list, last) => {
        const seen: Row[] = [];
        for (let before: string | null = null; ; ) {
          const { edges, pageInfo } = read(list, { last, before });
          expect(pageInfo.hasNextPage).toBe(seen.length > 0);
          seen.unshift(...edges.map(({ node }) => node));
          expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
          expect(pageInfo.hasPreviousPage).toBe(seen.length < list.length);
          if (!pageInfo.hasPreviousPage) break;
          before = pageInfo.startCursor;
        }
        expect(seen).toEqual(list);
      }),
    );
  });

  it('lead back to the page that one came from', () => {
    fc.assert(
      fc.property(lists, size, (list, first) => {
        const one = read(list, { first });
        fc.pre(one.pageInfo.hasNextPage);
        const next = read(list, { first, after: one.pageInfo.endCursor });
        expect(read(list, { last: first, before: next.pageInfo.startCursor }).edges).toEqual(one.edges);
      }),
    );
  });
});

describe('the arguments of a page', () => {
  it.each<[string, Paging, string, string]>([
    ['both sizes', { first: 5, last: 5 }, 'PAGE_DIRECTION', 'last'],
    ['a size from the end after a cursor', { last: 5, after: 'x' }, 'PAGE_DIRECTION', 'last'],
    ['a size from the beginning before a cursor', { first: 5, before: 'x' }, 'PAGE_DIRECTION', 'before'],
    ['a cursor before which there is no size', { before: 'x' }, 'PAGE_DIRECTION', 'before'],
    ['no rows from the beginning', { first: 0 }, 'PAGE_SIZE', 'first'],
    ['too many rows from the end', { last: 101 }, 'PAGE_SIZE', 'last'],
    ['a negative number of rows from the end', { last: -1 }, 'PAGE_SIZE', 'last'],
  ])('are refused: %s', (_what, paging, code, field) => {
    expect(() => spanOf(paging)).toThrow(
      expect.objectContaining({ userErrors: [expect.objectContaining({ code, field: [field] })] }),
    );
  });

  it('may be left out or null', () => {
    const byDefault = { size: 50, limit: 51, cursor: null, backward: false };
    expect(spanOf({})).toEqual(byDefault);
    expect(spanOf({ first: null, last: null, after: null, before: null })).toEqual(byDefault);
    expect(spanOf({ after: 'x' }, 20)).toEqual({ size: 20, limit: 21, cursor: 'x', backward: false });
  });
});

describe('the connections of the graph', () => {
  let schema: SubgraphSchema;

  beforeAll(async () => {
    schema = await buildSchemas();
  });

  const connections = () =>
    Object.values(schema.full.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));

  it('all page in both directions', () => {
    expect(connections().length).toBeGreaterThan(12);
    const taking = connections().filter(({ field: { args } }) =>
      ['first: Int', 'after: String', 'last: Int', 'before: String'].every((wanted) =>
        args.some(({ name, type }) => `${name}: ${type}` === wanted),
      ),
    );
    expect(taking).toEqual(connections());
  });

  it('are estimated by the size that is given, else by the one that their description names', () => {
    for (const { type, field } of connections()) {
      const described = field.args.find(({ name }) => name === 'first')?.description ?? '';
      const named = /; (\d+) if neither/.exec(described)?.[1];
      expect(assumedLength(type.name, field, {}), `${type.name}.${field.name}`).toBe(Number(named));
      expect(assumedLength(type.name, field, { first: 7 })).toBe(7);
      expect(assumedLength(type.name, field, { last: 7 })).toBe(7);
    }
  });
});
