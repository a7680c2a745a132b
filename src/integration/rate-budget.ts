import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type RateLimits } from '../config.js';
import { type Database, json } from '../database/database.js';
import {
  type BucketLimit,
  type BucketState,
  bucketLimits,
  decideCall,
  refuseLongRest,
} from '../gravityzone/transport/budget.js';
import { GravityZoneError } from '../gravityzone/transport/errors.js';
import { type Bucket, type RateBudget } from '../gravityzone/types.js';

/**
 * The budget of one key, kept in the database, so that every replica and every tenant that uses the key shares it:
 * BD counts per key. Times are the database's, which all replicas agree on. With a `share` below 1, calls wait while more than that share of
 * the bucket is in use.
 */
export function createSharedBudget(
  database: Database,
  keyFingerprint: string,
  limits: RateLimits = {},
  share = 1,
): RateBudget {
  return {
    async reserve(bucket, signal) {
      for (;;) {
        if (signal?.aborted) throw new GravityZoneError('CANCELLED');
        const limit = limits[bucket] ?? bucketLimits[bucket];
        const waitMilliseconds = await take(database, keyFingerprint, { bucket, limit, share });
        if (waitMilliseconds <= 0) return;
        refuseLongRest(waitMilliseconds);
        await sleep(waitMilliseconds, undefined, { signal }).catch(() => undefined);
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

/**
 * Takes one call if one is free and returns 0, else returns how many milliseconds to wait before asking again. Nothing is locked between what
 * is read and what is decided from it: a row that has changed meanwhile, by a call of another or by a rest, is read again.
 */
async function take(
  database: Database,
  keyFingerprint: string,
  { bucket, limit, share }: { bucket: Bucket; limit: BucketLimit; share: number },
): Promise<number> {
  for (;;) {
    // `xmin` is another one after each change of the row.
    const { rows } = await sql<BucketState & { now: number; version: string }>`
      select calls as sent_at, coalesce(extract(epoch from blocked_until)::float8 * 1000, 0) as blocked_until,
             extract(epoch from clock_timestamp())::float8 * 1000 as now, xmin::text as version
      from rate_budget where key_fingerprint = ${keyFingerprint} and bucket = ${bucket}`.execute(database.query);
    const row = rows[0];
    if (row === undefined) {
      await sql`
        insert into rate_budget (key_fingerprint, bucket, calls) values (${keyFingerprint}, ${bucket}, '[]')
        on conflict do nothing`.execute(database.query);
      continue;
    }
    const { waitMilliseconds, state } = decideCall(row, limit, row.now, share);
    if (waitMilliseconds > 0) return waitMilliseconds;
    const { numAffectedRows } = await sql`
      update rate_budget set calls = ${json(state.sentAt)}
      where key_fingerprint = ${keyFingerprint} and bucket = ${bucket} and xmin::text = ${row.version}`.execute(
      database.query,
    );
    if (numAffectedRows === 1n) return 0;
  }
}

/**
 * Removes the budgets that say nothing any longer: without a call in the last day, and without a rest. A key that is only
 * tested leaves one behind; that of a key in use is made again by its next call.
 */
export async function clearIdleBudgets(database: Database): Promise<void> {
  await sql`
    delete from rate_budget where coalesce((calls ->> -1)::float8, 0) < extract(epoch from now() - interval '1 day') * 1000
      and coalesce(blocked_until, '-infinity') < now() - interval '1 day'`.execute(database.query);
}
