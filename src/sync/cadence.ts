import { createHash } from 'node:crypto';

/** What is going on at a client. */
export interface Activity {
  openTickets: number;
  lastAgentInstalledAt: Date | null;
  lastThreatAt: Date | null;
  /** When a technician last watched it. */
  watchedAt: Date | null;
}

const activeSeconds = 600;
const quietSeconds = 3_600;
const recentMilliseconds = 24 * 3_600_000;
const watchedMilliseconds = 15 * 60_000;
/** Tenants must not fall on the same second. */
const jitterShare = 0.1;

/** Whether a client is active, and why. */
export function isActive(activity: Activity, now: Date): { active: boolean; reasons: string[] } {
  const within = (at: Date | null, span: number) => at !== null && now.getTime() - at.getTime() < span;
  const reasons: string[] = [];
  if (activity.openTickets > 0)
    reasons.push(`${activity.openTickets} open ${activity.openTickets === 1 ? 'ticket' : 'tickets'}`);
  if (within(activity.lastAgentInstalledAt, recentMilliseconds))
    reasons.push('an agent was installed in the last 24 hours');
  if (within(activity.lastThreatAt, recentMilliseconds)) reasons.push('a threat came in during the last 24 hours');
  if (within(activity.watchedAt, watchedMilliseconds)) reasons.push('a technician is watching');
  return { active: reasons.length > 0, reasons };
}

/**
 * When a company is due next: 10 minutes on for an active client, an hour for a quiet one, doubled for each failure in a
 * row up to the hour, and up to a tenth later by the seed, always the same for the same one. Never early.
 */
export function nextSyncAt(given: { now: Date; active: boolean; watched: boolean; failures: number; seed: string }): {
  at: Date;
  intervalSeconds: number;
  reason: string;
} {
  const usual = given.active || given.watched ? activeSeconds : quietSeconds;
  const intervalSeconds = Math.min(usual * 2 ** Math.min(given.failures, 10), quietSeconds);
  const spread = createHash('sha256').update(given.seed).digest().readUInt32BE() / 2 ** 32;
  const at = new Date(given.now.getTime() + intervalSeconds * 1_000 * (1 + jitterShare * spread));
  const reason =
    given.failures > 0
      ? given.failures === 1
        ? 'It failed once.'
        : `It failed ${given.failures} times in a row.`
      : usual === activeSeconds
        ? 'Its client is active.'
        : 'Its client is quiet.';
  return { at, intervalSeconds, reason };
}
