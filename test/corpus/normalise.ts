/** Values that differ from run to run although the answer is the same, each with the label it gets. */
const varying: readonly [label: string, pattern: RegExp][] = [
  ['id', /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g],
  ['bd id', /\b[0-9a-f]{24}\b/g],
  ['ticket', /\bticket-[0-9a-f]{8}-[0-9a-f]{4}\b/g],
];
const port = /\b(localhost|127\.0\.0\.1):\d+/g;
const sealed = /(\/exports\/)[\w.~-]+/g;
const cursorFields = new Set(['cursor', 'endCursor', 'startCursor', 'after', 'before']);
/** Measured, or made at random or of what was made so, every time. */
const unpredictable = new Set(['latencyMilliseconds', 'caCertificate', 'apiKey', 'version', 'token']);

/**
 * Replaces what is random in an answer: ids by labels numbered in order of first appearance, so that equal ids stay
 * equal, cursors by what they hold, and ports, sealed links and measured times by a word. Everything else is kept.
 */
export function normalise(answer: unknown): unknown {
  const labels = new Map<string, string>();
  const counts = new Map<string, number>();
  const labelOf = (kind: string, value: string): string => {
    const known = labels.get(value);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const label = `<${kind} ${count}>`;
    labels.set(value, label);
    return label;
  };
  const text = (value: string): string =>
    varying
      .reduce((result, [kind, pattern]) => result.replace(pattern, (found) => labelOf(kind, found)), value)
      .replace(port, '$1:<port>')
      .replace(sealed, '$1<sealed>');
  const visit = (value: unknown, field = ''): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, field));
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [text(name), visit(item, name)]));
    if (value !== null && unpredictable.has(field)) return `<${typeof value}>`;
    if (typeof value !== 'string') return value;
    return cursorFields.has(field) ? cursor(value, text) : text(value);
  };
  return visit(inOrder(answer));
}

/** Errors of fields that are answered side by side come in any order. */
function inOrder(answer: unknown): unknown {
  const { errors } = Object(answer) as { errors?: unknown };
  if (!Array.isArray(errors)) return answer;
  const pathOf = (error: { path?: unknown }) => JSON.stringify(error.path ?? null);
  const sorted = errors.toSorted((a, b) => pathOf(a).localeCompare(pathOf(b), 'en', { numeric: true }));
  return { ...(answer as object), errors: sorted };
}

/** What a cursor holds. The sequence of a live event depends on how many transactions there were, so it is left out. */
function cursor(value: string, text: (value: string) => string): string {
  const decoded = decode(value);
  if (decoded === null) return text(value);
  if (decoded.length === 1) return '<cursor of a sequence>';
  return `<cursor ${text(JSON.stringify(decoded))}>`;
}

function decode(value: string): unknown[] | null {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(value, 'base64url').toString('utf8'));
    return Array.isArray(decoded) ? decoded : null;
  } catch {
    return null;
  }
}
