import type { IntegrationRow } from '../database/tables/rows.js';

/** Something about an integration that works, but that a user should know; see `Problem` in integration.type.ts. */
export interface IntegrationWarning {
  code: 'TIMES_NOT_CERTAIN' | 'TIME_ZONE_CHANGED';
  message: string;
  hint: string;
}

/** How long a change of the time zone is shown. */
const shownMilliseconds = 7 * 24 * 3_600_000;

const notCertain: IntegrationWarning = {
  code: 'TIMES_NOT_CERTAIN',
  message:
    'Times are not certain: GravityZone writes some dates without a time zone, and nothing this key can read shows which one it is. They are read as UTC.',
  hint: 'Enable the Companies API for the key, or set the time zone of its owner with setBitdefenderTimeZone.',
};

/** The warnings for an integration at `now`; none for one that is disconnected. */
export function integrationWarnings(
  integration: Pick<
    IntegrationRow,
    'state' | 'naiveZone' | 'naiveOffsetMinutes' | 'zoneChangedAt' | 'zoneChangedFrom' | 'zoneChangedTo'
  >,
  now: Date,
): IntegrationWarning[] {
  const { state, naiveZone, naiveOffsetMinutes, zoneChangedAt: at, zoneChangedFrom, zoneChangedTo } = integration;
  if (state === 'DISCONNECTED') return [];
  const warnings = naiveZone === null && naiveOffsetMinutes === null ? [notCertain] : [];
  const isRecent = at !== null && now.getTime() - at.getTime() < shownMilliseconds;
  if (isRecent && zoneChangedFrom !== null && zoneChangedTo !== null)
    warnings.push(changed(at, zoneChangedFrom, zoneChangedTo, naiveZone));
  return warnings;
}

/** The warnings for a test of a key, whose dates show this offset. */
export function testWarnings({ ok, naiveOffsetMinutes }: { ok: boolean; naiveOffsetMinutes: number | null }) {
  return ok && naiveOffsetMinutes === null ? [notCertain] : [];
}

function changed(at: Date, from: number, to: number, naiveZone: string | null): IntegrationWarning {
  return {
    code: 'TIME_ZONE_CHANGED',
    message: `The time zone of dates changed from ${utcOffset(from)} to ${utcOffset(to)} (detected ${at.toISOString()}): the key has another owner, or its owner another time zone. Stored times are still right, and no threat was reopened.`,
    hint:
      naiveZone === null
        ? 'No action needed.'
        : `The time zone ${naiveZone}, set for this integration, is used instead: if it is no longer right, change it with setBitdefenderTimeZone.`,
  };
}

/** An offset as users write it, such as UTC+02:00. */
function utcOffset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
