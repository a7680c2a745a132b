import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import {
  type ConnectionPage,
  decodeSortCursor,
  encodeCursor,
  type Paging,
  pageOf,
  pageSize,
} from '../graphql/paging.js';
import { KnownTo, type Machine, type MachineFilter } from './machine.type.js';

/** Reads the merged list: OpsMerge's agents, as of the last sync, and BD's devices, each machine once. */
export interface MachineReader {
  /** One page, by name. */
  page(tenantId: string, filter: MachineFilter, paging: Paging): Promise<ConnectionPage<Machine>>;
}

interface MachineRow {
  sortKey: string;
  id: string;
  name: string;
  agentId: string | null;
  deviceId: string | null;
  clientId: string | null;
}

export function createMachineReader(database: Database): MachineReader {
  return {
    async page(tenantId, filter, { first, after, maximum }) {
      const size = pageSize(first, maximum);
      const conditions = conditionsOf(filter);
      if (after) {
        const [key, id] = decodeSortCursor(after);
        conditions.push(sql`(sort_key, id) > (${key}, ${id})`);
      }
      const ofClient = (table: 'agent' | 'device') =>
        filter.clientId ? sql`${sql.ref(`${table}.client_id`)} = ${filter.clientId}` : sql`true`;
      // Two agents may claim one name; a machine BD knows under several ids is its live one.
      const { rows } = await sql<MachineRow>`
        select * from (
          select lower(agent.hostname) as sort_key, agent.id, agent.hostname as name, agent.id as agent_id,
                 device.id as device_id, agent.client_id
          from agent left join device on device.tenant_id = agent.tenant_id and device.agent_id = agent.id
            and device.twin_of is null
          where agent.tenant_id = ${tenantId} and ${ofClient('agent')}
          union all
          select lower(device.name), device.id::text, device.name, null, device.id, device.client_id
          from device
          where device.tenant_id = ${tenantId} and ${ofClient('device')} and device.twin_of is null
            and not exists (select from agent where agent.tenant_id = device.tenant_id and agent.id = device.agent_id)
        ) as machine
        where ${sql.join(conditions, sql` and `)}
        order by sort_key, id limit ${size + 1}`.execute(database.query);
      const page = pageOf(rows, size, ({ sortKey, id }) => encodeCursor([sortKey, id]));
      return { ...page, edges: page.edges.map(({ cursor, node }) => ({ cursor, node: machineOf(node) })) };
    },
  };
}

function conditionsOf({ knownTo, search }: MachineFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (knownTo === KnownTo.BOTH) conditions.push(sql`agent_id is not null and device_id is not null`);
  if (knownTo === KnownTo.OPSMERGE_ONLY) conditions.push(sql`device_id is null`);
  if (knownTo === KnownTo.BITDEFENDER_ONLY) conditions.push(sql`agent_id is null`);
  if (search) conditions.push(sql`name ilike ${`%${search.replace(/[\\%_]/g, '\\$&')}%`}`);
  return conditions;
}

function machineOf({ sortKey, name, agentId, deviceId, clientId }: MachineRow): Machine {
  const knownTo =
    agentId === null ? KnownTo.BITDEFENDER_ONLY : deviceId === null ? KnownTo.OPSMERGE_ONLY : KnownTo.BOTH;
  return {
    sortKey,
    name,
    knownTo,
    deviceId,
    agent: agentId === null ? null : { id: agentId },
    client: clientId === null ? null : { id: clientId },
    abilities: { canRunScripts: agentId !== null },
  };
}
