import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { safeCell } from './safe-cell.js';

/** What stands in a cell; a date is written in UTC, nothing as an empty cell. */
export type Cell = string | number | boolean | Date | null;

/**
 * Writes rows as CSV (RFC 4180, UTF-8 with a byte order mark, a line of column names first) as fast as `output` takes
 * them. Text that a spreadsheet would run as a formula is written as text. Rejects when `output` is closed before the end.
 */
export async function writeCsv(
  output: NodeJS.WritableStream,
  columns: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): Promise<void> {
  const format = stringify({
    columns: [...columns],
    header: true,
    bom: true,
    record_delimiter: 'windows',
    cast: {
      date: (value) => value.toISOString(),
      boolean: (value) => (value ? 'yes' : 'no'),
      string: safeCell,
    },
  });
  await pipeline(rows, format, output);
}
