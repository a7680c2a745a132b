import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { deliveries } from '../database/later-values.js';

/** How things stand over all tenants. Ages are in seconds, 0 where there is nothing. */
export interface Levels {
  integrations: { state: string; reason: string | null; count: number }[];
  /** Mapped companies of integrations that are not ended. */
  companies: { active: boolean; stale: boolean; count: number }[];
  /** Since when the company has been due that has waited longest for a run. */
  oldestDue: number;
  /** Since when the run has been running that runs longest. */
  oldestRun: number;
  /** Jobs that may start and have not, those that are running, and the age of the oldest that may start. */
  queues: { name: string; waiting: number; active: number; oldest: number }[];
  deliveries: { pending: number; dead: number; oldest: number };
}

/**
 * One statement for everything. What it reads is bounded: integrations, companies, open runs and waiting jobs are few, or found by an
 * index; deliveries are counted for each tenant by the index of their states, since done ones may be many.
 */
export async function readLevels({ query }: Pick<Database, 'query'>, queueSchema: string): Promise<Levels> {
  const { rows } = await sql<{ levels: string }>`
    with mapped as (
      select company.active, coalesce(company.stale_at <= now(), true) as stale, company.next_sync_at,
             exists (select from sync_run where sync_run.tenant_id = company.tenant_id and ended_at is null
               and sync_run.connection_id = company.connection_id and sync_run.state = 'RUNNING') as is_read
      from company join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
      where company.client_id is not null and company.rests_since is null and connection.state <> 'DISCONNECTED'),
    waiting as (
      select name, count(*) as waiting, min(start_after) as since from ${sql.table(`${queueSchema}.job`)} job
      where state < 'active' and not blocked and start_after <= now() group by name),
    delivery as (
      select coalesce(sum(pending.count), 0) as pending, coalesce(sum(dead.count), 0) as dead, min(pending.since) as since
      from (select distinct tenant_id from connection) as tenant
      cross join lateral (select count(*), min(created_at) as since from ${deliveries} as delivery
        where delivery.tenant_id = tenant.tenant_id and state = 'PENDING') as pending
      cross join lateral (select count(*) from ${deliveries} as delivery
        where delivery.tenant_id = tenant.tenant_id and state = 'DEAD') as dead)
    select json_build_object(
      'integrations', (select coalesce(json_agg(given), '[]') from (
        select state, case when state = 'FAILING' then last_error_code end as reason, count(*) from connection
        group by 1, 2) as given),
      'companies', (select coalesce(json_agg(given), '[]') from (
        select active, stale, count(*) from mapped group by 1, 2) as given),
      'oldestDue', (select ${ageOf('min(next_sync_at)')} from mapped where not is_read and next_sync_at <= now()),
      'oldestRun', (select ${ageOf('min(started_at)')} from sync_run where ended_at is null and state = 'RUNNING'),
      'queues', (select coalesce(json_agg(given), '[]') from (
        select queue.name, coalesce(waiting.waiting, 0) as waiting, queue.active_count as active,
               ${ageOf('waiting.since')} as oldest
        from ${sql.table(`${queueSchema}.queue`)} queue left join waiting on waiting.name = queue.name) as given),
      'deliveries', (select json_build_object('pending', pending, 'dead', dead, 'oldest', ${ageOf('since')}) from delivery)
    )::text as levels`.execute(query);
  return JSON.parse(rows[0]?.levels ?? '{}') as Levels;
}

/** The age, in seconds, of a time that one of our own expressions gives; 0 for null. */
const ageOf = (time: string) => sql`greatest(coalesce(extract(epoch from now() - ${sql.raw(time)}), 0), 0)`;
