import { type Severity, severities } from '../domain/severity.js';

export const clientOrders = ['NEED', 'THREATS_TODAY', 'THREATS_THIS_WEEK', 'THREATS_THIS_MONTH', 'GAPS'] as const;
export type ClientOrder = (typeof clientOrders)[number];

/** What the order and the filter of clients go by. What was not read is left out, and counts as nothing. */
export interface ClientFacts {
  clientId: string;
  today?: number;
  thisWeek?: number;
  thisMonth?: number;
  /** Unresolved threats, by the place of their severity. */
  unresolved?: readonly number[];
  /** Machines of each gap, added up. */
  gaps?: number;
}

/** What the numbers of an order are, the weightiest first. */
const keysOf: Readonly<Record<ClientOrder, (facts: ClientFacts) => readonly number[]>> = {
  NEED: ({ unresolved = [] }) => severities.map((_, place) => unresolved[place] ?? 0).toReversed(),
  THREATS_TODAY: ({ today = 0 }) => [today],
  THREATS_THIS_WEEK: ({ thisWeek = 0 }) => [thisWeek],
  THREATS_THIS_MONTH: ({ thisMonth = 0 }) => [thisMonth],
  GAPS: ({ gaps = 0 }) => [gaps],
};

/** The ids of the first clients in an order, the largest numbers first and then by id. */
export function rankClients(clients: readonly ClientFacts[], order: ClientOrder, first: number): string[] {
  const keyed = clients.map((facts) => ({ id: facts.clientId, keys: keysOf[order](facts) }));
  return keyed
    .toSorted((a, b) => compareKeys(b.keys, a.keys) || (a.id < b.id ? -1 : 1))
    .slice(0, first)
    .map(({ id }) => id);
}

/** Whether a client meets a filter. */
export function meetsClientFilter(
  { unresolved = [], gaps = 0 }: ClientFacts,
  { minimumSeverity, withGaps }: { minimumSeverity?: Severity | null; withGaps?: boolean | null },
): boolean {
  const severe = minimumSeverity ? unresolved.slice(severities.indexOf(minimumSeverity)) : [1];
  const hasGaps = gaps > 0;
  return severe.some((count) => count > 0) && (withGaps === undefined || withGaps === null || withGaps === hasGaps);
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((key, index) => key !== b[index]);
  return place === -1 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}
