import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import { isStale, staleAt } from '../../domain/staleness.js';
import { StreamName } from '../history/sync.type.js';
import type { Freshness } from './freshness.type.js';

/** Reads the freshness of data in one statement; the answers are in the order of the ids. */
export interface FreshnessReader {
  /** The age of a stream is that of the company of the client read least recently. */
  ofClients(tenantId: string, clientIds: readonly string[]): Promise<Freshness[]>;
  /** The age of a stream is that of its last success for any company of the integration. */
  ofIntegrations(tenantId: string, connectionIds: readonly string[]): Promise<Freshness[]>;
}

/** The streams whose age is shown here; a report shows its own times. */
const agingStreams = Object.values(StreamName).filter((stream) => stream !== 'REPORT');

type StreamTimes = Record<(typeof agingStreams)[number], string | null>;

interface FreshnessRow {
  lastSyncedAt: Date | null;
  staleAt: Date | null;
  staleCompanies: number;
  active: boolean;
  /** As text: the streams are JSON keys, which must not be converted to camel case. */
  streams: string;
}

export function createFreshnessReader(database: Database, clock: () => Date = () => new Date()): FreshnessReader {
  async function read(
    tenantId: string,
    given: { ids: readonly string[]; owner: RawBuilder<unknown>; stream: (column: string) => RawBuilder<unknown> },
  ): Promise<Freshness[]> {
    const now = clock();
    const { ids, owner, stream } = given;
    const { rows } = await sql<FreshnessRow & { id: string }>`
      select given.id,
             ${oldest('company.last_synced_at')} as last_synced_at,
             case when bool_or(company.next_sync_at is null) then null else ${oldest('company.stale_at')} end as stale_at,
             count(company.id) filter (where company.next_sync_at is null or company.stale_at is null
               or company.stale_at <= ${now})::int as stale_companies,
             coalesce(bool_or(company.active), false) as active,
             json_build_object('INVENTORY', ${stream('company.inventory_succeeded_at')},
               'MATCHING', ${stream('company.matching_succeeded_at')},
               'INCIDENTS', ${stream('connection.incidents_taken_to')},
               'QUARANTINE', ${stream('connection.quarantine_taken_to')},
               'DETAILS', ${stream('company.details_succeeded_at')},
               'EXCHANGE_QUARANTINE', ${newest('connection.exchange_taken_to')})::text as streams
      from unnest(${[...ids]}::text[]) as given (id)
      left join company on company.tenant_id = ${tenantId} and ${owner} = given.id and company.client_id is not null
      left join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
      group by given.id`.execute(database.query);
    const byId = new Map(rows.map(({ id, ...row }) => [id, freshnessOf(row, now)]));
    return ids.map((id) => byId.get(id) as Freshness);
  }

  return {
    ofClients: (tenantId, ids) => read(tenantId, { ids, owner: sql.ref('company.client_id'), stream: oldest }),
    ofIntegrations: (tenantId, ids) => read(tenantId, { ids: onlyUuids(ids), owner: pollsFor, stream: newest }),
  };
}

/** The integration of a company, but for one that rests, since its client is archived: its data are meant to be old. */
const pollsFor = sql`case when company.rests_since is null then company.connection_id::text end`;

/** Null if one value is null: what was never read counts as older than everything. */
const oldest = (column: string) =>
  sql`case when bool_or(${sql.ref(column)} is null) then null else min(${sql.ref(column)}) end`;
const newest = (column: string) => sql`max(${sql.ref(column)})`;

function freshnessOf(row: FreshnessRow, now: Date): Freshness {
  const times = JSON.parse(row.streams) as StreamTimes;
  return {
    lastSyncedAt: row.lastSyncedAt,
    staleAt: row.staleAt,
    staleCompanies: row.staleCompanies,
    stale: row.staleCompanies > 0,
    // Where there is no Exchange server, its quarantine is never read.
    streams: agingStreams
      .filter((stream) => stream !== 'EXCHANGE_QUARANTINE' || times[stream] !== null)
      .map((stream) => {
        const at = times[stream];
        const lastSucceededAt = at === null ? null : new Date(at);
        return {
          stream,
          lastSucceededAt,
          stale: isStale(lastSucceededAt && staleAt(lastSucceededAt, row.active), now),
        };
      }),
  };
}
