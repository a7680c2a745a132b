/** One value that a change made another. */
export interface Difference {
  /** Where it is, such as `outbreak.minutes`; empty where the whole is one value. */
  path: string;
  before: string | null;
  after: string | null;
}

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as text; null where there is none. */
function textOfValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const joined = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

/** The values that differ between two trees, in the order in which they are found. */
function compare(before: unknown, after: unknown, path: string): Difference[] {
  if (isTree(before) || isTree(after)) {
    const left = isTree(before) ? before : {};
    const right = isTree(after) ? after : {};
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name) =>
      compare(left[name], right[name], joined(path, name)),
    );
  }
  const texts = { before: textOfValue(before), after: textOfValue(after) };
  return texts.before === texts.after ? [] : [{ path, ...texts }];
}

/** What an entry of the audit says: what differs between `before` and `after`, the objects of a bulk decision, and everything else. */
export function readDetail(detail: unknown): { differences: Difference[]; ids: string[]; others: [string, string][] } {
  if (!isTree(detail)) return { differences: [], ids: [], others: [] };
  const { before, after, ids, ...others } = detail;
  return {
    differences: compare(before, after, ''),
    ids: Array.isArray(ids) ? ids.map(String) : [],
    others: Object.entries(others).flatMap(([name, value]): [string, string][] => {
      const text = textOfValue(value);
      return text === null ? [] : [[name, text]];
    }),
  };
}

const inSummary = 3;

/** An entry in a line: the first differences, or how many objects it is about. */
export function summaryOf(detail: unknown): string {
  const { differences, ids, others } = readDetail(detail);
  const words = differences.map(({ path, before, after }) => {
    const change = before === null ? (after ?? '') : `${before} → ${after ?? '–'}`;
    return path === '' ? change : `${path}: ${change}`;
  });
  const shown = words.length > 0 ? words : others.map(([name, text]) => `${name}: ${text}`);
  const more = shown.length > inSummary ? [`+${shown.length - inSummary}`] : [];
  return [...(ids.length > 1 ? [`${ids.length} ×`] : []), ...shown.slice(0, inSummary), ...more].join(', ');
}
