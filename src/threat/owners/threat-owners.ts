import { type RawBuilder, sql } from 'kysely';
import { machineOfDevice, ofMachine, ofSites } from './machine-threats.sql.js';

/** The part of a client that is at some of its sites: machines whose agent is there. Without a site it is nothing. */
export interface SitesOfClient {
  kind: 'SITES';
  clientId: string;
  siteIds: readonly string[];
}

/**
 * Whose threats are read: all of the tenant, those of each of several clients or machines, in one statement, or of some sites of one client. A
 * machine is named by any of its devices.
 */
export type ThreatOwners =
  | { kind: 'TENANT' }
  | { kind: 'CLIENTS'; clientIds: readonly string[] }
  | SitesOfClient
  | { kind: 'MACHINES'; deviceIds: readonly string[] };

/** How many owners there are. */
export function ownerCount(owners: ThreatOwners): number {
  switch (owners.kind) {
    case 'CLIENTS':
      return owners.clientIds.length;
    case 'MACHINES':
      return owners.deviceIds.length;
    default:
      return 1;
  }
}

/** Ids as a relation with a `place` from 1 in their order. A single one is not a list: of a list PostgreSQL expects ten, and plans again each time. */
function givenIds(ids: readonly string[], type: 'text' | 'uuid', column: string): RawBuilder<unknown> {
  const [name, of] = [sql.raw(column), sql.raw(type)];
  return ids.length === 1
    ? sql`(select ${ids[0]}::${of} as ${name}, 1 as place)`
    : sql`(select * from unnest(${[...ids]}::${of}[]) with ordinality as ids (${name}, place))`;
}

/** The owners as a relation `given` with a `place` from 1 in their order, for a lateral join with `ownedBy`. */
export function givenOwners(tenantId: string, owners: ThreatOwners): RawBuilder<unknown> {
  switch (owners.kind) {
    case 'TENANT':
      return sql`(select 1 as place) as given`;
    case 'SITES':
      return sql`${givenIds([owners.clientId], 'text', 'client_id')} as given`;
    case 'CLIENTS':
      return sql`${givenIds(owners.clientIds, 'text', 'client_id')} as given`;
    case 'MACHINES':
      return sql`(
        select wanted.place, machine.* from ${givenIds(owners.deviceIds, 'uuid', 'device_id')} as wanted
        left join lateral (${machineOfDevice(tenantId, sql`wanted.device_id`)}) as machine on true) as given`;
  }
}

/** Whether a row of `table` (with the columns client_id, device_id and host_key) is the given owner's. */
export function ownedBy(tenantId: string, owners: ThreatOwners, table: 'threat' | 'kept'): RawBuilder<unknown> {
  switch (owners.kind) {
    case 'TENANT':
      return sql`true`;
    case 'CLIENTS':
      return sql`${sql.ref(`${table}.client_id`)} = given.client_id`;
    case 'SITES':
      return sql`${sql.ref(`${table}.client_id`)} = given.client_id and ${ofSites(tenantId, owners.siteIds, table)}`;
    case 'MACHINES':
      return ofMachine(table, (column) => sql.ref(`given.${column}`));
  }
}

/** Whose threats are counted. */
export type ThreatOwner =
  | { kind: 'TENANT' }
  | { kind: 'CLIENT'; clientId: string }
  | SitesOfClient
  | { kind: 'MACHINE'; deviceId: string };

/** Each of the clients as an owner; of null, the tenant. */
export const eachClient = (clientIds: readonly string[] | null): ThreatOwner[] =>
  clientIds?.map((clientId) => ({ kind: 'CLIENT', clientId })) ?? [{ kind: 'TENANT' }];

/** The key of an owner among those of its kind. */
export function keyOfOwner(owner: ThreatOwner): string {
  switch (owner.kind) {
    case 'TENANT':
      return '';
    case 'CLIENT':
      return owner.clientId;
    case 'SITES':
      return JSON.stringify([owner.clientId, owner.siteIds]);
    case 'MACHINE':
      return owner.deviceId;
  }
}

/** Different owners of one kind, to be read in one statement. Throws for two kinds, and for several parts of clients: a request has one such part. */
export function ownersOf(owners: readonly ThreatOwner[]): ThreatOwners {
  const [first] = owners;
  if (owners.some(({ kind }) => kind !== first?.kind)) throw new Error('Owners of one kind are read together.');
  if (first === undefined || first.kind === 'TENANT') return { kind: 'TENANT' };
  if (first.kind === 'CLIENT')
    return { kind: 'CLIENTS', clientIds: owners.flatMap((owner) => (owner.kind === 'CLIENT' ? owner.clientId : [])) };
  if (first.kind === 'MACHINE')
    return { kind: 'MACHINES', deviceIds: owners.flatMap((owner) => (owner.kind === 'MACHINE' ? owner.deviceId : [])) };
  if (owners.length > 1) throw new Error('A request sees one part of a client.');
  return first;
}
