import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { unzipSync } from 'fflate';
import { GravityZoneError } from '../transport/errors.js';

/** How large a report may be. */
export interface ReportBounds {
  unpackedBytes: number;
  rows: number;
}

export const reportBounds: ReportBounds = { unpackedBytes: 64 * 1024 * 1024, rows: 200_000 };

const method = 'downloadReportZip';

function tooLarge(): GravityZoneError {
  return new GravityZoneError('REPORT_TOO_LARGE', { method });
}

function malformed(message: string): GravityZoneError {
  return new GravityZoneError('MALFORMED_ANSWER', { message, method });
}

/** The one CSV file of the archive. The archive's own sizes bound what is unpacked: a file cannot become larger than it says. */
function csvOf(archive: Buffer, { unpackedBytes }: ReportBounds): Uint8Array {
  let bytes = 0;
  let files: [string, Uint8Array][];
  try {
    files = Object.entries(
      unzipSync(archive, {
        filter: ({ name, originalSize }) => {
          if (!/\.csv$/i.test(name)) return false;
          bytes += originalSize;
          if (bytes > unpackedBytes) throw tooLarge();
          return true;
        },
      }),
    );
  } catch (error) {
    throw error instanceof GravityZoneError
      ? error
      : malformed('The report is not a ZIP archive that can be unpacked.');
  }
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw malformed('The archive of the report must hold one CSV file.');
  return file[1];
}

/** Takes the ZIP archive of a report and returns the rows of its CSV file, the header first. Throws GravityZoneError. */
export async function unpackReport(archive: Buffer, bounds: ReportBounds = reportBounds): Promise<string[][]> {
  const csv = Buffer.from(csvOf(archive, bounds));
  const options = { bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 64 * 1024 };
  const rows: string[][] = [];
  try {
    for await (const row of Readable.from([csv]).pipe(parse(options))) {
      // The header is not one of the rows.
      if (rows.length > bounds.rows) throw tooLarge();
      rows.push(row);
    }
  } catch (error) {
    throw error instanceof GravityZoneError ? error : malformed('The CSV file of the report cannot be read.');
  }
  return rows;
}
