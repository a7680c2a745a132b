import type { AuditEvent } from '../../gravityzone/types.js';
import type { StreamContext } from './stream-context.js';

/** A device that a report may name. */
export interface NamedDevice {
  bdId: string;
  bdCompanyId: string;
  name: string;
  fqdn: string | null;
  /** Whether its company is mapped to a client. */
  mapped: boolean;
}

/** Why an event is of no device. */
export type Unplaced = 'DEVICE_UNKNOWN' | 'DEVICE_AMBIGUOUS';

/** Takes the devices and returns what finds the one of an event: by FQDN, else by name, if exactly one has it. */
export function findDeviceOf<Device extends Pick<NamedDevice, 'name' | 'fqdn'>>(
  devices: readonly Device[],
): (event: Pick<AuditEvent, 'endpointName' | 'fqdn'>) => Device | Unplaced {
  const by = (key: (device: Device) => string | null) =>
    Map.groupBy(devices, (device) => key(device)?.trim().toLowerCase() ?? '');
  const [byFqdn, byName] = [by(({ fqdn }) => fqdn), by(({ name }) => name)];
  return ({ endpointName, fqdn }) => {
    for (const [index, text] of [
      [byFqdn, fqdn],
      [byName, endpointName],
    ] as const) {
      const key = text?.trim().toLowerCase() ?? '';
      const [found, ...others] = key === '' ? [] : (index.get(key) ?? []);
      if (found !== undefined) return others.length > 0 ? 'DEVICE_AMBIGUOUS' : found;
    }
    return 'DEVICE_UNKNOWN';
  };
}

/** Reads the present devices of the integration, and returns `findDeviceOf` of them. */
export async function readDevicesByName({ database, integration, companies }: StreamContext) {
  const rows = await database.query
    .selectFrom('device')
    .innerJoin('company', (join) =>
      join.onRef('company.tenantId', '=', 'device.tenantId').onRef('company.id', '=', 'device.companyId'),
    )
    .select(['device.bdId', 'company.bdId as bdCompanyId', 'device.name', 'device.fqdn'])
    .where('device.tenantId', '=', integration.tenantId)
    .where('device.connectionId', '=', integration.id)
    .where('device.presence', '=', 'PRESENT')
    .execute();
  const isMapped = (bdCompanyId: string) => (companies.get(bdCompanyId)?.clientId ?? null) !== null;
  return findDeviceOf(rows.map((row) => ({ ...row, mapped: isMapped(row.bdCompanyId) })));
}
