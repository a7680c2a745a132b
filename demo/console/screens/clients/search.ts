import type { BitdefenderClientOrder } from '../../../../operations/documents.ts';
import { oneOf, textOf } from '../../app/search.ts';

export const orders = [
  'NEED',
  'THREATS_TODAY',
  'THREATS_THIS_WEEK',
  'THREATS_THIS_MONTH',
  'GAPS',
] as const satisfies readonly BitdefenderClientOrder[];

/** What the address of the list holds. What is absent is as usual: all clients, those in need first. */
export interface ClientsSearch {
  q?: string | undefined;
  order?: BitdefenderClientOrder | undefined;
  /** Only clients with gaps. */
  gaps?: 'yes' | undefined;
}

export function clientsSearch(raw: Record<string, unknown>): ClientsSearch {
  const order = oneOf(raw, 'order', orders, 'NEED');
  return {
    q: textOf(raw, 'q'),
    order: order === 'NEED' ? undefined : order,
    gaps: raw.gaps === 'yes' ? 'yes' : undefined,
  };
}

/** What the address of one client holds: whether the days of the month are a chart or a table. */
export interface ClientSearch {
  days?: 'table' | undefined;
}

export const clientSearch = (raw: Record<string, unknown>): ClientSearch => ({
  ...(raw.days === 'table' && { days: 'table' }),
});
