import {
  type DigestEndEnum,
  type DigestReasonEnum,
  DigestStanding,
  type DigestStateEnum,
  WeekdayEnum,
} from './digest.type.js';
import { offeredTime, type StandingDigest, type WantedTime } from './switch-digest.js';

const weekdays = Object.values(WeekdayEnum);
const neverOn = { ...offeredTime, nextAt: null, endedAt: null, endReason: null };

/** A digest as the graph shows it. */
export function shownDigest({ timeZone, digest, last }: StandingDigest): DigestStanding {
  const { weekday, hour, nextAt, endedAt, endReason } = digest ?? neverOn;
  return {
    enabled: digest !== undefined && endedAt === null,
    weekday: weekdays[weekday - 1] ?? WeekdayEnum.MONDAY,
    ...{ hour, timeZone, nextAt, endedAt },
    endReason: endReason as DigestEndEnum | null,
    last: last
      ? {
          ...{ dueAt: last.dueAt, settledAt: last.settledAt },
          state: last.state as DigestStateEnum,
          reason: last.reason as DigestReasonEnum | null,
        }
      : null,
  };
}

/** When an input wants the digest to come. */
export const wantedTime = (input: { weekday?: WeekdayEnum | null; hour?: number | null }): WantedTime => ({
  weekday: input.weekday ? weekdays.indexOf(input.weekday) + 1 : null,
  hour: input.hour ?? null,
});
