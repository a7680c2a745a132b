import { z } from 'zod';
import { integer, property } from '../rows/fields.js';
import { GravityZoneError } from '../transport/errors.js';

/** Raw rows of a page, without those that this page or the page before already held, and warnings about the page. */
export interface RawPage {
  rows: unknown[];
  number: number;
  total: number | null;
  warnings: string[];
}

interface Walk {
  method: string;
  /** The field that identifies a row; `id` by default. */
  idField?: string;
  /** Page sizes to try, largest first; where one is refused, the next is tried. */
  pageSizes: number[];
  ask(page: number, perPage: number): Promise<unknown>;
  /** Called with the page size that the server accepted. */
  onPageSize?(perPage: number): void;
}

const pageSchema = z.object({
  items: z.array(z.unknown()),
  total: integer,
  pagesCount: integer,
  hasMoreRecords: z.boolean().nullable().catch(null),
});
type PageAnswer = z.infer<typeof pageSchema>;

/** Bounds every walk: twice the number of announced pages; where none was announced, more than any fleet fills. */
const mostPages = (announced: number | null): number => (announced === null ? 20_000 : 2 * announced + 10);
const mostPagesWithoutNewRows = 3;

function read(answer: unknown, method: string): PageAnswer {
  const parsed = pageSchema.safeParse(answer);
  if (!parsed.success) throw new GravityZoneError('MALFORMED_ANSWER', { method });
  return parsed.data;
}

async function firstPage(walk: Walk): Promise<{ answer: PageAnswer; perPage: number }> {
  let refusal: unknown;
  for (const perPage of walk.pageSizes) {
    try {
      const answer = read(await walk.ask(1, perPage), walk.method);
      walk.onPageSize?.(perPage);
      return { answer, perPage };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** Drops rows whose id was on the same page or on the page before. Rows without a text as id are always kept. */
function createRepetitionFilter(idField: string): (items: unknown[]) => unknown[] {
  let before = new Set<string>();
  return (items) => {
    const ids = new Set<string>();
    const rows = items.filter((row) => {
      const id = property(row, idField);
      if (typeof id !== 'string') return true;
      const known = ids.has(id) || before.has(id);
      ids.add(id);
      return !known;
    });
    before = ids;
    return rows;
  };
}

/** Throws MALFORMED_ANSWER once a walk is longer than any list that ends. */
function createEndlessWalkGuard(method: string, announcedPages: number | null): (page: RawPage) => void {
  let pagesWithoutNewRows = 0;
  return ({ rows, number }) => {
    pagesWithoutNewRows = rows.length === 0 ? pagesWithoutNewRows + 1 : 0;
    if (pagesWithoutNewRows < mostPagesWithoutNewRows && number < mostPages(announcedPages)) return;
    throw new GravityZoneError('MALFORMED_ANSWER', {
      message: 'GravityZone keeps sending pages without reaching the end of the list.',
      method,
    });
  };
}

/** Decides whether more pages follow: `hasMoreRecords`, else the number of pages, else whether the page is full. */
function announcesMore(page: PageAnswer, number: number, perPage: number, announcedPages: number | null): boolean {
  const pages = page.pagesCount ?? announcedPages;
  return page.hasMoreRecords ?? (pages === null ? page.items.length >= perPage : number < pages);
}

function repetitionWarnings(repeated: number, number: number): string[] {
  if (repeated === 0) return [];
  return [`${repeated} rows of page ${number} were repeated; rows moved during the walk.`];
}

function lastPageWarnings(page: RawPage, sent: number, more: boolean): string[] {
  return [
    ...(more ? [`Page ${page.number} is empty although more rows were announced.`] : []),
    ...(page.total !== null && sent !== page.total
      ? [`GravityZone announced ${page.total} rows and sent ${sent}.`]
      : []),
  ];
}

/**
 * Walks all pages. v1.1 sends `hasMoreRecords` on each page and totals on the first only; v1.0 sends `pagesCount` on each.
 * A page that fails throws: a failure never reads as the end of the list. Rows can move during a walk, mostly to the next
 * page, so the ids of one page are remembered until the next, whatever the size of the fleet. A total that disagrees with
 * the rows is a warning on the last page.
 */
export async function* walkPages(walk: Walk): AsyncGenerator<RawPage> {
  const { answer: first, perPage } = await firstPage(walk);
  const { pagesCount, total } = first;
  const withoutRepetitions = createRepetitionFilter(walk.idField ?? 'id');
  const refuseEndlessWalk = createEndlessWalkGuard(walk.method, pagesCount);
  const hasMore = (page: PageAnswer, at: number): boolean => announcesMore(page, at, perPage, pagesCount);

  /** A page past the end is refused (reference 2.3), and the list may have become shorter since more was announced. */
  async function nextPage(current: number): Promise<{ answer: PageAnswer; number: number }> {
    try {
      return { answer: read(await walk.ask(current + 1, perPage), walk.method), number: current + 1 };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const again = read(await walk.ask(current, perPage), walk.method);
      // Only if the current page is the last one by now does the refusal mean the end.
      if (hasMore(again, current)) throw error;
      return { answer: again, number: current };
    }
  }

  let answer = first;
  let number = 1;
  let sent = 0;
  while (true) {
    const rows = withoutRepetitions(answer.items);
    sent += rows.length;
    const more = hasMore(answer, number);
    const isLast = !more || answer.items.length === 0;
    const page = { rows, number, total, warnings: repetitionWarnings(answer.items.length - rows.length, number) };
    if (isLast) page.warnings.push(...lastPageWarnings(page, sent, more));
    yield page;
    if (isLast) return;
    refuseEndlessWalk(page);
    ({ answer, number } = await nextPage(number));
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof GravityZoneError && error.code === 'INVALID_PARAMETERS';
}
