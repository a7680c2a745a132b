import type { BitdefenderSeatCategory } from '../../../../operations/documents.ts';
import { textOf } from '../../app/search.ts';

export const categories = [
  'PROTECTED',
  'STALE',
  'DUPLICATE',
  'REMOVED',
  'UNPROTECTED',
  'UNMANAGED',
] as const satisfies readonly BitdefenderSeatCategory[];

/** What the address of the seats holds. */
export interface SeatsSearch {
  /** Such as 2026-11; the present one without it. */
  month?: string | undefined;
  /** Id of a client. */
  client?: string | undefined;
  /** Only companies whose numbers differ. */
  differing?: true | undefined;
  /** Id of the company and month in the panel. */
  seats?: string | undefined;
  /** Of the machines in the panel. */
  category?: BitdefenderSeatCategory | undefined;
}

/** Reads the address; what is unknown is left out. */
export function seatsSearch(raw: Record<string, unknown>): SeatsSearch {
  const month = textOf(raw, 'month');
  return {
    month: month !== undefined && /^20\d{2}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined,
    client: textOf(raw, 'client'),
    differing: raw.differing === true || raw.differing === 'true' ? true : undefined,
    seats: textOf(raw, 'seats'),
    category: categories.find((category) => category === raw.category),
  };
}
