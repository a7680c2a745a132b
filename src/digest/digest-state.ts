import { isTooLate } from './plan-digest.js';

/** How a delivery stands. */
export type DigestState = 'PENDING' | 'SENT' | 'SKIPPED' | 'FAILED';

/** Why a delivery was skipped, or failed. */
export type DigestReason =
  | 'TOO_LATE'
  | 'SWITCHED_OFF'
  | 'PERSON_GONE'
  | 'TEAM_GONE'
  | 'PERSON_REFUSED'
  | 'CORE_REFUSED'
  | 'GIVEN_UP';

/** Why a digest is off. */
export type DigestEnd = 'SWITCHED_OFF' | 'PERSON_GONE' | 'TEAM_GONE';

/** Why a digest that is about to be sent is skipped instead; null if it is sent. */
export function reasonToSkip(
  { dueAt, isOn, isRefused }: { dueAt: Date; isOn: boolean; isRefused: boolean },
  now: Date,
): DigestReason | null {
  if (!isOn) return 'SWITCHED_OFF';
  // Whose tokens are refused may see nothing, until the operator lifts the refusal.
  if (isRefused) return 'PERSON_REFUSED';
  return isTooLate(dueAt, now) ? 'TOO_LATE' : null;
}
