import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../../src/alert/hold/schedule.js';
import { problemsOfSchedule, problemsOfWindow } from '../../../../src/alert/hold/validate-window.js';

const now = new Date('2026-11-30T12:00Z');
const once: Schedule = { date: '2026-12-01', days: null, time: '22:00', minutes: 120 };
const weekly: Schedule = { date: null, days: [1, 2], time: '22:00', minutes: 120 };

describe('problemsOfSchedule', () => {
  it.each([
    [once, 'Europe/Berlin', null],
    [weekly, 'UTC', null],
    [{ ...once, date: '2026-11-30', time: '11:00', minutes: 61 }, 'UTC', null],
    [{ ...once, date: '2026-11-30', time: '11:00', minutes: 60 }, 'UTC', 'BAD_TIME date'],
    [{ ...once, date: '2028-01-01' }, 'UTC', 'BAD_TIME date'],
    [once, 'Mars', 'BAD_TIME_ZONE timeZone'],
    [{ ...once, days: [1] }, 'UTC', 'BAD_WINDOW date'],
    [{ ...once, date: null }, 'UTC', 'BAD_WINDOW date'],
    [{ ...once, date: '2026-02-30' }, 'UTC', 'BAD_WINDOW date'],
    [{ ...once, date: '1.12.2026' }, 'UTC', 'BAD_WINDOW date'],
    [{ ...weekly, days: [] }, 'UTC', 'BAD_WINDOW days'],
    [{ ...weekly, days: [0] }, 'UTC', 'BAD_WINDOW days'],
    [{ ...weekly, days: [1, 1] }, 'UTC', 'BAD_WINDOW days'],
    [{ ...once, time: '24:00' }, 'UTC', 'BAD_WINDOW time'],
    [{ ...once, time: '7:00' }, 'UTC', 'BAD_WINDOW time'],
    [{ ...once, minutes: 4 }, 'UTC', 'BAD_WINDOW minutes'],
    [{ ...once, minutes: 20_160 }, 'UTC', null],
    [{ ...once, minutes: 20_161 }, 'UTC', 'BAD_WINDOW minutes'],
    [{ ...weekly, minutes: 1_320 }, 'UTC', null],
    [{ ...weekly, minutes: 1_321 }, 'UTC', 'BAD_WINDOW minutes'],
    [{ ...weekly, days: [5], minutes: 9_960 }, 'UTC', null],
    [{ ...weekly, days: [5], minutes: 9_961 }, 'UTC', 'BAD_WINDOW minutes'],
  ] as [Schedule, string, string | null][])('of %j in %s: %s', (schedule, zone, expected) => {
    const [problem] = problemsOfSchedule(schedule, zone, now);
    expect(problem ? `${problem.code} ${problem.field.join('.')}` : null).toBe(expected);
  });
});

describe('problemsOfWindow', () => {
  it.each([
    [{}, []],
    [{ name: ' ' }, ['BAD_NAME']],
    [{ name: 'x'.repeat(101) }, ['BAD_NAME']],
    [{ clientId: null }, ['NOTHING_NAMED']],
    [{ clientId: null, ruleId: 'r' }, []],
    [{ clientId: null, deviceId: 'd' }, []],
  ])('of %j: %j', (more, expected) => {
    const window = { name: 'Patch night', clientId: 'c', deviceId: null, ruleId: null, ...more };
    expect(problemsOfWindow(window).map(({ code }) => code)).toEqual(expected);
  });
});
