import { createHash } from 'node:crypto';
import type { AuditEvent, Skipped } from '../types.js';
import { cleanText } from './clean-text.js';
import type { DateReader } from './dates.js';
import { monthOf } from './month-names.js';

/** A Security audit report as far as its rows could be read; `header` is set where the columns are not those expected. */
export type AuditReport =
  | { understood: true; events: AuditEvent[]; skipped: Skipped[] }
  | { understood: false; header: string };

/** Endpoint, FQDN, user, occurrences, last occurrence, module, event type, details, SHA-256, fileless. */
const columns = 10;
/** The share of the rows that must fit: fewer mean other columns, not odd rows. */
const fittingShare = 0.9;

const timePattern = /(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]\.?\s?m\.?)?/iu;

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

/** Year, month and day of the words of a date: `03 January 2023`, `2023年1月3日`, `03/01/2023`; null when they are not certain. */
function dayOf(text: string): [number, number, number] | null {
  const east = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/u.exec(text);
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u.exec(text);
  const [, year, month, day] = east ?? iso ?? [];
  if (year !== undefined) return [Number(year), Number(month), Number(day)];
  const dayFirst =
    /^(\d{1,2})[.,]?\s+(?:de\s+|tháng\s+)?(.+?)[.,]?\s+(?:de\s+|năm\s+)?(\d{4})(?:\s*(?:г\.?|р\.?))?$/iu.exec(text);
  const monthFirst = /^(.+?)\s+(\d{1,2}),?\s+(\d{4})$/u.exec(text);
  const numbers = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/u.exec(text);
  if (numbers) {
    const [first, second] = [Number(numbers[1]), Number(numbers[2])];
    // With both at most 12, either may be the month.
    if (first <= 12 && second <= 12 && first !== second) return null;
    return [Number(numbers[3]), first > 12 ? second : first, first > 12 ? first : second];
  }
  const named = dayFirst
    ? { day: dayFirst[1], name: dayFirst[2], year: dayFirst[3] }
    : { day: monthFirst?.[2], name: monthFirst?.[1], year: monthFirst?.[3] };
  const found = named.name === undefined ? null : monthOf(named.name);
  return found === null ? null : [Number(named.year), found, Number(named.day)];
}

/**
 * A date of a report, in any language of Control Center, as a date without a zone (`2023-01-03T09:52:04`). Null when it is
 * not a date, or its month is not certain.
 */
export function naiveReportDate(value: string): string | null {
  if (value.length > 80) return null;
  const time = timePattern.exec(value);
  if (time === null) return null;
  const day = dayOf(
    value
      .slice(0, time.index)
      .replace(/[\s,،T]+$/u, '')
      .trim(),
  );
  const hour = hourOf(Number(time[1]), time[4]);
  if (day === null || hour > 23 || Number(time[2]) > 59 || Number(time[3] ?? 0) > 59) return null;
  const [year, month, date] = day;
  const exact = new Date(Date.UTC(year, month - 1, date));
  if (exact.getUTCMonth() !== month - 1 || exact.getUTCDate() !== date) return null;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(month)}-${two(date)}T${two(hour)}:${time[2]}:${time[3] ?? '00'}`;
}

const cell = (row: readonly string[], index: number, most: number): string => cleanText(row[index] ?? '', most).trim();

/** Why a row does not have the shape of the report; null when it has. */
function misfit(row: readonly string[]): string | null {
  if (row.length !== columns) return 'REPORT_COLUMNS';
  if (!/^\d{1,9}$/.test(cell(row, 3, 20))) return 'REPORT_COUNT';
  if (naiveReportDate(cell(row, 4, 80)) === null) return 'REPORT_DATE';
  return /^([0-9a-f]{64}|-|n\/a)?$/i.test(cell(row, 8, 100)) ? null : 'REPORT_HASH';
}

function eventOf(row: readonly string[], dates: DateReader): AuditEvent | null {
  const lastAt = dates.read(naiveReportDate(cell(row, 4, 80)));
  if (lastAt === null) return null;
  const hash = cell(row, 8, 100);
  const identity = [0, 1, 5, 6, 7, 8, 4].map((index) => row[index]);
  return {
    id: createHash('sha256').update(JSON.stringify(identity)).digest('base64url'),
    endpointName: cell(row, 0, 255),
    fqdn: cell(row, 1, 255) || null,
    user: cell(row, 2, 255) || null,
    occurrences: Math.max(1, Number(cell(row, 3, 20))),
    lastAt,
    module: cell(row, 5, 200),
    eventType: cell(row, 6, 200),
    details: cell(row, 7, 2_000),
    fileSha256: hash.length === 64 ? hash.toLowerCase() : null,
  };
}

/**
 * Takes the rows of the CSV file, the header first, and returns the events. The columns are recognized by position, since their
 * names are in the account's language: where too few rows fit, nothing is read and the header is returned.
 */
export function readAuditRows(rows: readonly (readonly string[])[], dates: DateReader): AuditReport {
  const [header = [], ...body] = rows;
  const problems = body.map((row) => ({ row, problem: misfit(row) }));
  const fitting = problems.filter(({ problem }) => problem === null).length;
  if (header.length !== columns || fitting < body.length * fittingShare)
    return { understood: false, header: cleanText(header.join(', '), 1_000) };
  const events = new Map<string, AuditEvent>();
  const skipped: Skipped[] = [];
  for (const { row, problem } of problems) {
    const event = problem === null ? eventOf(row, dates) : null;
    if (event === null) skipped.push({ reason: problem ?? 'REPORT_DATE', raw: row.map((_, at) => cell(row, at, 200)) });
    else events.set(event.id, event);
  }
  return { understood: true, events: [...events.values()], skipped };
}
