import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { readAsOf } from '../../database/reading.js';
import { facetCounts } from '../../graphql/facets/select-facets.js';
import { decodeOrderedCursor, encodeCursor, placeOf } from '../../graphql/lists/cursors.js';
import { mapPage, pageOf, withCounts } from '../../graphql/lists/pages.js';
import { type FacetedPage, type Paging, readingOf, type Span, spanOf } from '../../graphql/paging.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { windowOf } from '../../threat/counts/windows.js';
import { countByMachine } from '../../threat/owners/machine-threats.sql.js';
import type { Gap } from '../coverage/gap.type.js';
import type { Health } from '../health/health.type.js';
import { amongClients, type ClientIds, type MachineRow, machinesOf } from './machine.source.js';
import { KnownTo, type Machine, type MachineFilter, MachineOrder } from './machine.type.js';
import { selectMachineFacets } from './machine-facets.js';
import { machineConditions } from './machine-filter.js';
import { type MachineDimension, MachineFacets } from './machine-page.type.js';

/** A filter and an order of machines; `reverse` reverses the order. */
export interface MachineList {
  filter: MachineFilter;
  orderBy: MachineOrder;
  reverse: boolean;
}

export type MachinePage = FacetedPage<Machine, MachineFacets>;

/** Reads the merged list: OpsMerge agents as of the last sync, and Bitdefender devices, each machine once. */
export interface MachineReader {
  /** A page of the tenant's list. */
  page(tenantId: string, list: MachineList, paging: Paging): Promise<MachinePage>;
  /** The same page for each of these clients, in their order. The number of statements does not depend on theirs. */
  pagesOfClients(
    tenantId: string,
    clientIds: readonly string[],
    list: MachineList,
    paging: Paging,
  ): Promise<MachinePage[]>;
}

/** The owners of the lists: the tenant, or each of these clients. */
type Owners = 'TENANT' | readonly string[];

interface OrderedRow extends MachineRow {
  /** The position of its owner, from 1. */
  place: number;
  /** The value it is ordered by, as text. */
  sortKey: string;
}

export function createMachineReader(database: Database, clock: () => Date = () => new Date()): MachineReader {
  async function pages(tenantId: string, owners: Owners, list: MachineList, paging: Paging) {
    const span = spanOf(paging);
    const now = clock();
    const { timeZone } = await readTenantSettings(database.query, tenantId);
    const monthBegan = windowOf(now, timeZone, 'month').from;
    const stretch = { now, monthBegan, span };
    const { rows } = await selectMachines(tenantId, owners, list, stretch).execute(database.read);
    const listed = Map.groupBy(rows, ({ place }) => place);
    let totals: Promise<number[]> | undefined;
    const count = async () => {
      const counted = await countMachines(tenantId, owners, list.filter, now).execute(database.read);
      return counted.rows.map(({ total }) => total);
    };
    const ownerCount = owners === 'TENANT' ? 1 : owners.length;
    let facets: Promise<MachineFacets[]> | undefined;
    const countFacets = async () => {
      const given = { given: givenOwners(owners), among: clientsOf(owners, {}) };
      const { rows: counted } = await selectMachineFacets(tenantId, given, list.filter, now).execute(database.read);
      return facetCounts<MachineDimension>(counted, ownerCount).map((each) => new MachineFacets(each));
    };
    return Array.from({ length: ownerCount }, (_, index): MachinePage => {
      const cursorOf = ({ sortKey, id }: OrderedRow) => encodeCursor([cursorKind(list), sortKey, id]);
      const page = pageOf(listed.get(index + 1) ?? [], span, cursorOf, readAsOf());
      return withCounts(mapPage(page, machineOf), {
        total() {
          totals ??= count();
          return totals.then((all) => all[index] ?? 0);
        },
        facets() {
          facets ??= countFacets();
          return facets.then((all) => all[index] as MachineFacets);
        },
      });
    });
  }

  return {
    async page(tenantId, list, paging) {
      const [page] = await pages(tenantId, 'TENANT', list, paging);
      if (page === undefined) throw new Error('A tenant has one list.');
      return page;
    },
    pagesOfClients: pages,
  };
}

/**
 * The rows of a span of the list of each owner, in the order in which they are read. `monthBegan` is the start of the month in the
 * tenant's time zone. Throws for an invalid filter or cursor.
 */
