import { sql } from 'kysely';
import type { Queries } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { joinExpectations } from '../device/health/expectations.js';
import { mintedAt } from '../gravityzone/rows/dates.js';
import { clientRests } from '../tenant/resting-clients.js';
import type { SeatDevice, UnprotectedAgent } from './reconcile-seats.js';

type Integration = Pick<IntegrationRow, 'tenantId' | 'id'>;

/** SQL: a company of `connection` that is mapped, and whose devices have been read since. */
export const isReadable = sql`company.tenant_id = connection.tenant_id and company.connection_id = connection.id
  and company.client_id is not null and company.state = 'PRESENT' and company.inventory_succeeded_at >= company.mapped_at
  and not ${clientRests('company')}`;

/** A company that is looked at. */
export interface SeatCompany {
  id: string;
  bdId: string;
  name: string;
  clientId: string;
}

/** Devices that have left companies of an integration: by the names of the companies, as the log of devices has them. */
export type Moves = ReadonlyMap<string, readonly string[]>;

/** The moves since some time; the companies' names are those of that time. */
export async function readMoves(queries: Queries, { tenantId, id }: Integration, since: Date): Promise<Moves> {
  const { rows } = await sql<{ name: string; deviceIds: string[] }>`
    select event.before as name, array_agg(distinct device.id) as device_ids
    from device_event as event
    join device on device.tenant_id = event.tenant_id and device.id = event.device_id
    where event.tenant_id = ${tenantId} and event.kind = 'MOVED' and event.at >= ${since} and event.before is not null
      and device.connection_id = ${id}::uuid
    group by event.before`.execute(queries);
  return new Map(rows.map(({ name, deviceIds }) => [name, deviceIds]));
}

interface DeviceRow extends Omit<SeatDevice, 'createdAt' | 'sameAs' | 'events'> {
  bdId: string;
  firstSeenAt: Date;
  sameAsId: string | null;
  sameAsName: string | null;
  events: { kind: string; at: string; before: string | null }[];
}

/**
 * The devices that may have had a seat of the company in the time: those it lists, those that are missing since, and those that were moved
 * away. `idOf` gives the company of a name in the log; null if no or several companies have it.
 */
export async function readSeatDevices(
  queries: Queries,
  tenantId: string,
  company: SeatCompany,
  { from, moves, idOf }: { from: Date; moves: Moves; idOf: (name: string) => string | null },
): Promise<SeatDevice[]> {
  const moved = moves.get(company.name) ?? [];
  const { rows } = await sql<DeviceRow>`
    select device.id, device.bd_id, device.name, device.company_id, device.managed, device.presence = 'PRESENT' as present,
           device.first_seen_at, device.agent_id, state.last_seen_at, expected.not_seen_days,
           twin.id as same_as_id, twin.name as same_as_name, coalesce(log.events, '[]') as events
    from device
    left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    left join device as twin on twin.tenant_id = device.tenant_id and twin.id = device.twin_of
      and twin.managed and twin.presence = 'PRESENT'
    ${joinExpectations(tenantId, sql`${company.clientId}::text`)}
    left join lateral (
      select jsonb_agg(jsonb_build_object('kind', event.kind, 'at', event.at, 'before', event.before)) as events
      from device_event as event
      where event.tenant_id = device.tenant_id and event.device_id = device.id and event.at >= ${from}
        and event.kind in ('MISSING', 'RETURNED', 'MANAGED', 'UNMANAGED', 'MOVED')) as log on true
    where device.tenant_id = ${tenantId}
      and (device.company_id = ${company.id}::uuid and (device.presence = 'PRESENT' or device.presence_changed_at >= ${from})
        or device.id = any(${[...moved]}::uuid[]))
    order by device.id`.execute(queries);
  return rows.map(({ bdId, firstSeenAt, sameAsId, sameAsName, events, ...device }) => ({
    ...device,
    createdAt: mintedAt(bdId) ?? firstSeenAt,
    sameAs: sameAsId === null ? null : { id: sameAsId, name: sameAsName ?? '' },
    events: events.map(({ kind, at, before }) => ({
      ...{ kind, at: new Date(at) },
      companyBefore: before === null ? null : idOf(before),
    })),
  }));
}

/**
 * The agents of the company's client that Bitdefender does not protect. Of a client with several companies each is with one of those that
 * are looked at: that of its device, else the first.
 */
export async function readUnprotectedAgents(
  queries: Queries,
  tenantId: string,
  { id, clientId }: SeatCompany,
): Promise<UnprotectedAgent[]> {
  const { rows } = await sql<UnprotectedAgent>`
    with looked_at as (
      select company.id, company.first_seen_at from company
      join connection on connection.state = 'CONNECTED' and connection.flavour = 'CLOUD' and ${isReadable}
      where company.tenant_id = ${tenantId} and company.client_id = ${clientId} and company.kind = 'COMPANY')
    select agent.id, agent.hostname as name, known.device_id
    from agent
    left join lateral (
      select device.id as device_id, device.company_id from device
      where device.tenant_id = agent.tenant_id and device.agent_id = agent.id and device.twin_of is null
        and device.client_id = agent.client_id
      order by device.id limit 1) as known on true
    where agent.tenant_id = ${tenantId} and agent.client_id = ${clientId}
      and coalesce((select id from looked_at where id = known.company_id),
                   (select id from looked_at order by first_seen_at, id limit 1)) = ${id}::uuid
      and not exists (
        select from device where device.tenant_id = agent.tenant_id and device.agent_id = agent.id and device.twin_of is null
          and device.managed and device.presence = 'PRESENT')
    order by agent.id`.execute(queries);
  return rows;
}
