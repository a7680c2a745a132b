import { sql } from 'kysely';

/**
 * The age of the data of some companies, over rows of `company`: `as_of`, the oldest last sync, null if a company was never
 * synced; `stale_at`, the time from which the data count as stale, null if a company is no longer synced.
 * Companies that rest, since their client is archived, count only where all do. See `staleness.ts`.
 */
export const sourceAge = sql`
  case when bool_or(company.last_synced_at is null and company.rests_since is null) then null
    else coalesce(min(company.last_synced_at) filter (where company.rests_since is null), min(company.last_synced_at)) end as as_of,
  case when bool_or((company.next_sync_at is null or company.stale_at is null) and company.rests_since is null) then null
    else min(company.stale_at) filter (where company.rests_since is null) end as stale_at`;
