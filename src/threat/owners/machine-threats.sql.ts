import { type RawBuilder, sql } from 'kysely';
import { keptByNetbios } from '../../domain/hostname.sql.js';

/*
 * Whose threats are a machine's: those of all its devices, under whatever name and BD id, and those whose device we never
 * came to know, if they carry a host name that in their client is of this machine alone. By a name that several machines
 * have, a threat is no machine's: a wrong number on a badge is worse than one that is missing. What a machine had in
 * another client stays with that client. Everything that lists or counts by machine goes by what is said here.
 */

/**
 * The device that represents the machine of a device, which is the alias of a table. Not by `coalesce`: PostgreSQL takes it to reveal its
 * arguments, and behind row-level security no index serves a join by it.
 */
const representing = (device: string) => {
  const [id, twinOf] = [sql.ref(`${device}.id`), sql.ref(`${device}.twin_of`)];
  return sql`case when ${twinOf} is null then ${id} else ${twinOf} end`;
};

/** The agent on the machine of `threat`, beside its `device`; null once that is in another client, whose agent it has. */
export const agentOfThreat = sql<string | null>`case when device.client_id = threat.client_id then device.agent_id end`;

/** Of `threat`, beside its `device`: the site at which its machine is, by the agent on it; null where it is at none. */
export const siteOfThreat = sql<string | null>`(
  select agent.site_id from agent where agent.tenant_id = threat.tenant_id and agent.id = ${agentOfThreat})`;

/** Written as an equation for a single site: of a list PostgreSQL expects ten, and plans again each time. */
const oneOfSites = (siteIds: readonly string[]) =>
  siteIds.length === 1 ? sql`agent.site_id = ${siteIds[0]}` : sql`agent.site_id = any(${[...siteIds]}::text[])`;

/**
 * Of `table` (with the columns client_id and device_id): whether its machine is at one of these sites, by the agent on it. A machine without an
 * agent is at none, and what it had in another client stays there. Filters and the scope of portal users ask by it; rules, which have the threat at hand, by `siteOfThreat`.
 */
export const ofSites = (
  tenantId: string,
  siteIds: readonly string[],
  table: 'threat' | 'kept' = 'threat',
): RawBuilder<boolean> => sql<boolean>`
  (${sql.ref(`${table}.device_id`)}, ${sql.ref(`${table}.client_id`)}) in (
    select part.id, part.client_id from agent
    join device as machine on machine.tenant_id = ${tenantId} and machine.agent_id = agent.id
    cross join lateral (
      select machine.id, machine.client_id
      union all select id, client_id from device where tenant_id = ${tenantId} and twin_of = machine.id) as part
    where agent.tenant_id = ${tenantId} and ${oneOfSites(siteIds)})`;

/** The only machine of a client that has a device of this host key; null where there is none or are several. */
const onlyOfName = (tenantId: string, clientId: RawBuilder<unknown>, hostKey: RawBuilder<unknown>) => sql`(
  select (array_agg(${representing('named')}))[1] from device as named
  where named.tenant_id = ${tenantId} and named.client_id = ${clientId} and named.host_key = ${hostKey}
    and ${keptByNetbios(sql`named.host_key`)} = ${keptByNetbios(hostKey)} and named.host_key <> ''
  having count(distinct ${representing('named')}) = 1)`;

/**
 * The machine of one device, of a twin just as of the device that represents it: a select of its `machine_id` and
 * `client_id`, its `device_ids`, and the `host_keys` that are its alone. No row for a device that is unknown.
 */
export function machineOfDevice(tenantId: string, deviceId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select machine.id as machine_id, machine.client_id, array_agg(part.id) as device_ids,
           array_agg(part.host_key) filter (
             where ${onlyOfName(tenantId, sql`machine.client_id`, sql`part.host_key`)} = machine.id) as host_keys
    from device as asked
    join device as machine on machine.tenant_id = ${tenantId} and machine.id = ${representing('asked')}
    join device as part on part.tenant_id = ${tenantId} and (part.id = machine.id or part.twin_of = machine.id)
    where asked.tenant_id = ${tenantId} and asked.id = ${deviceId}
    group by machine.id, machine.client_id`;
}

/** The ids of all devices of the machine of one device, which is named by its id: its twins under whatever BD id. */
export const devicesOfMachine = (tenantId: string, deviceId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select part.id from device as asked
  join device as part on part.tenant_id = asked.tenant_id and ${representing('part')} = ${representing('asked')}
  where asked.tenant_id = ${tenantId} and asked.id = ${deviceId}`;

/**
 * Whether a row of `table` (with the columns client_id, device_id and host_key) is a machine's; `machine` gives the
 * columns of `machineOfDevice`. Each part can be looked up in an index.
 */
export function ofMachine(
  table: 'threat' | 'kept',
  machine: (column: 'client_id' | 'device_ids' | 'host_keys') => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  return sql`(
    (${column('device_id')} = any(${machine('device_ids')})
      and ${column('client_id')} is not distinct from ${machine('client_id')})
    or (${column('device_id')} is null and ${column('client_id')} = ${machine('client_id')}
      and ${column('host_key')} = any(${machine('host_keys')})))`;
}

/** The same for one machine, named by any of its devices. */
export function ofMachineOf(tenantId: string, deviceId: string): RawBuilder<unknown> {
  const types = { client_id: sql`text`, device_ids: sql`uuid[]`, host_keys: sql`text[]` };
  const machine = machineOfDevice(tenantId, sql`${deviceId}::uuid`);
  return ofMachine(
    'threat',
    (column) => sql`cast((select ${sql.ref(`machine.${column}`)} from (${machine}) as machine) as ${types[column]})`,
  );
}

/**
 * The same for many machines at once: how many threats that meet a condition each machine has, as rows of `machine_id` and
 * `threats`; machines without any may be left out. The condition is on `threat`; one on its client is one on the machine's.
 */
export function countByMachine(tenantId: string, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  // Materialised, or it is counted again for each machine it is joined to where PostgreSQL expects there to be one. The client
  // is compared while counting: in a condition PostgreSQL takes it to leave next to nothing, and joins by nested loops.
  return sql`
    with counted as materialized (select machine.id as machine_id,
      count(*) filter (where machine.client_id is not distinct from attributed.client_id)::int as threats
    from (
      select threat.client_id, ${representing('owner')} as machine_id
      from threat join device as owner on owner.tenant_id = ${tenantId} and owner.id = threat.device_id
      where threat.tenant_id = ${tenantId} and ${condition}
      union all
      select threat.client_id, ${onlyOfName(tenantId, sql`threat.client_id`, sql`threat.host_key`)}
      from threat where threat.tenant_id = ${tenantId} and threat.device_id is null and ${condition}) as attributed
    join device as machine on machine.tenant_id = ${tenantId} and machine.id = attributed.machine_id
    group by machine.id)
    select * from counted`;
}
