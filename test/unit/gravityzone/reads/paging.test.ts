import fastCheck from 'fast-check';
import { describe, expect, test } from 'vitest';
import { walkPages } from '../../../../src/gravityzone/reads/paging.js';
import { GravityZoneError } from '../../../../src/gravityzone/transport/errors.js';
import { collect } from '../../../support/gravityzone.js';

/** A walk over answers that are made for each page. */
const walk = (answer: (page: number) => object) =>
  collect(walkPages({ method: 'getEndpointsList', pageSizes: [2], ask: async (page) => answer(page) }));
const rows = (...ids: string[]) => ids.map((id) => ({ id }));

type Past = 'REFUSED' | 'EMPTY' | 'LAST' | 'FIRST';
/** What a page says of the list: of so many rows, requested by so many, served by at most so many. */
type Totals = (rows: number, asked: number, cap: number, page: number) => object;

/** A server with a list of rows that serves at most `cap` of them per page. */
function listOf(server: { rows: number; cap: number; past: Past; totals: Totals; offsetBy?: 'SERVED' | 'ASKED' }) {
  const all = Array.from({ length: server.rows }, (_, number) => ({ id: `row-${number}` }));
  const asked: { page: number; perPage: number }[] = [];
  const ask = async (page: number, perPage: number) => {
    asked.push({ page, perPage });
    const served = Math.min(perPage, server.cap);
    const step = server.offsetBy === 'ASKED' ? perPage : served;
    const pages = Math.max(1, Math.ceil(all.length / step));
    if (page > pages && server.past === 'REFUSED') throw new GravityZoneError('INVALID_PARAMETERS');
    const shown = page <= pages || server.past === 'EMPTY' ? page : server.past === 'LAST' ? pages : 1;
    const items = all.slice((shown - 1) * step, (shown - 1) * step + served);
    return { ...server.totals(all.length, perPage, server.cap, page), items };
  };
  return { asked, ask };
}

/** How many rows a walk reads of such a server, each once, and its warnings. */
async function readAll({ ask }: ReturnType<typeof listOf>, pageSizes: number[]) {
  const pages = await collect(walkPages({ method: 'getEndpointsList', pageSizes, ask }));
  const read = pages.flatMap((page) => page.rows);
  expect(new Set(read).size).toBe(read.length);
  return { count: read.length, warnings: pages.flatMap(({ warnings }) => warnings) };
}

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

  describe('of a server that serves smaller pages than requested', () => {
    /** 589 rows by at most 100, as the first trials met it. */
    const capped = (totals: (rows: number, asked: number) => object, many = 589) => {
      const server = listOf({ rows: many, cap: 100, past: 'REFUSED', totals });
      return { server, read: readAll(server, [1_000]) };
    };

    test('reads all rows when the total is a text', async () => {
      const { server, read } = capped((count) => ({ total: String(count) }));
      expect(await read).toMatchObject({ count: 589, warnings: [] });
      expect(server.asked).toHaveLength(6);
    });

    test('reads all rows when the number of pages counts by the requested size', async () => {
      const { read } = capped((count, asked) => ({ total: count, pagesCount: Math.ceil(count / asked) }));
      expect(await read).toMatchObject({ count: 589, warnings: [] });
    });

    test('asks one page more when no total is sent', async () => {
      expect((await capped(() => ({})).read).count).toBe(589);
      const short = capped(() => ({}), 30);
      expect((await short.read).count).toBe(30);
      expect(short.server.asked).toHaveLength(2);
    });

    test('asks for the size it serves, so that no row is left out', async () => {
      const server = listOf({
        ...{ rows: 250, cap: 100, past: 'EMPTY' },
        totals: (total) => ({ total }),
        offsetBy: 'ASKED',
      });
      expect(await readAll(server, [1_000])).toMatchObject({ count: 250, warnings: [] });
    });
  });

  test.each(['REFUSED', 'EMPTY', 'LAST', 'FIRST'] as const)(
    'ends when a total lies and the page past the end is %s',
    async (past) => {
      const server = listOf({ rows: 5, cap: 2, past, totals: () => ({ total: 1_000_000 }) });
      expect(await readAll(server, [2])).toMatchObject({
        count: 5,
        warnings: expect.arrayContaining(['GravityZone announced 1000000 rows and sent 5.']),
      });
      expect(server.asked).toHaveLength(4);
    },
  );

  test('reads every row whatever sizes and totals the server sends', async () => {
    const totals = fastCheck.constantFrom<Totals[]>(
      (total) => ({ total }),
      (total) => ({ total: ` ${total}` }),
      (total, asked) => ({ total: String(total), pagesCount: String(Math.ceil(total / asked)) }),
      (total, asked, cap) => ({ total, pagesCount: Math.ceil(total / Math.min(asked, cap)) }),
      (total, asked, cap, page) => ({ total, hasMoreRecords: page < Math.ceil(total / Math.min(asked, cap)) }),
      (total, asked, cap, page) => ({ hasMoreRecords: page < Math.ceil(total / Math.min(asked, cap)) }),
      (total, asked, cap, page) =>
        page === 1
          ? { total, hasMoreRecords: total > Math.min(asked, cap) }
          : { hasMoreRecords: page < Math.ceil(total / Math.min(asked, cap)) },
      (total) => ({ total, pagesCount: 1, hasMoreRecords: false }),
      (total) => ({ total: total + 7 }),
      (total) => ({ total: 3 * total + 1_000, pagesCount: 1 }),
      () => ({ total: 0 }),
      () => ({ pagesCount: 1 }),
      () => ({ total: null }),
      () => ({ total: 'many' }),
      () => ({}),
    );
    await fastCheck.assert(
      fastCheck.asyncProperty(
        fastCheck.nat(60),
        fastCheck.integer({ min: 1, max: 25 }),
        fastCheck.integer({ min: 1, max: 25 }),
        totals,
        fastCheck.constantFrom<Past[]>('REFUSED', 'EMPTY', 'LAST', 'FIRST'),
        async (rows, asked, cap, totals, past) => {
          const server = listOf({ rows, cap, past, totals });
          expect((await readAll(server, [asked])).count).toBe(rows);
          expect(server.asked.length).toBeLessThanOrEqual(Math.ceil(rows / Math.min(asked, cap)) + 2);
        },
      ),
      { numRuns: 500 },
    );
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
