import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterLookBack,
  type LookBackState,
  lookBackPages,
  planLookBack,
} from '../../../../src/sync/stream/plan-look-back.js';

const now = new Date('2026-03-01T12:00:00Z');
const hour = 3_600_000;
const inHours = (hours: number) => new Date(now.getTime() + hours * hour);
const never: LookBackState = { dueAt: null, unfinished: null };

describe('planLookBack', () => {
  it.each<[string, LookBackState, { until: Date; page: number } | null]>([
    ['looks back when it never did', never, { until: now, page: 1 }],
    ['waits until it is due', { dueAt: inHours(0.1), unfinished: null }, null],
    ['looks back when it is due', { dueAt: now, unfinished: null }, { until: now, page: 1 }],
    [
      'goes on where it stopped',
      { dueAt: inHours(-0.2), unfinished: { until: inHours(-2), page: 6 } },
      { until: inHours(-2), page: 6 },
    ],
    ['rests after a failure', { dueAt: inHours(0.5), unfinished: { until: inHours(-2), page: 6 } }, null],
    [
      'begins again when a look took a day',
      { dueAt: now, unfinished: { until: inHours(-24), page: 6 } },
      { until: now, page: 1 },
    ],
    ['takes a far due time for a wrong clock', { dueAt: inHours(25), unfinished: null }, { until: now, page: 1 }],
    [
      'begins again when a look ends in the future',
      { dueAt: inHours(48), unfinished: { until: inHours(24), page: 6 } },
      { until: now, page: 1 },
    ],
  ])('%s', (_name, state, look) => {
    expect(planLookBack(state, now)).toEqual(look);
  });
});

describe('afterLookBack', () => {
  it.each<[string, 'COMPLETE' | 'STOPPED' | 'FAILED', number | null, LookBackState]>([
    ['is due a day after a complete look began', 'COMPLETE', 9, { dueAt: inHours(23), unfinished: null }],
    [
      'is due in the next run after the pages of one run',
      'STOPPED',
      10,
      { dueAt: now, unfinished: { until: inHours(-1), page: 10 } },
    ],
    ['is due an hour after a failure', 'FAILED', 7, { dueAt: inHours(1), unfinished: { until: inHours(-1), page: 7 } }],
    [
      'keeps its page when no page was read',
      'FAILED',
      null,
      { dueAt: inHours(1), unfinished: { until: inHours(-1), page: 6 } },
    ],
  ])('%s', (_name, state, lastPage, after) => {
    expect(afterLookBack({ until: inHours(-1), page: 6 }, { state, lastPage }, now)).toEqual(after);
  });
});

/** Runs every so often for a week, over a list of so many pages. Returns the calls of each complete look. */
function week(pages: number, minutesBetweenRuns: number, failing: (call: number) => boolean) {
  let state = never;
  let calls = 0;
  let made = 0;
  let mostInOneRun = 0;
  const looks: { startedAt: number; calls: number }[] = [];
  for (let at = 0; at < 7 * 24 * hour; at += minutesBetweenRuns * 60_000) {
    const time = new Date(now.getTime() + at);
    const look = planLookBack(state, time);
    if (look === null) continue;
    let lastPage: number | null = null;
    let end: 'COMPLETE' | 'STOPPED' | 'FAILED' = 'STOPPED';
    let inThisRun = 0;
    for (let page = look.page; page < look.page + lookBackPages; page += 1) {
      inThisRun += 1;
      made += 1;
      if (failing(made)) {
        end = 'FAILED';
        break;
      }
      lastPage = page;
      if (page >= pages) {
        end = 'COMPLETE';
        break;
      }
    }
    calls += inThisRun;
    mostInOneRun = Math.max(mostInOneRun, inThisRun);
    if (end === 'COMPLETE') {
      looks.push({ startedAt: look.until.getTime(), calls });
      calls = 0;
    }
    state = afterLookBack(look, { state: end, lastPage }, time);
  }
  return { looks, mostInOneRun };
}

describe('a week of looks back', () => {
  it('looks once a day, with little more than a call for each page', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 65 }), (pages, minutes) => {
        const { looks, mostInOneRun } = week(pages, minutes, () => false);
        expect(mostInOneRun).toBeLessThanOrEqual(lookBackPages);
        expect(looks.length).toBeGreaterThanOrEqual(6);
        expect(looks.length).toBeLessThanOrEqual(8);
        for (const look of looks)
          expect(look.calls).toBeLessThanOrEqual(pages + Math.ceil(pages / (lookBackPages - 1)));
        for (const [index, look] of looks.slice(1).entries())
          expect(look.startedAt - (looks[index]?.startedAt ?? 0)).toBeLessThanOrEqual(24 * hour + minutes * 60_000);
      }),
    );
  });

  it('completes looks although every fourth call fails', () => {
    expect(week(6, 10, (call) => call % 4 === 0).looks.length).toBeGreaterThanOrEqual(6);
  });
});
