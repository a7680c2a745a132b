import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDateReader } from '../../../../src/gravityzone/rows/dates.js';
import { monthOf, plainMonth, reportLanguages } from '../../../../src/gravityzone/rows/month-names.js';
import { naiveReportDate, readAuditRows } from '../../../../src/gravityzone/rows/report-rows.js';

const dates = createDateReader({ offsetMinutes: 120 }, () => new Date('2024-01-01T00:00:00Z'));
const header = ['Nome', 'FQDN', 'Usuário', 'Ocorrências', 'Última', 'Módulo', 'Tipo', 'Detalhes', 'SHA256', 'Fileless'];
const sha256 = 'AB'.repeat(32);
const row = (change: Record<number, string> = {}) =>
  [
    'PC-1',
    'pc-1.corp',
    'ada',
    '3',
    '03 January 2023, 09:52:04',
    'Antimalware',
    'Blocked',
    'C:\\a.exe',
    sha256,
    'No',
  ].map((cell, at) => change[at] ?? cell);

describe('dates of a report', () => {
  it('reads the day, month and year in every language, or leaves an uncertain month out', () => {
    const uncertain = new Set<string>();
    const language = fc.constantFrom(...reportLanguages);
    fc.assert(
      fc.property(language, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), (locale, month, day) => {
        const date = new Date(Date.UTC(2023, month - 1, day));
        const name = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC', calendar: 'gregory' }).format(
          date,
        );
        const text = `${String(day).padStart(2, '0')} ${name} 2023, 09:52:04`;
        const expected = `2023-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T09:52:04`;
        const read = naiveReportDate(text);
        if (read === null) uncertain.add(plainMonth(name));
        else expect(read, text).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
    // Croatian and Czech use one name for two months: "listopad", "srpanj" and the like.
    for (const name of uncertain) expect(monthOf(name)).toBeNull();
    expect([...uncertain].filter((name) => !/^(listopad|srpen|srpanj|prosinac|studeni|rujan)/.test(name))).toEqual([]);
  });

  it.each([
    ['03 January 2023, 09:52:04', '2023-01-03T09:52:04'],
    ['03 janeiro 2023, 09:52:04', '2023-01-03T09:52:04'],
    ['3 de março de 2023, 09:52:04', '2023-03-03T09:52:04'],
    ['3. März 2023, 09:52:04', '2023-03-03T09:52:04'],
    ['January 3, 2023, 9:52:04 PM', '2023-01-03T21:52:04'],
    ['2023年1月3日 09:52:04', '2023-01-03T09:52:04'],
    ['2023-01-03 09:52', '2023-01-03T09:52:00'],
    ['23/01/2023 09:52:04', '2023-01-23T09:52:04'],
    ['03/04/2023 09:52:04', null],
    ['31 February 2023, 09:52:04', null],
    ['03 January 2023', null],
    ['03 Foo 2023, 09:52:04', null],
    ['', null],
  ])('reads %j as %j', (text, expected) => {
    expect(naiveReportDate(text)).toBe(expected);
  });
});

describe('rows of a report', () => {
  it('reads columns by position, in the zone of the account', () => {
    expect(readAuditRows([header, row()], dates)).toMatchObject({
      understood: true,
      skipped: [],
      events: [
        {
          endpointName: 'PC-1',
          occurrences: 3,
          lastAt: new Date('2023-01-03T07:52:04Z'),
          fileSha256: sha256.toLowerCase(),
        },
      ],
    });
  });

  it.each([
    ['other columns', [header.slice(1), row().slice(1)]],
    ['columns in another order', [header, row({ 3: 'ada', 2: '3' })]],
    ['a hash of another kind', [header, row({ 8: 'MD5' })]],
    ['a date in no language', [header, row({ 4: 'yesterday' })]],
    ['nothing at all', []],
  ])('returns the raw header for %s', (_, rows) => {
    expect(readAuditRows(rows, dates)).toEqual({ understood: false, header: (rows[0] ?? []).join(', ') });
  });

  it('skips and counts single rows that do not fit', () => {
    const good = Array.from({ length: 19 }, (_, at) => row({ 0: `PC-${at}` }));
    const report = readAuditRows([header, ...good, row({ 4: 'soon' })], dates);
    expect(report).toMatchObject({ understood: true, skipped: [{ reason: 'REPORT_DATE' }] });
    expect(report.understood && report.events.length).toBe(19);
  });

  it('gives the same id to the same event of another instance, and another to any other', () => {
    const idOf = (change: Record<number, string>) => {
      const report = readAuditRows([header, row(change)], dates);
      return report.understood ? report.events[0]?.id : null;
    };
    expect(idOf({ 3: '9', 2: 'tom' })).toBe(idOf({}));
    expect(new Set([0, 1, 5, 6, 7].map((at) => idOf({ [at]: 'x' })))).not.toContain(idOf({}));
    expect(idOf({ 4: '04 January 2023, 09:52:04' })).not.toBe(idOf({}));
  });
});
