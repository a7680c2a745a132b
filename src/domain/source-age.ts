import { sql } from 'kysely';

/**
 * The age of the data of some companies, over rows of `company`: `as_of`, the oldest last sync, null if a company was never
 * synced; `stale_at`, the time from which the data count as stale, null if a company is no longer synced. See
 * `staleness.ts`.
 */
export const sourceAge = sql`
  case when bool_or(company.last_synced_at is null) then null else min(company.last_synced_at) end as as_of,
  case when bool_or(company.next_sync_at is null or company.stale_at is null) then null
    else min(company.stale_at) end as stale_at`;
