const longestRawText = 2_000;
const longestRawList = 50;
const deepestRaw = 8;

/** Makes text safe to store and show: no control characters (PostgreSQL refuses NUL), no half characters, trimmed, cut. */
export function cleanText(text: string, maximum: number): string {
  // The first cut bounds the work on a hostile text of megabytes.
  const spaced = text.slice(0, maximum * 4).replace(/[\t\r\n]+/g, ' ');
  const cut = spaced
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, maximum);
  return cut
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
    .trim();
}

/** A bounded and cleaned copy of a raw row, so that skipped rows can be stored and inspected. */
export function cleanRaw(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value, longestRawText);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepestRaw) return '...';
  if (Array.isArray(value)) return value.slice(0, longestRawList).map((item) => cleanRaw(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, longestRawList)
      .map(([key, item]) => [cleanText(key, 100), cleanRaw(item, depth + 1)]),
  );
}
