import { z } from 'zod';
import { integer, property } from '../rows/fields.js';
import { GravityZoneError } from '../transport/errors.js';

/** Rows as they came, without those that this page or the one before had already, with what was strange about the page. */
export interface RawPage {
  rows: unknown[];
  number: number;
  total: number | null;
  warnings: string[];
}

interface Walk {
  method: string;
  /** What identifies a row; `id` by default. */
  idField?: string;
  /** Page sizes to try, largest first; a refused size makes room for the next. */
  pageSizes: number[];
  ask(page: number, perPage: number): Promise<unknown>;
  /** Told which size the server accepted. */
  onPageSize?(perPage: number): void;
}

const pageSchema = z.object({
  items: z.array(z.unknown()),
  total: integer,
  pagesCount: integer,
  hasMoreRecords: z.boolean().nullable().catch(null),
});
type PageAnswer = z.infer<typeof pageSchema>;

/** A walk must end: after twice the pages that were announced, or, where none were, far beyond any fleet. */
const mostPages = (announced: number | null): number => (announced === null ? 20_000 : 2 * announced + 10);
const mostPagesWithoutNews = 3;

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

/**
 * Walks all pages. v1.1 says `hasMoreRecords` on each page and totals on the first only; v1.0 says `pagesCount` on each. A
 * page that fails throws: it never reads as the end. Rows move between pages meanwhile, mostly to the next one, so ids are
 * remembered for one page more, whatever the fleet's size, and a total that disagrees is told as a warning.
 */
export async function* walkPages(walk: Walk): AsyncGenerator<RawPage> {
  let { answer, perPage } = await firstPage(walk);
  let number = 1;
  const { pagesCount, total } = answer;
  let before = new Set<string>();
  let sent = 0;
  let pagesWithoutNews = 0;

  const claimsMore = (page: PageAnswer): boolean => {
    const pages = page.pagesCount ?? pagesCount;
    return page.hasMoreRecords ?? (pages === null ? page.items.length >= perPage : number < pages);
  };

  while (true) {
    const warnings: string[] = [];
    const ids = new Set<string>();
    const rows = answer.items.filter((row) => {
      const id = property(row, walk.idField ?? 'id');
      if (typeof id !== 'string') return true;
      const known = ids.has(id) || before.has(id);
      ids.add(id);
      return !known;
    });
    before = ids;
    sent += rows.length;
    const duplicates = answer.items.length - rows.length;
    if (duplicates > 0) warnings.push(`${duplicates} rows of page ${number} came before; rows moved during the walk.`);

    const isLast = !claimsMore(answer) || answer.items.length === 0;
    if (isLast && claimsMore(answer)) warnings.push(`Page ${number} is empty although more was announced.`);
    if (isLast && total !== null && sent !== total) {
      warnings.push(`GravityZone announced ${total} rows and sent ${sent}.`);
    }
    yield { rows, number, total, warnings };
    if (isLast) return;

    pagesWithoutNews = rows.length === 0 ? pagesWithoutNews + 1 : 0;
    if (pagesWithoutNews >= mostPagesWithoutNews || number >= mostPages(pagesCount)) {
      throw new GravityZoneError('MALFORMED_ANSWER', {
        message: 'GravityZone sends page after page and comes to no end.',
        method: walk.method,
      });
    }
    try {
      answer = read(await walk.ask(number + 1, perPage), walk.method);
      number += 1;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // A page past the end is refused (reference 2.3), and rows may have gone since there was a next one. Only the page
      // that is the last by now can say so.
      answer = read(await walk.ask(number, perPage), walk.method);
      if (claimsMore(answer)) throw error;
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof GravityZoneError && error.code === 'INVALID_PARAMETERS';
}
