import type { ConnectionRow } from '../database/tables/rows.js';

/** Something about a connection that works, but that a user should know; see `Problem` in connection.type.ts. */
export interface ConnectionWarning {
  code: 'TIMES_NOT_CERTAIN' | 'TIME_ZONE_CHANGED';
  message: string;
  hint: string;
}

/** How long a change of the time zone is shown. */
const shownMilliseconds = 7 * 24 * 3_600_000;

const notCertain: ConnectionWarning = {
  code: 'TIMES_NOT_CERTAIN',
  message:
    'Times are not certain: GravityZone writes some dates without a time zone, and nothing this key can read shows which one it is. They are read as UTC.',
  hint: 'Enable the Companies API for the key, or set the time zone of its owner with setBitdefenderTimeZone.',
};

/** The warnings for a connection at `now`; none for one that is disconnected. */
export function connectionWarnings(
  connection: Pick<
    ConnectionRow,
    'state' | 'naiveZone' | 'naiveOffsetMinutes' | 'zoneChangedAt' | 'zoneChangedFrom' | 'zoneChangedTo'
  >,
  now: Date,
): ConnectionWarning[] {
  const { state, naiveZone, naiveOffsetMinutes, zoneChangedAt: at, zoneChangedFrom, zoneChangedTo } = connection;
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

function changed(at: Date, from: number, to: number, naiveZone: string | null): ConnectionWarning {
  return {
    code: 'TIME_ZONE_CHANGED',
    message: `The time zone of dates changed from ${utcOffset(from)} to ${utcOffset(to)} (detected ${at.toISOString()}): the key has another owner, or its owner another time zone. Stored times are still right, and no threat was reopened.`,
    hint:
      naiveZone === null
        ? 'No action needed.'
        : `The time zone ${naiveZone}, set for this connection, is used instead: if it is no longer right, change it with setBitdefenderTimeZone.`,
  };
}

/** An offset as users write it, such as UTC+02:00. */
function utcOffset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
