import { sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.js';
import { json } from '../database/database.js';
import type { Bucket, RateBudget } from '../gravityzone/types.js';
import { bucketLimits } from '../gravityzone/budget.js';

/**
 * The budget of one key, kept in the database, so that every replica and every tenant that uses the key shares it.
 * BD counts per key (API reference, rates).
 */
export function createSharedBudget(database: Database, keyFingerprint: string): RateBudget {
  return {
    async reserve(bucket, signal) {
      for (;;) {
        signal?.throwIfAborted();
        const waitMilliseconds = await take(database, keyFingerprint, bucket);
        if (waitMilliseconds <= 0) return;
        await sleep(waitMilliseconds, undefined, signal ? { signal } : {});
      }
    },
    async penalise(bucket, retryAfterSeconds) {
      await sql`
        insert into rate_budget (key_fingerprint, bucket, calls, blocked_until)
        values (${keyFingerprint}, ${bucket}, '[]', now() + make_interval(secs => ${retryAfterSeconds}))
        on conflict (key_fingerprint, bucket) do update
          set blocked_until = greatest(rate_budget.blocked_until, excluded.blocked_until)`.execute(database.query);
    },
  };
}

/** Takes one call if one is free and returns 0, else returns how many milliseconds to wait before asking again. */
async function take(database: Database, keyFingerprint: string, bucket: Bucket): Promise<number> {
  const { calls: allowed, windowMilliseconds } = bucketLimits[bucket];
  return database.query.transaction().execute(async (transaction) => {
    await sql`
      insert into rate_budget (key_fingerprint, bucket, calls) values (${keyFingerprint}, ${bucket}, '[]')
      on conflict do nothing`.execute(transaction);
    const { rows } = await sql<{ calls: number[]; blockedFor: number; now: number }>`
      select calls, extract(epoch from coalesce(blocked_until, now()) - clock_timestamp())::float8 * 1000 as blocked_for,
             extract(epoch from clock_timestamp())::float8 * 1000 as now
      from rate_budget where key_fingerprint = ${keyFingerprint} and bucket = ${bucket} for update`.execute(transaction);
    const row = rows[0];
    if (row === undefined) return 50;
    if (row.blockedFor > 0) return row.blockedFor;
    const recent = row.calls.filter((at) => at > row.now - windowMilliseconds);
    const oldest = recent[0];
    if (recent.length >= allowed && oldest !== undefined) return oldest + windowMilliseconds - row.now + 1;
    await sql`
      update rate_budget set calls = ${json([...recent, row.now])}
      where key_fingerprint = ${keyFingerprint} and bucket = ${bucket}`.execute(transaction);
    return 0;
  });
}
