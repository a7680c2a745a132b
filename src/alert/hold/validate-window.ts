import { DateTime } from 'luxon';
import { isZone } from '../../domain/zone.js';
import type { UserErrorCode } from '../../graphql/errors.js';
import { occurrencesAfter, type Schedule, shortestPause } from './schedule.js';

/** How many windows a tenant has, over or not: each alert is held against each of them. */
export const mostWindows = 200;
/** Longest time for which a window is open. */
export const mostMinutes = 14 * 24 * 60;
/** A window that repeats lets what it held act before it opens again, also in the night in which clocks skip an hour. */
const leastPauseMinutes = 120;
const leastMinutes = 5;
const mostAheadDays = 366;
const mostName = 100;

/** What is wrong with a window: the path of the field within its input, and what to do about it. */
export interface WindowProblem {
  code: UserErrorCode;
  field: string[];
  message: string;
}

/** What is wrong with a schedule in a time zone; empty when nothing is. */
export function problemsOfSchedule(schedule: Schedule, zone: string, now: Date): WindowProblem[] {
  const { date, days, time, minutes } = schedule;
  const bad = (field: string, message: string): WindowProblem[] => [{ code: 'BAD_WINDOW', field: [field], message }];
  if (!isZone(zone))
    return [{ code: 'BAD_TIME_ZONE', field: ['timeZone'], message: 'Give a time zone such as Europe/Berlin.' }];
  if ((date === null) === (days === null))
    return bad('date', 'Give either a date, or the days of the week on which it repeats.');
  if (date !== null && !(/^\d{4}-\d{2}-\d{2}$/.test(date) && DateTime.fromISO(date, { zone: 'utc' }).isValid))
    return bad('date', 'Write the date like 2026-11-30.');
  const isDay = (day: number) => Number.isInteger(day) && day >= 1 && day <= 7;
  if (days !== null && !(days.length > 0 && days.every(isDay) && new Set(days).size === days.length))
    return bad('days', 'Give at least one day, each once, from 1 (Monday) to 7 (Sunday).');
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return bad('time', 'Write the time like 22:30.');
  const pause = shortestPause(days);
  const most = pause === null ? mostMinutes : pause - leastPauseMinutes;
  if (!(Number.isInteger(minutes) && minutes >= leastMinutes && minutes <= most))
    return bad(
      'minutes',
      pause === null
        ? `Give ${leastMinutes} to ${most} minutes.`
        : `Give ${leastMinutes} to ${most} minutes: it has to end two hours before it opens again.`,
    );
  const [next] = occurrencesAfter(schedule, zone, now);
  const latest = now.getTime() + mostAheadDays * 24 * 3_600_000;
  if (next === undefined || next.from.getTime() > latest)
    return [{ code: 'BAD_TIME', field: ['date'], message: 'It has to end in the future, and open within a year.' }];
  return [];
}

/** What is wrong with the rest of a window; empty when nothing is. */
export function problemsOfWindow({
  name,
  clientId,
  deviceId,
  ruleId,
}: Record<'name', string> & Record<'clientId' | 'deviceId' | 'ruleId', string | null>): WindowProblem[] {
  const problems: WindowProblem[] = [];
  if (name.trim() === '' || name.trim().length > mostName)
    problems.push({ code: 'BAD_NAME', field: ['name'], message: `Give a name of 1 to ${mostName} characters.` });
  if (clientId === null && deviceId === null && ruleId === null)
    problems.push({
      code: 'NOTHING_NAMED',
      field: [],
      message: 'Name a client, a device or a rule: a window for everything would silence the whole MSP.',
    });
  return problems;
}
