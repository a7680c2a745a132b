import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Database, Tables } from '../database/database.js';
import { readAsOf } from '../database/reading.js';
import { onlyUuids } from '../database/uuid.js';
import { decodeSortKeys, encodeCursor, placeOf, type SortKey } from '../graphql/lists/cursors.js';
import { mapPage, pageOf } from '../graphql/lists/pages.js';
import { type ConnectionPage, type Paging, readingOf, spanOf } from '../graphql/paging.js';
import { clientRests } from '../tenant/resting-clients.js';
import { type Month, monthOf } from './month.js';
import { type CategoryCounts, type SeatCategory, unexplained } from './reconcile-seats.js';
import type { SeatMachineType, SeatMonth, SeatReading, Seats, SubscriptionEnum } from './seat.type.js';
import { seatProblem } from './seat-problem.js';
import type { Removal } from './seat-span.js';

/** Which seats are listed. */
export interface SeatsWanted {
  /** Null for the present one. */
  month: Month | null;
  clientId: string | null;
  differing: boolean;
}

export interface SeatMachinesWanted {
  seatsId: string;
  category: SeatCategory | null;
  withoutAgent: boolean;
}

/** Reads seats; every statement is of one tenant. */
export interface SeatReader {
  /** A page of companies, by name. */
  page(tenantId: string, wanted: SeatsWanted, paging: Paging): Promise<ConnectionPage<Seats>>;
  /** A page of the machines behind the seats of a company, by name. */
  machines(tenantId: string, wanted: SeatMachinesWanted, paging: Paging): Promise<ConnectionPage<SeatMachineType>>;
  /** The months of which something is known, newest first. */
  months(tenantId: string, clientId: string | null): Promise<SeatMonth[]>;
  /** How the seats of each of these integrations are read; null before the first look. */
  readings(tenantId: string, integrationIds: readonly string[]): Promise<(SeatReading | null)[]>;
}

type MonthRow = Omit<Selectable<Tables['seatMonth']>, 'machines'> & { machines: Partial<CategoryCounts> };

const order = 'seats';
const keys: SortKey[] = [
  { of: sql`seat_month.company_name`, type: 'text' },
  { of: sql`seat_month.id`, type: 'uuid' },
];
const machineOrder = 'seatMachines';
const machineKeys: SortKey[] = [
  { of: sql`machine.name`, type: 'text' },
  { of: sql`machine.machine_id`, type: 'text' },
];

