import { type Severity, severities } from '../../domain/severity.js';
import type { ThreatAction } from '../intake/draft.js';
import type { SeriesGrouping, ValueSeries } from './grouped-series.reader.js';

/** One line or layer of a chart. */
export interface SeriesGroup {
  severity: Severity | null;
  action: ThreatAction | null;
  clientId: string | null;
  /** What has no group of its own, together. */
  others: boolean;
  total: number;
  counts: number[];
}

interface Wanted {
  grouping: SeriesGrouping;
  /** The clients that were asked for; null for those with the most threats. */
  clientIds: readonly string[] | null;
  actions: readonly ThreatAction[];
  steps: number;
}

/**
 * The groups of a chart, of the series of stored values: every severity and every action in their order, and clients as they were asked for,
 * also without threats; without such a list, clients by their threats, the most first. Then the others, if there are any.
 */
export function groupsOf(
  series: readonly ValueSeries[],
  { grouping, clientIds, actions, steps }: Wanted,
): SeriesGroup[] {
  const known = new Map(series.map(({ value, counts }) => [value, counts]));
  const none = Array.from({ length: steps }, () => 0);
  const group = (value: string | null, name: Partial<SeriesGroup>): SeriesGroup => {
    const counts = known.get(value) ?? none;
    return { severity: null, action: null, clientId: null, others: false, ...name, total: sum(counts), counts };
  };
  const named = {
    SEVERITY: () => severities.map((severity, place) => [`${place}`, { severity }] as const),
    ACTION: () => actions.map((action) => [action, { action }] as const),
    CLIENT: () => (clientIds ?? byTotal(series)).map((clientId) => [clientId, { clientId }] as const),
  }[grouping]();
  const shown = new Set<string | null>(named.map(([value]) => value));
  const left = series.filter(({ value }) => !shown.has(value)).map(({ counts }) => counts);
  const others = none.map((_, step) => left.reduce((total, counts) => total + (counts[step] ?? 0), 0));
  return [
    ...named.map(([value, name]) => group(value, name)),
    ...(left.length > 0 ? [{ ...group(null, { others: true }), total: sum(others), counts: others }] : []),
  ];
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function byTotal(series: readonly ValueSeries[]): string[] {
  const totals = series.flatMap(({ value, counts }) => (value === null ? [] : [{ value, total: sum(counts) }]));
  return totals.toSorted((a, b) => b.total - a.total || (a.value < b.value ? -1 : 1)).map(({ value }) => value);
}
