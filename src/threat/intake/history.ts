import { type RawBuilder, sql } from 'kysely';

const recentBeforeMappingMilliseconds = 24 * 3_600_000;

/** Whether a threat is history: it was last detected more than a day before its company was mapped, so nothing acts on it. */
export function isHistory(lastDetectedAt: Date, mappedAt: Date | null): boolean {
  return mappedAt !== null && lastDetectedAt.getTime() < mappedAt.getTime() - recentBeforeMappingMilliseconds;
}

/** The same in SQL, of a row of `threat` whose company is mapped at `mappedAt`. */
export const historySql = (mappedAt: Date): RawBuilder<boolean> =>
  sql`last_detected_at < ${new Date(mappedAt.getTime() - recentBeforeMappingMilliseconds)}`;
