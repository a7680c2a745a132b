import { type Selectable, sql } from 'kysely';
import type { Database, Tables } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import type { Queue } from '../queue/queue.js';
import { clientRests } from '../tenant/resting-clients.js';
import { boundsOf, monthBefore, monthOf } from './month.js';
import type { TreeNode } from './own-figure.js';
import { keyRefusals, longestRest, refusalRest } from './plan-look.js';
import { type KnownMonth, readKnownMonths } from './seat.store.js';
import { isReadable, type Moves, readMoves, type SeatCompany } from './seat-facts.reader.js';

type Integration = Pick<IntegrationRow, 'tenantId' | 'id'>;
export type LookRow = Selectable<Tables['seatLook']>;

/**
 * Queues a look for each integration whose seats are due: once a day, at once when a company was mapped and read for the first time
 * unless the last look failed, and when a key that might not ask was replaced. One that is queued or running is left alone.
 */
export async function queueDueSeatLooks(database: Database, queue: Pick<Queue, 'seats'>, now: Date): Promise<void> {
  const { rows } = await sql<{ tenantId: string; connectionId: string }>`
    select connection.tenant_id, connection.id as connection_id from connection
    left join seat_look as look on look.tenant_id = connection.tenant_id and look.connection_id = connection.id
    where connection.state = 'CONNECTED' and connection.flavour = 'CLOUD'
      and ((look.next_at is null or look.next_at <= ${now} or look.next_at > ${now}::timestamptz + make_interval(secs => ${longestRest / 1_000})
          or look.problem = any(${[...keyRefusals]}::text[])
            and connection.key_set_at > look.next_at - make_interval(secs => ${refusalRest / 1_000}))
        and exists (select from company where ${isReadable})
      or look.problem is null and look.mapping_version <> connection.mapping_version
        and exists (select from company where ${isReadable}
          and not exists (select from seat_month where seat_month.tenant_id = company.tenant_id
            and seat_month.company_id = company.id and seat_month.month = ${monthOf(now)})))
    order by look.next_at nulls first, connection.tenant_id, connection.id`.execute(database.query);
  for (const job of rows) await queue.seats(job);
}

export function readLook(database: Database, { tenantId, id }: Integration): Promise<LookRow | undefined> {
  return database.query
    .selectFrom('seatLook')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .executeTakeFirst();
}

/** Stores how a look ended. */
export async function storeLook(
  database: Database,
  { tenantId, id }: Integration,
  look: Omit<LookRow, 'tenantId' | 'connectionId'>,
): Promise<void> {
  await database.forTenant(tenantId, (transaction) =>
    transaction
      .insertInto('seatLook')
      .values({ tenantId, connectionId: id, ...look })
      .onConflict((conflict) => conflict.columns(['tenantId', 'connectionId']).doUpdateSet(look))
      .execute(),
  );
}

/** The companies of an integration as a look sees them. */
export interface Tree {
  /** All of them with their folders, mapped or not. */
  companies: readonly TreeNode[];
  /** Those that are mapped and whose devices are known, by id. */
  mapped: readonly SeatCompany[];
  /** Whether there are others that are mapped. */
  hasUnread: boolean;
  moves: Moves;
  /** The id of the one company of this name. */
  idOf(name: string): string | null;
  /** What is stored of the present and the former month. */
  monthsOf(companyId: string): readonly KnownMonth[];
  /** Whether a company was looked at in the present month. */
  isKnown(companyId: string): boolean;
}

export async function readTree(database: Database, integration: Integration, now: Date): Promise<Tree> {
  const { tenantId, id } = integration;
  const companies = await database.query
    .selectFrom('company')
    .select(['id', 'bdId', 'name', 'parentBdId', 'kind', 'clientId', 'mappedAt', 'inventorySucceededAt'])
    .select(clientRests('company').as('rests'))
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .where('state', '=', 'PRESENT')
    .orderBy('id')
    .execute();
  const present = monthOf(now);
  const former = monthBefore(present);
  const months = await readKnownMonths(database.query, integration, [former, present]);
  const moves = await readMoves(database.query, integration, boundsOf(former).from);
  const byName = Map.groupBy(companies, ({ name }) => name);
  const mapped = companies.flatMap(({ clientId, mappedAt, inventorySucceededAt, rests, ...company }) =>
    clientId === null || rests
      ? []
      : [
          {
            ...company,
            clientId,
            isRead: inventorySucceededAt !== null && mappedAt !== null && inventorySucceededAt >= mappedAt,
          },
        ],
  );
  return {
    companies,
    mapped: mapped.filter(({ isRead }) => isRead),
    hasUnread: mapped.some(({ isRead }) => !isRead),
    moves,
    idOf(name) {
      const [only, ...others] = byName.get(name) ?? [];
      return only === undefined || others.length > 0 ? null : only.id;
    },
    monthsOf: (companyId) => months.get(companyId) ?? [],
    isKnown: (companyId) => (months.get(companyId) ?? []).some(({ month }) => month === present),
  };
}
