import { setTimeout as sleep } from 'node:timers/promises';
import type { Bucket, RateBudget } from '../types.js';
import { GravityZoneError } from './errors.js';

export interface BucketLimit {
  calls: number;
  windowMilliseconds: number;
}

/** The limits of one key (API reference 2.1). Where sources disagree, the stricter applies. */
export const bucketLimits: Record<Bucket, BucketLimit> = {
  default: { calls: 10, windowMilliseconds: 1_000 },
  licensing: { calls: 5, windowMilliseconds: 1_000 },
  incidents: { calls: 3, windowMilliseconds: 60_000 },
};

/** Callers have to schedule a longer pause themselves; a call does not wait that long. */
export const longestRestSeconds = 300;

/** Throws THROTTLED when the wait is too long. */
export function refuseLongRest(waitMilliseconds: number): void {
  const retryAfterSeconds = Math.ceil(waitMilliseconds / 1_000);
  if (retryAfterSeconds > longestRestSeconds) throw new GravityZoneError('THROTTLED', { retryAfterSeconds });
}

/** The calls in a window that work with only a share of a bucket may make; one at least. */
export const shareOfCalls = ({ calls }: BucketLimit, share: number): number => Math.max(1, Math.floor(calls * share));

/** State of a bucket between calls, as plain epoch milliseconds that a database row can store. */
export interface BucketState {
  sentAt: number[];
  blockedUntil: number;
}

export const emptyBucket: BucketState = { sentAt: [], blockedUntil: 0 };

// Calls sent evenly may arrive in bursts; the margin keeps such a burst within the server's window.
const arrivalMargin = (windowMilliseconds: number): number => Math.min(250, windowMilliseconds / 4);

/**
 * Decides whether a call may be sent at `now` (epoch milliseconds): a sliding window over the calls sent before.
 * With `waitMilliseconds` 0 the call counts as sent in `state`; otherwise decide again after that time. With a `share` below 1, the call
 * also waits while more than that share of the window is in use, by whomever: it leaves the rest to others.
 */
export function decideCall(
  state: BucketState,
  limit: BucketLimit,
  now: number,
  share = 1,
): { waitMilliseconds: number; state: BucketState } {
  const window = limit.windowMilliseconds + arrivalMargin(limit.windowMilliseconds);
  const sentAt = state.sentAt.filter((sent) => sent > now - window);
  const pruned = { sentAt, blockedUntil: state.blockedUntil };
  if (state.blockedUntil > now) return { waitMilliseconds: state.blockedUntil - now, state: pruned };
  const restOfShare = share < 1 ? waitForShare(sentAt, limit, now, share) : 0;
  if (restOfShare > 0) return { waitMilliseconds: restOfShare, state: pruned };
  if (sentAt.length < limit.calls) {
    return { waitMilliseconds: 0, state: { sentAt: [...sentAt, now], blockedUntil: state.blockedUntil } };
  }
  const oldestThatCounts = sentAt[sentAt.length - limit.calls] ?? now;
  return { waitMilliseconds: Math.max(1, oldestThatCounts + window - now), state: pruned };
}

function waitForShare(sentAt: readonly number[], limit: BucketLimit, now: number, share: number): number {
  const oldestThatCounts = sentAt.at(-shareOfCalls(limit, share));
  return oldestThatCounts === undefined ? 0 : Math.max(0, oldestThatCounts + limit.windowMilliseconds - now);
}

/** The state after the server asked for a pause. A shorter pause never ends a longer one early. */
export function decidePenalty(state: BucketState, retryAfterSeconds: number, now: number): BucketState {
  return { sentAt: state.sentAt, blockedUntil: Math.max(state.blockedUntil, now + retryAfterSeconds * 1_000) };
}

/**
 * A budget for one process. `reserve` rejects with CANCELLED when its signal aborts, and with THROTTLED when the wait
 * would be too long.
 */
export function createMemoryBudget(
  limits: Partial<Record<Bucket, BucketLimit>> = {},
  clock: () => Date = () => new Date(),
): RateBudget {
  const states = new Map<Bucket, BucketState>();
  const limitOf = (bucket: Bucket): BucketLimit => limits[bucket] ?? bucketLimits[bucket];
  const stateOf = (bucket: Bucket): BucketState => states.get(bucket) ?? emptyBucket;

  return {
    async reserve(bucket, signal) {
      for (;;) {
        if (signal?.aborted) throw new GravityZoneError('CANCELLED');
        const decision = decideCall(stateOf(bucket), limitOf(bucket), clock().getTime());
        states.set(bucket, decision.state);
        if (decision.waitMilliseconds === 0) return;
        refuseLongRest(decision.waitMilliseconds);
        await sleep(decision.waitMilliseconds, undefined, { signal }).catch(() => undefined);
      }
    },
    async penalise(bucket, retryAfterSeconds) {
      states.set(bucket, decidePenalty(stateOf(bucket), retryAfterSeconds, clock().getTime()));
    },
  };
}
