/** One value that a change made another. */
export interface Difference {
  /** Where it is, such as `outbreak.minutes`; empty where the whole is one value. */
  path: string;
  before: string | null;
  after: string | null;
  /** Of how many objects. */
  count: number;
}

/** What an entry of the audit says. */
export interface Detail {
  differences: Difference[];
  /** The objects of a decision about several. */
  ids: string[];
  /** Everything else: names and values. */
  others: [name: string, value: string][];
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
  return texts.before === texts.after ? [] : [{ path, ...texts, count: 1 }];
}

/** The part of a tree that is about one object, where it is keyed by their ids. */
const partOf = (tree: unknown, id: string) => (isTree(tree) && isTree(tree[id]) ? tree[id] : undefined);

/** The same change of several objects is one difference, with their number. Their ids are listed elsewhere. */
function compareEach(before: unknown, after: unknown, ids: readonly string[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const id of ids)
    for (const difference of compare(partOf(before, id), partOf(after, id), '')) {
      if (difference.path === 'id') continue;
      const key = JSON.stringify([difference.path, difference.before, difference.after]);
      const known = found.get(key);
      if (known) known.count += 1;
      else found.set(key, difference);
    }
  return [...found.values()];
}

/** Reads the details of an entry: what differs between `before` and `after`, the objects of a bulk decision, and everything else. */
export function readDetail(detail: unknown): Detail {
  if (!isTree(detail)) return { differences: [], ids: [], others: [] };
  const { before, after, ids: given, ...others } = detail;
  const ids = Array.isArray(given) ? given.map(String) : [];
  const isByObject = ids.some((id) => partOf(before, id) !== undefined || partOf(after, id) !== undefined);
  return {
    differences: isByObject ? compareEach(before, after, ids) : compare(before, after, ''),
    ids,
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
