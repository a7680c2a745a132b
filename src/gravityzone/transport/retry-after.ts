const longestSeconds = 3_600;

/**
 * Seconds to wait according to a Retry-After header: seconds, doubled seconds ("60, 60", seen live) or an HTTP date.
 * Null when the header is missing or cannot be read; never more than an hour.
 */
export function parseRetryAfter(header: string | string[] | undefined, now: Date): number | null {
  const first = (Array.isArray(header) ? header[0] : header)?.trim();
  if (first === undefined || first === '') return null;
  const seconds = /^\d+(?=$|[\s,.])/.exec(first)?.[0];
  if (seconds !== undefined) return Math.min(Number(seconds), longestSeconds);
  // A date begins with the day of the week; of a doubled date the first is read.
  const date = Date.parse(/^[a-z]{3,9}, .+? GMT/i.exec(first)?.[0] ?? '');
  if (Number.isNaN(date)) return null;
  return Math.min(Math.max(0, Math.ceil((date - now.getTime()) / 1_000)), longestSeconds);
}
