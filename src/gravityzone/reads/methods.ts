import type { Bucket } from '../types.js';

interface ReadingMethod {
  readonly method: string;
  /** The part of the path after `jsonrpc/`. */
  readonly service: string;
  readonly version: 'v1.0' | 'v1.1' | 'v1.2';
  readonly bucket: Bucket;
  /** The parameter that identifies one row (an incident, a device, a company), where a call can be about a single row. */
  readonly row?: string;
}

/**
 * All calls that the client can send. Each one is read-only; a call that is not in this table cannot be sent.
 * `getCompanyDetails` and `getNetworkInventoryItems` count as licensing (5/s): sources disagree, and the stricter
 * reading costs nothing at the number of calls made.
 */
export const readingMethods = {
  keyDetails: { method: 'getApiKeyDetails', service: 'general', version: 'v1.0', bucket: 'default' },
  companyDetails: {
    method: 'getCompanyDetails',
    service: 'companies',
    version: 'v1.0',
    bucket: 'licensing',
    row: 'companyId',
  },
  inventory: {
    method: 'getNetworkInventoryItems',
    service: 'network',
    version: 'v1.1',
    bucket: 'licensing',
    row: 'parentId',
  },
  endpoints: { method: 'getEndpointsList', service: 'network', version: 'v1.0', bucket: 'default' },
  groups: { method: 'getCustomGroupsList', service: 'network', version: 'v1.0', bucket: 'default', row: 'parentId' },
  endpointDetails: {
    method: 'getManagedEndpointDetails',
    service: 'network',
    version: 'v1.0',
    bucket: 'default',
    row: 'endpointId',
  },
  incidents: { method: 'getIncidentsList', service: 'incidents', version: 'v1.2', bucket: 'incidents' },
  incident: { method: 'getIncident', service: 'incidents', version: 'v1.2', bucket: 'default', row: 'id' },
  quarantine: {
    method: 'getQuarantineItemsList',
    service: 'quarantine/computers',
    version: 'v1.1',
    bucket: 'default',
  },
  exchangeQuarantine: {
    method: 'getQuarantineItemsList',
    service: 'quarantine/exchange',
    version: 'v1.1',
    bucket: 'default',
  },
  onPremisesComputers: { method: 'getEndpointsList', service: 'network/computers', version: 'v1.0', bucket: 'default' },
  onPremisesVirtualMachines: {
    method: 'getEndpointsList',
    service: 'network/virtualmachines',
    version: 'v1.0',
    bucket: 'default',
  },
  onPremisesGroups: { method: 'getCustomGroupsList', service: 'network/computers', version: 'v1.0', bucket: 'default' },
  onPremisesComputerDetails: {
    method: 'getManagedEndpointDetails',
    service: 'network/computers',
    version: 'v1.0',
    bucket: 'default',
    row: 'endpointId',
  },
  onPremisesVirtualMachineDetails: {
    method: 'getManagedEndpointDetails',
    service: 'network/virtualmachines',
    version: 'v1.0',
    bucket: 'default',
    row: 'endpointId',
  },
  onPremisesQuarantine: {
    method: 'getQuarantineItemsList',
    service: 'quarantine/computers',
    version: 'v1.0',
    bucket: 'default',
  },
  onPremisesExchangeQuarantine: {
    method: 'getQuarantineItemsList',
    service: 'quarantine/exchange',
    version: 'v1.0',
    bucket: 'default',
  },
  monthlyUsage: {
    method: 'getMonthlyUsage',
    service: 'licensing',
    version: 'v1.0',
    bucket: 'licensing',
    row: 'companyId',
  },
  licence: { method: 'getLicenseInfo', service: 'licensing', version: 'v1.0', bucket: 'licensing', row: 'companyId' },
  reports: { method: 'getReportsList', service: 'reports', version: 'v1.0', bucket: 'default' },
  reportLinks: { method: 'getDownloadLinks', service: 'reports', version: 'v1.0', bucket: 'default', row: 'reportId' },
} as const satisfies Record<string, ReadingMethod>;

export type ReadingMethodName = keyof typeof readingMethods;

/** Returns an entry of the allow-list. Throws a TypeError for any other name, whatever the types say. */
export function readingMethod(name: ReadingMethodName): ReadingMethod {
  if (!Object.hasOwn(readingMethods, name)) throw new TypeError(`${String(name)} is not a reading method.`);
  return readingMethods[name];
}
