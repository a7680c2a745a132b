import { describe, expect, test } from 'vitest';
import { walkPages } from '../../../../src/gravityzone/reads/paging.js';
import { GravityZoneError } from '../../../../src/gravityzone/transport/errors.js';
import { collect } from '../../../support/gravityzone.js';

/** A walk over answers that are made for each page. */
const walk = (answer: (page: number) => object) =>
  collect(walkPages({ method: 'getEndpointsList', pageSizes: [2], ask: async (page) => answer(page) }));
const rows = (...ids: string[]) => ids.map((id) => ({ id }));

describe('a walk', () => {
  test('goes by hasMoreRecords, where totals come with the first page only', async () => {
    const pages = await walk((page) =>
      page === 1
        ? { total: 3, pagesCount: 2, hasMoreRecords: true, items: rows('a', 'b') }
        : { hasMoreRecords: false, items: rows('c') },
    );
    expect(pages.map((page) => [page.rows.length, page.total, page.warnings])).toEqual([
      [2, 3, []],
      [1, 3, []],
    ]);
  });

  test('goes by full pages where nothing is announced, and ends with an empty one', async () => {
    const pages = await walk((page) => ({ items: page === 1 ? rows('a', 'b') : [] }));
    expect(pages.map((page) => page.rows.length)).toEqual([2, 0]);
  });

  test('drops what the page before had, and lets through what is longer ago', async () => {
    const pages = await walk((page) => ({
      total: 4,
      pagesCount: 3,
      items: [rows('a', 'b'), rows('b', 'c'), rows('a', 'd')][page - 1] ?? [],
    }));
    expect(pages.map((page) => page.rows)).toEqual([rows('a', 'b'), rows('c'), rows('a', 'd')]);
    expect(pages.flatMap((page) => page.warnings)).toEqual([
      '1 rows of page 2 were repeated; rows moved during the walk.',
      'GravityZone announced 4 rows and sent 5.',
    ]);
  });

  describe('whose list gets shorter than it has come', () => {
    const refusal = new GravityZoneError('INVALID_PARAMETERS', { method: 'getEndpointsList' });
    /** The third page has gone when it is asked for; the second one, asked again, shows `again`. */
    const shortening = (again: object) => {
      const asked: number[] = [];
      const pages = walk((page) => {
        asked.push(page);
        if (page === 3) throw refusal;
        if (page === 2 && asked.includes(3)) return again;
        return { total: 5, pagesCount: 3, items: page === 1 ? rows('a', 'b') : rows('c', 'd') };
      });
      return { asked, pages };
    };

    test.each([
      ['v1.0', { total: 4, pagesCount: 2, items: rows('d', 'e') }],
      ['v1.1', { hasMoreRecords: false, items: rows('d', 'e') }],
    ])('ends where the last page of %s says that it is the last', async (_, again) => {
      const { asked, pages } = shortening(again);
      expect((await pages).map((page) => [page.number, page.rows])).toEqual([
        [1, rows('a', 'b')],
        [2, rows('c', 'd')],
        [2, rows('e')],
      ]);
      expect(asked).toEqual([1, 2, 3, 2]);
    });

    test('reports the rows it has missed', async () => {
      const { pages } = shortening({ total: 4, pagesCount: 2, items: rows('c', 'd') });
      expect((await pages).flatMap(({ warnings }) => warnings)).toEqual([
        '2 rows of page 2 were repeated; rows moved during the walk.',
        'GravityZone announced 5 rows and sent 4.',
      ]);
    });

    test.each([
      ['v1.0', { total: 5, pagesCount: 3, items: rows('c', 'd') }],
      ['v1.1', { hasMoreRecords: true, items: rows('c', 'd') }],
    ])('fails by the refusal where the page before of %s announces more', async (_, again) => {
      await expect(shortening(again).pages).rejects.toBe(refusal);
    });
  });

  test.each([
    ['the same page', () => rows('a', 'b')],
    ['two pages in turn', (page: number) => (page % 2 === 0 ? rows('a', 'b') : rows('c', 'd'))],
    ['always something new', (page: number) => rows(`a${page}`, `b${page}`)],
  ])('that would never end with %s fails', async (_, items) => {
    const endless = walk((page) => ({ total: 4, pagesCount: 2, hasMoreRecords: true, items: items(page) }));
    await expect(endless).rejects.toMatchObject({ code: 'MALFORMED_ANSWER' });
  });
});
