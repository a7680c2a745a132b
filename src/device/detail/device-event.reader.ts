import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { deviceEvents } from '../../database/later-values.js';
import { pageSize } from '../../graphql/paging.js';
import type { DeviceEvent, DeviceEventKind } from './device-event.type.js';

/** Reads the events of machines. Every statement is for one tenant. */
export interface DeviceEventReader {
  /** The newest `first` events of the machine of each device, including those of its twins, in the order of the ids. */
  ofDevices(tenantId: string, deviceIds: readonly string[], first: number): Promise<DeviceEvent[][]>;
}

export function createDeviceEventReader(database: Database): DeviceEventReader {
  return {
    async ofDevices(tenantId, deviceIds, first) {
      const { rows } = await sql<Omit<DeviceEvent, 'kind'> & { kind: string; place: number }>`
        select given.place::int, event.device_id, event.kind, event.at, event.before, event.after
        from unnest(${[...deviceIds]}::uuid[]) with ordinality as given (device_id, place)
        join device as asked on asked.tenant_id = ${tenantId} and asked.id = given.device_id
        cross join lateral (select case when asked.twin_of is null then asked.id else asked.twin_of end as id) as machine
        cross join lateral (
          select device_event.* from ${deviceEvents} as device_event
          join device on device.tenant_id = device_event.tenant_id and device.id = device_event.device_id
          where device_event.tenant_id = ${tenantId} and (device.id = machine.id or device.twin_of = machine.id)
          order by device_event.at desc, device_event.id limit ${pageSize(first)}) as event
        order by given.place, event.at desc, event.id`.execute(database.query);
      const byPlace = Map.groupBy(rows, ({ place }) => place);
      return deviceIds.map((_, index) =>
        (byPlace.get(index + 1) ?? []).map(({ place, kind, ...event }) => ({
          ...event,
          kind: kind as DeviceEventKind,
        })),
      );
    },
  };
}
