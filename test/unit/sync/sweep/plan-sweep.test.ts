import { describe, expect, it } from 'vitest';
import {
  type BucketState,
  bucketLimits,
  decideCall,
  emptyBucket,
} from '../../../../src/gravityzone/transport/budget.js';
import { callsOfSweep, nextLook, readAgainAfter, sweepShare } from '../../../../src/sync/sweep/plan-sweep.js';

const second = 1_000;
const hour = 3_600 * second;
const limit = bucketLimits.default;

describe('readAgainAfter', () => {
  it.each([
    ['a fleet that is read in minutes waits almost as long as it may', 300, 11.7],
    ['20,000 devices leave the time that reading them takes, with a reserve', 20_000, 9.53],
    ['a fleet that cannot be read in time is read without a pause of its own', 500_000, 3],
  ])('%s', (_, devices, hours) => {
    expect(readAgainAfter(devices, 12 * hour, 3) / hour).toBeCloseTo(hours, 1);
  });
});

it('looks again at once after an unfinished sweep, later after one that ended or failed', () => {
  const now = new Date('2026-11-28T12:00:00Z');
  expect(
    [nextLook('UNFINISHED', now), nextLook('DONE', now), nextLook('FAILED', now)].map((at) => at.toISOString()),
  ).toEqual(['2026-11-28T12:00:00.000Z', '2026-11-28T12:10:00.000Z', '2026-11-28T12:15:00.000Z']);
});

/** One key's bucket, with the times of all calls. */
function openBucket() {
  let state: BucketState = emptyBucket;
  const sent: number[] = [];
  return {
    sent,
    /** Sends a call at `at` and returns 0, or returns how long to wait. */
    take(at: number, share = 1): number {
      const decision = decideCall(state, limit, at, share);
      state = decision.state;
      if (decision.waitMilliseconds === 0) sent.push(at);
      return decision.waitMilliseconds;
    },
    overdrawn: () =>
      sent.filter((at, index) => at - (sent[index - limit.calls] ?? Number.NEGATIVE_INFINITY) < second).length,
  };
}

/** A sync of so many calls every ten minutes. `step` returns when it goes on. */
function syncs(bucket: ReturnType<typeof openBucket>, calls: number) {
  let startedAt = 0;
  let left = calls;
  const seen = { longest: 0, ended: 0 };
  return {
    seen,
    step(now: number): number {
      const wait = bucket.take(now);
      if (wait > 0) return now + wait;
      left -= 1;
      if (left > 0) return now;
      seen.longest = Math.max(seen.longest, now - startedAt);
      seen.ended += 1;
      startedAt = Math.max(now, startedAt + 600 * second);
      left = calls;
      return startedAt;
    },
  };
}

/** The sweep of so many devices, which reads them in the order of their age: the next one is always the one read longest ago. */
function sweep(bucket: ReturnType<typeof openBucket>, devices: number, maximumAge: number) {
  const refresh = readAgainAfter(devices, maximumAge, callsOfSweep(limit));
  const readAt = new Float64Array(devices).fill(-1);
  let next = 0;
  const seen = { oldest: 0, allReadAt: Number.POSITIVE_INFINITY, readAt };
  return {
    seen,
    step(now: number): number {
      const last = readAt[next] ?? -1;
      if (last >= 0 && now - last < refresh) return last + refresh;
      const wait = bucket.take(now, sweepShare);
      if (wait > 0) return now + wait;
      if (last >= 0) seen.oldest = Math.max(seen.oldest, now - last);
      readAt[next] = now;
      next = (next + 1) % devices;
      if (next === 0) seen.allReadAt = Math.min(seen.allReadAt, now);
      return now;
    },
  };
}

describe('20,000 devices on one key, over 48 hours, with syncs beside', () => {
  it.each([3, 60])('keeps every state, sync and bucket within bounds with syncs of %i calls', (calls) => {
    const bucket = openBucket();
    const synced = syncs(bucket, calls);
    const swept = sweep(bucket, 20_000, 12 * hour);
    const end = 48 * hour;
    for (let [now, syncAt, sweepAt] = [0, 0, 0]; now < end; now = Math.min(syncAt, sweepAt))
      if (syncAt <= now) syncAt = synced.step(now);
      else sweepAt = swept.step(now);
    const { oldest, allReadAt, readAt } = swept.seen;
    expect(Math.max(oldest, ...[...readAt].map((at) => end - at))).toBeLessThanOrEqual(12 * hour);
    expect(allReadAt).toBeLessThanOrEqual(2 * hour);
    expect(synced.seen.ended).toBe(288);
    // Alone, a sync sends ten calls in a window of 1.25 seconds; the sweep takes four of these at most.
    expect(synced.seen.longest).toBeLessThanOrEqual(Math.ceil(calls / 6) * 1_250);
    expect(bucket.overdrawn()).toBe(0);
  });
});
