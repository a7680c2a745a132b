import { setTimeout as sleep } from 'node:timers/promises';

const day = 24 * 3_600_000;
/** As long as a file takes from what it makes happen to where it counts that, and much more. */
const spanMilliseconds = 60_000;

/** Lets midnight (UTC) pass when it is near: what happens now is of today until this file has looked at it. */
export async function stayWithinOneDay(): Promise<void> {
  const left = day - (Date.now() % day);
  // BD reports whole seconds.
  if (left < spanMilliseconds) await sleep(left + 1_000);
}
