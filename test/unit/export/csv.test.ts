import { Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, writeCsv } from '../../../src/export/csv.js';
import { safeCell } from '../../../src/export/safe-cell.js';

async function csvOf(rows: Cell[][]): Promise<string> {
  const chunks: Buffer[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  await writeCsv(
    output,
    ['first', 'second'],
    (async function* () {
      yield* rows;
    })(),
  );
  return Buffer.concat(chunks).toString('utf8');
}

/** How a spreadsheet reads a line whose separator is not ours: quotes in the middle of a cell mean nothing to it. */
const cellsBy = (separator: string, csv: string): string[] =>
  csv
    .slice(1)
    .split(/\r\n|[\r\n]/)
    .flatMap((line) => line.split(separator))
    .map((cell) => cell.replace(/^[\s"\p{Cf}\p{Cc}]+/u, ''));

const begins = /^[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]/u;

describe('a cell of an export', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1+1', "' =1+1"],
    ['\t=1+1', "'\t'=1+1"],
    ['\r=', "'\r'="],
    ['\u00A0=1+1', "'\u00A0=1+1"],
    ['\u200B=1+1', "'\u200B=1+1"],
    ['\uFEFF=1+1', "'\uFEFF=1+1"],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    ['"=1+1"', '\'"=1+1"'],
    ['C:\\x;=1+1;.exe', "C:\\x;'=1+1;.exe"],
    ['C:\\x; =1+1', "C:\\x;' =1+1"],
    ['x;"=1+1"', 'x;\'"=1+1"'],
    ['x\n=1+1', "x\n'=1+1"],
    ['x\t@A1', "x\t'@A1"],
    ['C:\\a-b\\c=d;e.exe', 'C:\\a-b\\c=d;e.exe'],
    ['win-7, -x', 'win-7, -x'],
    ['', ''],
  ])('writes %j as %j', (text, expected) => {
    expect(safeCell(text)).toBe(expected);
  });

  it('runs as no formula, whichever separator a spreadsheet expects', async () => {
    const unit = fc.constantFrom(...'=+-@;,\t\r\n"\' a1', '\u00A0', '\u200B', '\uFEFF', '\uFF1D');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string({ unit }), fc.string({ unit })), { maxLength: 4 }), async (rows) => {
        const csv = await csvOf(rows);
        for (const [first = '', second = ''] of parse(csv, {
          bom: true,
          from_line: 2,
          relax_column_count: true,
        }) as string[][])
          for (const cell of [first, second]) expect(cell.replace(/^[\s\p{Cf}]+/u, '')).not.toMatch(begins);
        for (const separator of [';', '\t'])
          for (const cell of cellsBy(separator, csv)) expect(cell).not.toMatch(begins);
      }),
    );
  });

  it('keeps numbers, dates, truths and nothing as they are', async () => {
    const csv = await csvOf([
      [-5, new Date(0)],
      [true, null],
    ]);
    expect(csv).toBe('\uFEFFfirst,second\r\n-5,1970-01-01T00:00:00.000Z\r\nyes,\r\n');
  });
});
