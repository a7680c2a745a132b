import { z } from 'zod';
import { flag, integer, property } from '../rows/fields.js';
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
  /** The page to begin with; the first by default. */
  fromPage?: number | undefined;
  ask(page: number, perPage: number): Promise<unknown>;
  /** Called with the page size that the server accepted. */
  onPageSize?(perPage: number): void;
}

/**
 * What follows a page. MORE: the server announced another page. DOUBTFUL: it did not, but the rows so far do not prove
 * that the list has ended, so one more page is requested.
 */
type Sequel = 'MORE' | 'DOUBTFUL' | 'END';

const pageSchema = z.object({
  items: z.array(z.unknown()),
  total: integer,
  pagesCount: integer,
  hasMoreRecords: flag,
});
type PageAnswer = z.infer<typeof pageSchema>;

/** Bounds every walk, since a total or a number of pages may be wrong: more pages than any fleet fills. */
const mostPages = 20_000;
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
      const answer = read(await walk.ask(walk.fromPage ?? 1, perPage), walk.method);
      walk.onPageSize?.(perPage);
      return { answer, perPage };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/**
 * Drops rows whose id was on the same page or on the page before; of a page that was not announced also those of the first
 * page, since a server may begin again after the last one. Rows without a text as id are always kept.
 */
function createRepetitionFilter(idField: string): (items: unknown[], announced: boolean) => unknown[] {
  let first: ReadonlySet<string> | null = null;
  let before: ReadonlySet<string> = new Set();
  return (items, announced) => {
    const ids = new Set<string>();
    const rows = items.filter((row) => {
      const id = property(row, idField);
      if (typeof id !== 'string') return true;
      const known = ids.has(id) || before.has(id) || (!announced && first?.has(id));
      ids.add(id);
      return !known;
    });
    first ??= ids;
    before = ids;
    return rows;
  };
}

/** The most pages that a walk reads: a list may grow while it is read, but not without end. */
function longestWalk({ items, pagesCount }: PageAnswer, total: number | null): number {
  if (total === null || pagesCount === null) return mostPages;
  return Math.min(mostPages, 2 * Math.max(pagesCount, Math.ceil(total / Math.max(1, items.length))) + 10);
}

/** Throws MALFORMED_ANSWER once a walk is longer than any list that ends. */
function createEndlessWalkGuard(method: string, most: number): (page: RawPage, pagesRead: number) => void {
  let pagesWithoutNewRows = 0;
  return ({ rows }, pagesRead) => {
    pagesWithoutNewRows = rows.length === 0 ? pagesWithoutNewRows + 1 : 0;
    if (pagesWithoutNewRows < mostPagesWithoutNewRows && pagesRead < most) return;
    throw new GravityZoneError('MALFORMED_ANSWER', {
      message: 'GravityZone keeps sending pages without reaching the end of the list.',
      method,
    });
  };
}

/** How far a walk is. */
interface Position {
  number: number;
  /** Rows per page as requested. */
  perPage: number;
  /** Rows read so far, without repetitions. */
  sent: number;
  /** Number of rows of the list; null if it is not known. */
  total: number | null;
  /** Number of pages; null if the server never sent it. */
  pagesCount: number | null;
}

function isAnnounced(page: PageAnswer, { number, pagesCount }: Position): boolean {
  return page.hasMoreRecords ?? (pagesCount !== null && number < pagesCount);
}

/**
 * A server may serve fewer rows per page than were requested, and count its pages by either size. So the list has ended
 * only when as many rows came as it has; without a total, when the server says so or has no further page.
 */
function sequelOf(page: PageAnswer, position: Position): Sequel {
  const { sent, total, perPage, pagesCount } = position;
  if (isAnnounced(page, position)) return 'MORE';
  if (page.items.length === 0) return 'END';
  if (total === null) return page.hasMoreRecords === false ? 'END' : 'DOUBTFUL';
  const fullAndUncounted = page.hasMoreRecords === null && pagesCount === null && page.items.length >= perPage;
  return sent < total || fullAndUncounted ? 'DOUBTFUL' : 'END';
}

function repetitionWarnings(repeated: number, number: number): string[] {
  if (repeated === 0) return [];
  return [`${repeated} rows of page ${number} were repeated; rows moved during the walk.`];
}

function lastPageWarnings(page: RawPage, sent: number | null, more: boolean): string[] {
  return [
    ...(more ? [`Page ${page.number} is empty although more rows were announced.`] : []),
    ...(page.total !== null && sent !== null && sent !== page.total
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
  const { answer: first, perPage: accepted } = await firstPage(walk);
  const start = walk.fromPage ?? 1;
  const withoutRepetitions = createRepetitionFilter(walk.idField ?? 'id');
  // A total below the rows of the first page is wrong, and a walk that begins later cannot compare its rows with any.
  const isUsable = start === 1 && first.total !== null && first.items.length <= first.total;
  const total = isUsable ? first.total : null;
  const refuseEndlessWalk = createEndlessWalkGuard(walk.method, longestWalk(first, total));
  let perPage = accepted;
  let refused: number | null = null;

  const sequel = (page: PageAnswer, number: number, sent: number): Sequel =>
    sequelOf(page, { number, perPage, sent, total, pagesCount: page.pagesCount ?? first.pagesCount });

  const ask = async (number: number): Promise<PageAnswer> => read(await walk.ask(number, perPage), walk.method);

  /** The page after `current`; null if there is none. A page past the end is refused (reference 2.3). */
  async function nextPage(current: number, announced: boolean): Promise<{ answer: PageAnswer; number: number } | null> {
    if (refused === current + 1) return null;
    try {
      return { answer: await ask(current + 1), number: current + 1 };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused = current + 1;
      if (!announced) return null;
      // The list may have become shorter since more was announced: only then does the refusal mean the end.
      const again = await ask(current);
      if (sequel(again, current, 0) === 'MORE') throw error;
      return { answer: again, number: current };
    }
  }

  let answer = first;
  let number = start;
  let sent = 0;
  let follows: Sequel = 'MORE';
  for (let pagesRead = 1; ; pagesRead += 1) {
    const doubted = follows === 'DOUBTFUL';
    const rows = withoutRepetitions(answer.items, !doubted);
    sent += rows.length;
    follows = sequel(answer, number, sent);
    const isLast = follows === 'END' || answer.items.length === 0 || (doubted && rows.length === 0);
    const page = {
      rows,
      number,
      total: first.total,
      warnings: repetitionWarnings(answer.items.length - rows.length, number),
    };
    const lastWarnings = () => lastPageWarnings(page, start === 1 ? sent : null, isLast && follows === 'MORE');
    if (isLast) page.warnings.push(...lastWarnings());
    yield page;
    if (isLast) return;
    refuseEndlessWalk(page, pagesRead);
    // A server that cut the page size may still reckon with the requested one, so that it would leave rows out.
    if (follows === 'DOUBTFUL' && number === 1 && pagesRead === 1) perPage = Math.min(perPage, answer.items.length);
    const next = await nextPage(number, follows === 'MORE');
    if (next === null) {
      const warnings = lastWarnings();
      if (warnings.length > 0) yield { ...page, rows: [], warnings };
      return;
    }
    ({ answer, number } = next);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof GravityZoneError && error.code === 'INVALID_PARAMETERS';
}
