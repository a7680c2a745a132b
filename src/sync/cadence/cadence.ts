import { createHash } from 'node:crypto';
import { pastOrNull } from './past.js';

/** What is going on at a client. */
export interface Activity {
  openTickets: number;
  lastAgentInstalledAt: Date | null;
  lastThreatAt: Date | null;
  /** When a technician last viewed it. */
  watchedAt: Date | null;
}

const activeSeconds = 600;
const quietSeconds = 3_600;
const recentMilliseconds = 24 * 3_600_000;
const watchedMilliseconds = 15 * 60_000;
/** Integrations must not fall due in the same second. Also how early a run may include a company. */
const jitterShare = 0.1;

/** Returns whether a client is active, and the reasons shown to users. */
export function isActive(activity: Activity, now: Date): { active: boolean; reasons: string[] } {
  const within = (at: Date | null, span: number) => {
    const known = pastOrNull(at, now);
    return known !== null && now.getTime() - known.getTime() < span;
  };
  const reasons: string[] = [];
  if (activity.openTickets > 0)
    reasons.push(`${activity.openTickets} open ${activity.openTickets === 1 ? 'ticket' : 'tickets'}`);
  if (within(activity.lastAgentInstalledAt, recentMilliseconds))
    reasons.push('an agent was installed in the last 24 hours');
  if (within(activity.lastThreatAt, recentMilliseconds)) reasons.push('a threat was found in the last 24 hours');
  if (within(activity.watchedAt, watchedMilliseconds)) reasons.push('a technician is watching');
  return { active: reasons.length > 0, reasons };
}

/** What decides when a company is due again. */
export interface CadenceFacts {
  now: Date;
  /** The start of the run that has ended: the age of its data counts from here. */
  readAt: Date;
  active: boolean;
  /** Failures in a row. */
  failures: number;
  /** Until when BD asked for no calls with this key; null if it did not. */
  restUntil: Date | null;
  /** The id of the integration: its companies fall due together and are read in one run, those of others at another time. */
  seed: string;
}

/**
 * When a company is due next: 10 minutes after the start of its last run for an active client, an hour for a quiet one,
 * doubled for each failure in a row up to the hour, and up to 10% later, depending on the seed only. Never early. The
 * budget has priority: after a run the key pauses for as long as the run took, at most the interval, and until the end
 * of a pause that BD asked for.
 */
export function nextSyncAt(facts: CadenceFacts): { at: Date; intervalSeconds: number; reason: string } {
  const { now, readAt, active, failures, restUntil, seed } = facts;
  const usual = usualSeconds(active);
  const intervalSeconds = Math.min(usual * 2 ** Math.min(failures, 10), quietSeconds);
  const byCadence = readAt.getTime() + intervalSeconds * 1_000 + jitter(intervalSeconds, seed);
  const took = Math.max(0, now.getTime() - readAt.getTime());
  const byBudget = Math.max(now.getTime() + Math.min(took, intervalSeconds * 1_000), restUntil?.getTime() ?? 0);
  const reason =
    byBudget > byCadence
      ? 'Its key is paused.'
      : failures > 0
        ? failures === 1
          ? 'It failed once.'
          : `It failed ${failures} times in a row.`
        : active
          ? 'Its client is active.'
          : 'Its client is quiet.';
  return { at: new Date(Math.max(byCadence, byBudget)), intervalSeconds, reason };
}

/**
 * When a quiet company whose client has become active is due: as if it had been active when it was last read. If that is
 * past, at once plus the jitter of the seed, so that clients that became active during an outage of core are spread.
 */
export function activeSyncAt({ now, readAt, restUntil, seed }: Omit<CadenceFacts, 'active' | 'failures'>): Date {
  const { at } = nextSyncAt({ now: readAt, readAt, active: true, failures: 0, restUntil, seed });
  return new Date(Math.max(at.getTime(), now.getTime() + jitter(activeSeconds, seed)));
}

/** Milliseconds up to 10% of the interval, always the same for the same seed. */
function jitter(intervalSeconds: number, seed: string): number {
  const spread = createHash('sha256').update(seed).digest().readUInt32BE() / 2 ** 32;
  return intervalSeconds * 1_000 * jitterShare * spread;
}

/** The target interval between syncs of a client, in seconds. */
export function usualSeconds(active: boolean): number {
  return active ? activeSeconds : quietSeconds;
}

/**
 * Whether a run that starts at `now` reads a company. One that is due within 10% of the interval is included: companies
 * whose times drifted apart come together again, and BD is called once for all of them.
 */
export function isIncluded(company: { nextSyncAt: Date | null; active: boolean }, now: Date): boolean {
  if (company.nextSyncAt === null) return false;
  return company.nextSyncAt.getTime() <= now.getTime() + includedEarlySeconds(company.active) * 1_000;
}

/** How early a run may include a company, in seconds. */
export function includedEarlySeconds(active: boolean): number {
  return usualSeconds(active) * jitterShare;
}
