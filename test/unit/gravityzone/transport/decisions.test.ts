import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../../src/gravityzone/rows/clean-text.js';
import { createDateReader, mintedAt } from '../../../../src/gravityzone/rows/dates.js';
import {
  bucketLimits,
  createMemoryBudget,
  decideCall,
  decidePenalty,
  emptyBucket,
} from '../../../../src/gravityzone/transport/budget.js';
import { parseRetryAfter } from '../../../../src/gravityzone/transport/retry-after.js';
import { reasonOf } from '../../../support/gravityzone.js';

const now = new Date('2026-03-01T12:00:00Z');
const clock = () => now;

describe('dates', () => {
  const read = createDateReader({ offsetMinutes: 120 }, clock).read;

  test.each([
    ['2026-02-01T10:00:00', '2026-02-01T08:00:00.000Z'],
    ['2026-02-01 10:00:00', '2026-02-01T08:00:00.000Z'],
    ['2026-02-01T10:00:00+00:00', '2026-02-01T10:00:00.000Z'],
    ['2026-02-01T10:00:00+0200', '2026-02-01T08:00:00.000Z'],
    ['2026-02-01T10: 00:00.000Z', '2026-02-01T10:00:00.000Z'],
    ['2026-03-01T14:04:00', '2026-03-01T12:04:00.000Z'],
  ])('reads the date %s as %s', (text, iso) => {
    expect(read(text)?.toISOString()).toBe(iso);
  });

  test.each([
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00Z',
    '2026-03-01T14:06:00',
    '2026-13-40T00:00:00',
    '',
    'soon',
    7,
    null,
  ])('reads %s as null when a date is expected', (value) => {
    expect(read(value)).toBeNull();
  });

  test('applies summer time when a zone is set, but not with an offset', () => {
    const zoned = createDateReader({ offsetMinutes: 0, zone: 'Europe/Bucharest' }, clock);
    expect(zoned.read('2026-01-15T12:00:00')?.toISOString()).toBe('2026-01-15T10:00:00.000Z');
    expect(zoned.read('2025-07-15T12:00:00')?.toISOString()).toBe('2025-07-15T09:00:00.000Z');
    expect(zoned.write(new Date('2025-07-15T09:00:00Z'))).toBe('2025-07-15T12:00:00+0300');
    expect(createDateReader({ offsetMinutes: -210 }, clock).write(now)).toBe('2026-03-01T08:30:00-0330');
  });

  test('reads when an ObjectId was minted', () => {
    expect(mintedAt('67e10ec234db0a71e50355ee')?.toISOString()).toBe('2025-03-24T07:50:26.000Z');
    expect(mintedAt('COMPANY_ID')).toBeNull();
  });
});

describe('Retry-After', () => {
  test.each([
    ['60', 60],
    ['60, 60', 60],
    ['Sun, 01 Mar 2026 12:01:30 GMT', 90],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['Sunday, 01-Mar-26 12:01:30 GMT', 90],
    ['Sun, 01 Mar 2026 12:01:30 GMT, Sun, 01 Mar 2026 12:01:30 GMT', 90],
    [['60', '60'], 60],
    ['0', 0],
    ['60.5', 60],
    ['-5', null],
    ['', null],
    ['999999', 3_600],
    ['soon', null],
    [undefined, null],
  ])('reads the Retry-After header %j as %j', (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });
});

describe('the budget', () => {
  test('allows the calls of a window at once, then returns how long to wait', () => {
    let state = emptyBucket;
    for (let call = 0; call < 3; call += 1) {
      const decision = decideCall(state, bucketLimits.incidents, 1_000 + call);
      expect(decision.waitMilliseconds).toBe(0);
      state = decision.state;
    }
    const { waitMilliseconds } = decideCall(state, bucketLimits.incidents, 2_000);
    expect(waitMilliseconds).toBeGreaterThan(59_000);
    expect(decideCall(state, bucketLimits.incidents, 2_000 + waitMilliseconds).waitMilliseconds).toBe(0);
  });

  test.each([
    ['while its share is used up, by whomever', [100, 200, 300], 400, 700],
    ['not at all while less than its share is used', [200, 300], 400, 0],
    ['not at all when older calls have left the window', [-900, 200, 300], 400, 0],
    ['while the whole bucket is used up', Array.from({ length: 10 }, () => -150), 900, 200],
  ])('makes a call with a share of 30 %% wait %s', (_, sentAt, at, waitMilliseconds) => {
    const decision = decideCall({ sentAt, blockedUntil: 0 }, bucketLimits.default, at, 0.3);
    expect(decision.waitMilliseconds).toBe(waitMilliseconds);
  });

  test('blocks the bucket for the longer of two pauses', () => {
    const state = decidePenalty(decidePenalty(emptyBucket, 60, 0), 5, 0);
    expect(decideCall(state, bucketLimits.default, 1_000).waitMilliseconds).toBe(59_000);
    expect(decideCall(state, bucketLimits.default, 60_000).waitMilliseconds).toBe(0);
  });

  test('cancels an aborted wait while other buckets stay free', async () => {
    const budget = createMemoryBudget({}, clock);
    await budget.penalise('incidents', 60);
    await budget.reserve('default');
    const controller = new AbortController();
    const wait = budget.reserve('incidents', controller.signal);
    controller.abort();
    expect(await reasonOf(wait)).toBe('CANCELLED');
  });

  test('throws THROTTLED at once when the pause is too long', async () => {
    const budget = createMemoryBudget({}, clock);
    await budget.penalise('incidents', 900);
    await expect(budget.reserve('incidents')).rejects.toMatchObject({ code: 'THROTTLED', retryAfterSeconds: 900 });
  });
});

test('cleans text and cuts it without half characters', () => {
  expect(cleanText(' a\u0000b\u0007\tc\n', 10)).toBe('ab c');
  expect(cleanText('ab😀', 3)).toBe('ab');
  expect(cleanText('\uDC00x', 10).isWellFormed()).toBe(true);
});
