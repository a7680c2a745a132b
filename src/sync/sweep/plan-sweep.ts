import { type BucketLimit, shareOfCalls } from '../../gravityzone/transport/budget.js';

/** The share of a key's budget that reading the states of devices may use, so that a sync is never kept waiting. */
export const sweepShare = 0.3;

const minute = 60_000;

/**
 * How old the state of a device is when it is read again, in milliseconds: as old as possible, so that GravityZone is asked as rarely as
 * possible, but early enough that all `devices` are read before the oldest exceeds `maximumAge`, at `callsPerSecond` and with a fifth in reserve.
 */
export function readAgainAfter(devices: number, maximumAge: number, callsPerSecond: number): number {
  const wholeSweep = (devices / callsPerSecond) * 1_000;
  return Math.max(maximumAge / 4, maximumAge - 1.2 * wholeSweep - Math.min(15 * minute, maximumAge / 10));
}

/** The calls per second that the sweep of one key may make. */
export const callsOfSweep = (limit: BucketLimit): number =>
  (shareOfCalls(limit, sweepShare) / limit.windowMilliseconds) * 1_000;

/** How a sweep ended: nothing is due any longer, its turn was over, or GravityZone did not let it go on. */
export type SweepEnd = 'DONE' | 'UNFINISHED' | 'FAILED';

const minutesUntilNextLook: Readonly<Record<SweepEnd, number>> = { DONE: 10, UNFINISHED: 0, FAILED: 15 };

/**
 * When an integration is looked through again: at once if the sweep did not finish, else soon enough to find new devices and threats; after
 * a failure not before GravityZone had some rest.
 */
export const nextLook = (end: SweepEnd, now: Date): Date =>
  new Date(now.getTime() + minutesUntilNextLook[end] * minute);