export function createSeatReader(database: Database, clock: () => Date = () => new Date()): SeatReader {
  return {
    async page(tenantId, { month, clientId, differing }, paging) {
      const span = spanOf(paging);
      const { direction, behind } = readingOf(span, 'asc');
      const present = monthOf(clock());
      const conditions = [sql`seat_month.tenant_id = ${tenantId}`, sql`seat_month.month = ${month ?? present}`];
      if (clientId !== null) conditions.push(sql`seat_month.client_id = ${clientId}`);
      if (differing) conditions.push(sql`seat_month.counted is distinct from ${count('PROTECTED')}`);
      const place = placeOf(span, (cursor, argument) => decodeSortKeys(cursor, argument, { order, keys }));
      if (place !== null) conditions.push(sql`${row(keys)} ${behind} (${sql.join(place)})`);
      // A look that finds a company unchanged does not write it: then its time is that of the look.
      const { rows } = await sql<MonthRow>`
        select seat_month.*, case when not seat_month.closed and seat_month.month = ${present} and exists (
            select from company where company.tenant_id = seat_month.tenant_id and company.id = seat_month.company_id
              and company.client_id = seat_month.client_id and company.state = 'PRESENT' and not ${clientRests('company')})
          then greatest(seat_month.as_of, look.looked_at) else seat_month.as_of end as as_of
        from seat_month
        left join seat_look as look on look.tenant_id = seat_month.tenant_id and look.connection_id = seat_month.connection_id
        where ${sql.join(conditions, sql` and `)}
        order by seat_month.company_name ${direction}, seat_month.id ${direction} limit ${sql.lit(span.limit)}`.execute(
        database.read,
      );
      const page = pageOf(rows, span, ({ companyName, id }) => encodeCursor([order, companyName, id]), readAsOf());
      return mapPage(page, seatsOf);
    },

    async machines(tenantId, { seatsId, category, withoutAgent }, paging) {
      const span = spanOf(paging);
      const { direction, behind } = readingOf(span, 'asc');
      const conditions = [sql`seats.tenant_id = ${tenantId}`, sql`seats.id = any(${onlyUuids([seatsId])}::uuid[])`];
      if (category !== null) conditions.push(sql`machine.category = ${category}`);
      if (withoutAgent) conditions.push(sql`machine.category in ('PROTECTED', 'STALE') and machine.agent_id is null`);
      const place = placeOf(span, (cursor, argument) =>
        decodeSortKeys(cursor, argument, { order: machineOrder, keys: machineKeys }),
      );
      if (place !== null) conditions.push(sql`${row(machineKeys)} ${behind} (${sql.join(place)})`);
      const { rows } = await sql<Selectable<Tables['seatMachine']>>`
        select machine.* from seat_month as seats
        join seat_machine as machine on machine.tenant_id = seats.tenant_id and machine.company_id = seats.company_id
          and machine.month = seats.month
        where ${sql.join(conditions, sql` and `)}
        order by machine.name ${direction}, machine.machine_id ${direction} limit ${sql.lit(span.limit)}`.execute(
        database.read,
      );
      const cursorOf = ({ name, machineId }: (typeof rows)[number]) => encodeCursor([machineOrder, name, machineId]);
      return mapPage(pageOf(rows, span, cursorOf, readAsOf()), machineOf);
    },

    async months(tenantId, clientId) {
      const ofClient = clientId === null ? sql`true` : sql`client_id = ${clientId}`;
      const sum = (category: SeatCategory) => sql`coalesce(sum(${count(category)}), 0)::int`;
      const { rows } = await sql<SeatMonth>`
        select month, count(*)::int as companies, (count(*) filter (where counted is null))::int as not_read,
          coalesce(sum(counted), 0)::int as counted, ${sum('PROTECTED')} as protected, ${sum('STALE')} as stale,
          ${sum('DUPLICATE')} as duplicates, ${sum('REMOVED')} as removed, ${sum('UNMANAGED')} as unmanaged,
          ${sum('UNPROTECTED')} as unprotected, sum(without_agent)::int as without_agent,
          coalesce(sum(abs(counted - ${count('PROTECTED')} - ${count('STALE')} - ${count('DUPLICATE')} - ${count('REMOVED')})), 0)::int
            as unexplained
        from seat_month where tenant_id = ${tenantId} and ${ofClient}
        group by month order by month desc`.execute(database.read);
      return rows;
    },

    async readings(tenantId, integrationIds) {
      const rows = await database.query
        .selectFrom('seatLook')
        .selectAll()
        .where('tenantId', '=', tenantId)
        .where('connectionId', 'in', onlyUuids(integrationIds))
        .execute();
      const byId = new Map(rows.map((found) => [found.connectionId, found]));
      return integrationIds.map((id) => {
        const found = byId.get(id);
        if (found === undefined) return null;
        const { lookedAt, nextAt, problem: code, problemMessage, problemHint } = found;
        const problem = code === null ? null : { code, message: problemMessage ?? '', hint: problemHint ?? '' };
        return { lookedAt, nextAt, problem };
      });
    },
  };
}

const count = (category: SeatCategory) => sql`coalesce((machines ->> ${sql.lit(category)})::int, 0)`;
const row = (of: readonly SortKey[]): RawBuilder<unknown> => sql`(${sql.join(of.map((key) => key.of))})`;

const subscriptions: Readonly<Record<number, SubscriptionEnum>> = { 1: 'TRIAL', 2: 'YEARLY', 3: 'MONTHLY' };

/** The seats of a company as the graph shows them. */
export function seatsOf({ clientId, machines, problem, ...stored }: MonthRow): Seats {
  const { id, month, companyId, companyName, counted, countedWithBelow, usedSlots, totalSlots } = stored;
  const { subscriptionType, expiresAt, withoutAgent, closed, asOf } = stored;
  return {
    ...{ id, month, companyId, companyName, counted, countedWithBelow, usedSlots, totalSlots },
    ...{ subscriptionType, expiresAt, withoutAgent, closed, asOf },
    client: clientId === null ? null : { id: clientId },
    protected: machines.PROTECTED ?? 0,
    stale: machines.STALE ?? 0,
    duplicates: machines.DUPLICATE ?? 0,
    removed: machines.REMOVED ?? 0,
    unmanaged: machines.UNMANAGED ?? 0,
    unprotected: machines.UNPROTECTED ?? 0,
    unexplained: unexplained(counted, machines),
    subscription: subscriptionType === null ? null : (subscriptions[subscriptionType] ?? 'UNKNOWN'),
    problem: problem === null ? null : seatProblem(problem),
  };
}

function machineOf(stored: Selectable<Tables['seatMachine']>): SeatMachineType {
  const { machineId: id, category, name, agentId, deviceId, sameAsId, sameAsName, removal, since } = stored;
  return {
    ...{ id, name, deviceId, sameAsId, sameAsName, since },
    category: category as SeatCategory,
    agent: agentId === null ? null : { id: agentId },
    removal: removal as Removal | null,
  };
}
