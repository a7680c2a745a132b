import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { usualSeconds } from './cadence.js';
import type { Cadence } from './cadence.type.js';

/** Reads the target and actual cadence of clients in one statement; the answers are in the order of the ids. */
export interface CadenceReader {
  ofClients(tenantId: string, clientIds: readonly string[]): Promise<Cadence[]>;
}

interface CadenceRow extends Omit<Cadence, 'aimedSeconds' | 'reasons'> {
  /** As text: a JSON array with the reasons of each company. */
  reasons: string;
}

const lookBack = '24 hours';

export function createCadenceReader(database: Database, clock: () => Date = () => new Date()): CadenceReader {
  return {
    async ofClients(tenantId, clientIds) {
      const now = clock();
      const { rows } = await sql<CadenceRow>`
        with sync as (
          select client.id as client_id, run.started_at as at,
                 run.started_at - lag(run.started_at) over (partition by client.id order by run.started_at) as gap
          from sync_run as run, unnest(run.client_ids) as client (id)
          where run.tenant_id = ${tenantId} and client.id = any(${[...clientIds]}::text[])
            and run.queued_at > ${now}::timestamptz - ${lookBack}::interval)
        select companies.*, syncs.* from unnest(${[...clientIds]}::text[]) with ordinality as given (client_id, place)
        cross join lateral (
          select coalesce(bool_or(active), false) as active, min(next_sync_at) as next_sync_at,
                 coalesce(jsonb_agg(activity_reasons), '[]')::text as reasons
          from company where tenant_id = ${tenantId} and company.client_id = given.client_id) as companies
        cross join lateral (
          select count(*)::int as syncs,
                 round(extract(epoch from percentile_disc(0.5) within group (order by gap)))::int as median_seconds,
                 round(extract(epoch from greatest(max(gap), ${now}::timestamptz - max(at))))::int as longest_seconds
          from sync where sync.client_id = given.client_id) as syncs
        order by given.place`.execute(database.query);
      return rows.map(({ reasons, ...row }) => ({
        ...row,
        reasons: [...new Set((JSON.parse(reasons) as string[][]).flat())],
        aimedSeconds: usualSeconds(row.active),
      }));
    },
  };
}
