import { sql } from 'kysely';

/**
 * How old what is told of some companies is, over rows of `company`: `as_of`, the oldest of their last syncs, null if one
 * was never read; `stale_at`, from when on it counts as stale, null if one is not read any more: see `staleness.ts`.
 */
export const sourceAge = sql`
  case when bool_or(company.last_synced_at is null) then null else min(company.last_synced_at) end as as_of,
  case when bool_or(company.next_sync_at is null or company.stale_at is null) then null
    else min(company.stale_at) end as stale_at`;
