import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { DeviceStateAge } from './state-age.type.js';

/** Reads how old the states of devices are in one statement; the answers are in the order of the ids. */
export interface StateAgeReader {
  ofClients(tenantId: string, clientIds: readonly string[]): Promise<DeviceStateAge[]>;
  ofIntegrations(tenantId: string, connectionIds: readonly string[]): Promise<DeviceStateAge[]>;
}

/** `maximumHours` is the age aimed at. */
export function createStateAgeReader(database: Database, maximumHours: number): StateAgeReader {
  async function read(tenantId: string, ids: readonly string[], owner: RawBuilder<unknown>): Promise<DeviceStateAge[]> {
    const { rows } = await sql<Omit<DeviceStateAge, 'maximumHours'> & { id: string }>`
      select given.id, min(state.as_of) as oldest_read_at, count(state.device_id)::int as read,
             (count(device.id) - count(state.device_id))::int as unread
      from unnest(${[...ids]}::text[]) as given (id)
      left join company on company.tenant_id = ${tenantId} and ${owner} = given.id and company.client_id is not null
      left join device on device.tenant_id = company.tenant_id and device.company_id = company.id
        and device.presence = 'PRESENT' and device.managed
      left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
      group by given.id`.execute(database.query);
    const byId = new Map(rows.map(({ id, ...age }) => [id, { maximumHours, ...age }]));
    return ids.map((id) => byId.get(id) ?? { maximumHours, oldestReadAt: null, read: 0, unread: 0 });
  }
  return {
    ofClients: (tenantId, ids) => read(tenantId, ids, sql.ref('company.client_id')),
    ofIntegrations: (tenantId, ids) => read(tenantId, onlyUuids(ids), sql`company.connection_id::text`),
  };
}
