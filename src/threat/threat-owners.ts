import { type RawBuilder, sql } from 'kysely';

/** A machine: its threats are those of its host name inside its client, so that it keeps them under a new BD id. */
export interface Machine {
  deviceId: string;
  clientId: string | null;
  hostKey: string;
}

/** Whose threats are read: all of the tenant, or those of each of several clients or machines, in one statement. */
export type ThreatOwners =
  | { kind: 'TENANT' }
  | { kind: 'CLIENTS'; clientIds: readonly string[] }
  | { kind: 'MACHINES'; machines: readonly Machine[] };

/** How many owners there are. */
export function ownerCount(owners: ThreatOwners): number {
  return owners.kind === 'TENANT' ? 1 : owners.kind === 'CLIENTS' ? owners.clientIds.length : owners.machines.length;
}

/** The owners as a relation `given` with a `place` from 1 in their order, for a lateral join with `ownedBy`. */
export function givenOwners(owners: ThreatOwners): RawBuilder<unknown> {
  switch (owners.kind) {
    case 'TENANT':
      return sql`(select 1 as place) as given`;
    case 'CLIENTS':
      return sql`unnest(${[...owners.clientIds]}::text[]) with ordinality as given (client_id, place)`;
    case 'MACHINES': {
      const { machines } = owners;
      return sql`unnest(${machines.map(({ deviceId }) => deviceId)}::uuid[],
        ${machines.map(({ clientId }) => clientId)}::text[], ${machines.map(({ hostKey }) => hostKey)}::text[])
        with ordinality as given (device_id, client_id, host_key, place)`;
    }
  }
}

/**
 * Whether a row of `table` (with the columns client_id, device_id and host_key) is the given owner's. What a machine had
 * in another client stays with that client.
 */
export function ownedBy(kind: ThreatOwners['kind'], table: 'threat' | 'kept'): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  switch (kind) {
    case 'TENANT':
      return sql`true`;
    case 'CLIENTS':
      return sql`${column('client_id')} = given.client_id`;
    case 'MACHINES':
      return sql`((${column('client_id')} = given.client_id and ${column('host_key')} = given.host_key)
        or (${column('device_id')} = given.device_id and ${column('client_id')} is not distinct from given.client_id))`;
  }
}
