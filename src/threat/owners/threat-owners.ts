import { type RawBuilder, sql } from 'kysely';
import { machineOfDevice, ofMachine } from './machine-threats.sql.js';

/**
 * Whose threats are read: all of the tenant, or those of each of several clients or machines, in one statement. A
 * machine is named by any of its devices.
 */
export type ThreatOwners =
  | { kind: 'TENANT' }
  | { kind: 'CLIENTS'; clientIds: readonly string[] }
  | { kind: 'MACHINES'; deviceIds: readonly string[] };

/** How many owners there are. */
export function ownerCount(owners: ThreatOwners): number {
  return owners.kind === 'TENANT' ? 1 : owners.kind === 'CLIENTS' ? owners.clientIds.length : owners.deviceIds.length;
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
    case 'CLIENTS':
      return sql`${givenIds(owners.clientIds, 'text', 'client_id')} as given`;
    case 'MACHINES':
      return sql`(
        select wanted.place, machine.* from ${givenIds(owners.deviceIds, 'uuid', 'device_id')} as wanted
        left join lateral (${machineOfDevice(tenantId, sql`wanted.device_id`)}) as machine on true) as given`;
  }
}

/** Whether a row of `table` (with the columns client_id, device_id and host_key) is the given owner's. */
export function ownedBy(kind: ThreatOwners['kind'], table: 'threat' | 'kept'): RawBuilder<unknown> {
  switch (kind) {
    case 'TENANT':
      return sql`true`;
    case 'CLIENTS':
      return sql`${sql.ref(`${table}.client_id`)} = given.client_id`;
    case 'MACHINES':
      return ofMachine(table, (column) => sql.ref(`given.${column}`));
  }
}

/** Whose threats are counted. */
export type ThreatOwner =
  | { kind: 'TENANT' }
  | { kind: 'CLIENT'; clientId: string }
  | { kind: 'MACHINE'; deviceId: string };