function selectMachines(
  tenantId: string,
  owners: Owners,
  { filter, orderBy, reverse }: MachineList,
  stretch: { now: Date; monthBegan: Date; span: Span },
): RawBuilder<OrderedRow> {
  const clientIds = clientsOf(owners, filter);
  const { key, type, beside } = orders(tenantId, clientIds, stretch.monthBegan)[orderBy];
  const conditions = machineConditions(filter, stretch.now);
  const { direction, behind } = readingOf(stretch.span, reverse ? 'desc' : 'asc');
  const ofOrder = { order: cursorKind({ orderBy, reverse }), numeric: type === 'number' };
  const place = placeOf(stretch.span, (cursor, argument) => decodeOrderedCursor(cursor, argument, ofOrder));
  if (place !== null) {
    const [sortKey, id] = place;
    const cast = ofOrder.numeric ? sql`float8` : sql`text`;
    conditions.push(sql`(sort_key, id) ${behind} (cast(${sortKey} as ${cast}), ${id})`);
  }
  const source = machinesOf(tenantId, clientIds, stretch.now);
  return sql<OrderedRow>`
    select given.place::int, listed.id, listed.name, listed.agent_id, listed.device_id, listed.client_id, listed.covered,
           listed.health, listed.gaps, listed.sort_key::text as sort_key
    from ${givenOwners(owners)} cross join lateral (
      select machine.* from (select machine.*, ${key} as sort_key from (${source}) as machine ${beside ?? sql``}) as machine
      where ${sql.join(conditions, sql` and `)}
      order by machine.sort_key ${direction}, machine.id ${direction} limit ${sql.lit(stretch.span.limit)}) as listed
    order by given.place, listed.sort_key ${direction}, listed.id ${direction}`;
}

/** The number of machines in the list of each owner. */
function countMachines(
  tenantId: string,
  owners: Owners,
  filter: MachineFilter,
  now: Date,
): RawBuilder<{ total: number }> {
  return sql`
    select counted.total from ${givenOwners(owners)} cross join lateral (
      select count(*)::int as total from (${machinesOf(tenantId, clientsOf(owners, filter), now)}) as machine
      where ${sql.join(machineConditions(filter, now), sql` and `)}) as counted
    order by given.place`;
}

function givenOwners(owners: Owners): RawBuilder<unknown> {
  return owners === 'TENANT'
    ? sql`(select 1 as place) as given`
    : sql`unnest(${[...owners]}::text[]) with ordinality as given (client_id, place)`;
}

/** The clients of the `given` owner. In the list of a client, the client of the filter is ignored. */
function clientsOf(owners: Owners, filter: MachineFilter): ClientIds {
  if (owners !== 'TENANT') return sql`array[given.client_id]`;
  return filter.clientId ? [filter.clientId] : null;
}

/** Identifies the order a cursor belongs to; in another order it would skip and repeat machines. */
function cursorKind({ orderBy, reverse }: Pick<MachineList, 'orderBy' | 'reverse'>): string {
  return reverse ? `${orderBy}-` : orderBy;
}

/** The sort key of each order: ascending, never null, numbers as float8. `beside` is a join that the key needs. */
function orders(
  tenantId: string,
  clientIds: ClientIds,
  monthBegan: Date,
): Record<MachineOrder, { key: RawBuilder<unknown>; type: 'text' | 'number'; beside?: RawBuilder<unknown> }> {
  const recent = sql`${amongClients(sql`threat.client_id`, clientIds)} and threat.detected_at >= ${monthBegan}`;
  return {
    NAME: { key: sql`lower(machine.name)`, type: 'text' },
    LAST_SEEN: {
      key: sql`coalesce(extract(epoch from machine.last_seen_at)::float8, 'infinity')`,
      type: 'number',
    },
    HEALTH: {
      key: sql`coalesce(array_position('{AT_RISK,ATTENTION,UNKNOWN,HEALTHY}', machine.health), 5)::float8`,
      type: 'number',
    },
    THREATS_THIS_MONTH: {
      key: sql`-coalesce(recent.threats, 0)::float8`,
      type: 'number',
      beside: sql`left join (${countByMachine(tenantId, recent)}) as recent on recent.machine_id = machine.device_id`,
    },
    RISK_SCORE: { key: sql`coalesce(-machine.risk_score, 'infinity')`, type: 'number' },
  };
}

function machineOf({ id, name, agentId, deviceId, clientId, covered, health, gaps }: MachineRow): Machine {
  const knownTo = agentId === null ? KnownTo.BITDEFENDER_ONLY : covered ? KnownTo.BOTH : KnownTo.OPSMERGE_ONLY;
  return {
    id,
    name,
    knownTo,
    deviceId,
    health: health as Health | null,
    gaps: gaps as Gap[],
    agent: agentId === null ? null : { id: agentId },
    client: clientId === null ? null : { id: clientId },
    abilities: { canRunScripts: agentId !== null },
  };
}
