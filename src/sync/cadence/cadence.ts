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
/** Tenants must not fall on the same second. Also how early a run may take a company along. */
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

/** What decides when a company is due again. */
export interface CadenceFacts {
  now: Date;
  /** The start of the run that is over: how old its data are. */
  readAt: Date;
  active: boolean;
  /** Failures in a row. */
  failures: number;
  /** Until when the key rests by BD's wish; null if it does not. */
  restUntil: Date | null;
  /** The connection: its companies fall due together and are read in one run, those of others at other seconds. */
  seed: string;
}

/**
 * When a company is due next: 10 minutes after its last run began for an active client, an hour for a quiet one, doubled
 * for each failure in a row up to the hour, and up to a tenth later by the seed, always the same for the same one. Never
 * early. Budget goes first: a run that took long is followed by as long a rest, at most the interval, and a key that
 * rests is left alone.
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
      ? 'Its key must rest.'
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
 * When a quiet company whose client has become active is due: as if it had been active when it was read last. If that is
 * past, at once but for the jitter of the seed, so that what became active during an outage of core comes spread.
 */
export function activeSyncAt({ now, readAt, restUntil, seed }: Omit<CadenceFacts, 'active' | 'failures'>): Date {
  const { at } = nextSyncAt({ now: readAt, readAt, active: true, failures: 0, restUntil, seed });
  return new Date(Math.max(at.getTime(), now.getTime() + jitter(activeSeconds, seed)));
}

/** Milliseconds up to a tenth of the interval, always the same for the same seed. */
function jitter(intervalSeconds: number, seed: string): number {
  const spread = createHash('sha256').update(seed).digest().readUInt32BE() / 2 ** 32;
  return intervalSeconds * 1_000 * jitterShare * spread;
}

/** How often a client is to be read, in seconds. */
export function usualSeconds(active: boolean): number {
  return active ? activeSeconds : quietSeconds;
}

/**
 * Whether a run that begins at `now` reads a company. Who is due within a tenth of the cadence is taken along: companies
 * that drifted apart meet again, and BD is asked once for all of them.
 */
export function isTakenAlong(company: { nextSyncAt: Date | null; active: boolean }, now: Date): boolean {
  if (company.nextSyncAt === null) return false;
  return company.nextSyncAt.getTime() <= now.getTime() + takenAlongSeconds(company.active) * 1_000;
}

/** How early a run takes a company along, in seconds. */
export function takenAlongSeconds(active: boolean): number {
  return usualSeconds(active) * jitterShare;
}
