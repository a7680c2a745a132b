import { invalidParams, methodNotFound, noLicence } from './errors.js';
import { filterDate, naiveDate } from './naive-date.js';
import {
  companyDetails,
  deviceFields,
  exchangeRow,
  incidentDetails,
  incidentRow,
  inventoryCompany,
  inventoryDevice,
  inventoryFolder,
  inventoryGroups,
  managedEndpoint,
  quarantineRow,
  type Style,
} from './rows.js';
import type { CompanyModel, DeviceModel, QuarantineModel, World } from './world.js';

export interface Key {
  companyId: string;
  enabledApis: string[];
  /** Companies that its owner may no longer see, with all that is below them. */
  hiddenCompanies?: readonly string[];
  /** Deleted in Control Center. */
  revoked?: boolean;
  incidentsLicensed: boolean;
  createdAt: Date;
  /** IANA zone of its owner's account; by default that of the simulator. */
  zone?: string | undefined;
}

/** One call as a method sees it. */
export interface Call {
  world: World;
  key: Key;
  params: Record<string, unknown>;
  version: string;
  service: string;
  style: Style;
  /** Where links to files lead. */
  origin: string;
  /** Of v1.1 network lists; 100 makes the simulator refuse the documented 1000. */
  largestPage: number;
  /** Changes the rows of a list before they are sent; one endpoint and one incident count as a list of one. */
  changeRows(rows: unknown[]): unknown[];
  /** What pages say their total is, less the truth. */
  totalError: number;
  /** The most rows that a page holds, however many were requested; null for as many as requested. */
  servedPage: number | null;
  totals: Totals;
}

/** Whether pages say how many rows and pages there are: as numbers, as texts, or not at all. */
export type Totals = 'NUMBERS' | 'TEXTS' | 'NONE';

/** Answers one method from the world; throws a RemoteError for what GravityZone refuses. */
export type Method = (call: Call) => unknown;

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function nested(params: Record<string, unknown>, ...path: string[]): unknown {
  return path.reduce<unknown>((value, name) => object(value)[name], params);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Cuts a page out of the rows the way the version does, errors included. A row that is a function is made if it is on the page. */
function paged(call: Call, all: readonly (object | (() => object))[], largest: number, smallest = 1): object {
  const page = call.params.page ?? 1;
  const perPage = call.params.perPage ?? 30;
  if (typeof page !== 'number' || page < 1) throw invalidParams("Invalid value for 'page' parameter.");
  if (typeof perPage !== 'number' || perPage < smallest || perPage > largest) {
    throw invalidParams("Invalid value for 'perPage' parameter.");
  }
  const served = Math.min(perPage, call.servedPage ?? perPage);
  const pagesCount = Math.ceil(all.length / served);
  if (page > Math.max(1, pagesCount)) throw invalidParams("Invalid value for 'page' parameter.");
  const rows = all.slice((page - 1) * served, page * served);
  const items = call.changeRows(rows.map((row) => (typeof row === 'function' ? row() : row)));
  if (call.totals === 'NONE') return { page, perPage, items };
  const stated = (count: number) => (call.totals === 'TEXTS' ? String(count) : count);
  const total = stated(all.length + call.totalError);
  // A server that cuts pages silently still counts them as requested.
  const counts = { total, pagesCount: stated(Math.ceil(all.length / perPage)) };
  if (call.version === 'v1.1' && call.service === 'network') {
    const hasMoreRecords = call.totals === 'NUMBERS' ? { hasMoreRecords: page < pagesCount } : {};
    return { ...(page === 1 && counts), page, perPage, ...hasMoreRecords, items };
  }
  return { ...counts, page, perPage, items };
}

function one(call: Call, row: object): unknown {
  return call.changeRows([row])[0] ?? null;
}

/** What is below the company of the key, as far as its owner may see it. */
function seenBy({ world, key }: Pick<Call, 'world' | 'key'>): Set<string> {
  const seen = world.below(key.companyId);
  for (const company of key.hiddenCompanies ?? []) for (const id of world.below(company)) seen.delete(id);
  return seen;
}

function within(call: Call, parentId: unknown): Set<string> {
  const own = seenBy(call);
  const wanted = text(parentId);
  if (wanted === undefined) return own;
  const group = [...call.world.devices.values()].find(({ groupId }) => groupId === wanted);
  const known = own.has(wanted) || (group !== undefined && own.has(group.companyId));
  if (!known) throw invalidParams("Invalid value for 'parentId' parameter.");
  const below = call.world.below(wanted);
  return own.has(wanted) ? new Set([...below].filter((id) => own.has(id))) : below;
}

/** Devices of the scope; without recursion only those that lie in the parent itself, which grouped machines do not. */
function devicesWithin(call: Call): DeviceModel[] {
  const scope = within(call, call.params.parentId);
  const recursive = nested(call.params, 'filters', 'depth', 'allItemsRecursively') === true;
  const parent = text(call.params.parentId) ?? call.key.companyId;
  return [...call.world.devices.values()].filter((device) =>
    recursive ? scope.has(device.companyId) || device.groupId === parent : device.groupId === parent,
  );
}

/**
 * A type of row is listed if the filter has its name as true: each name is false by default. Without any name there is no
 * filter, and every type is listed. There are no containers here.
 */
const inventory: Method = (call) => {
  const { world, params, key } = call;
  const types = object(nested(params, 'filters', 'type'));
  const anyType = Object.keys(types).length === 0;
  const wanted = (name: string): boolean => anyType || types[name] === true;
  const recursive = nested(params, 'filters', 'depth', 'allItemsRecursively') === true;
  const scope = within(call, params.parentId);
  const seen = seenBy(call);
  const parent = text(params.parentId) ?? key.companyId;
  const inTree = (parentId: string | null): boolean =>
    parentId !== null && (recursive ? scope.has(parentId) : parentId === parent);
  const withScans = nested(params, 'options', 'endpoints', 'includeScanLogs') === true;
  const withOutdated = nested(params, 'options', 'endpoints', 'returnProductOutdated') === true;
  const deviceTypes: Record<number, string> = { 1: 'computers', 2: 'virtualMachines', 3: 'ec2Instances' };
  const rows = [
    ...[...world.companies.values()]
      .filter(({ id, parentId }) => wanted('companies') && inTree(parentId) && seen.has(id))
      .map(inventoryCompany),
    ...[...world.folders.values()]
      .filter(({ parentId }) => wanted('companyFolders') && inTree(parentId))
      .map(inventoryFolder),
    ...[...world.companies.values()]
      .filter(({ id }) => wanted('groups') && inTree(id) && seen.has(id))
      .flatMap(({ id }) => inventoryGroups(id, world.groups(id))),
    ...devicesWithin(call)
      .filter(({ machineType }) => wanted(deviceTypes[machineType] ?? ''))
      .map((device) => () => inventoryDevice(device, withScans, withOutdated)),
  ];
  return paged(call, rows, call.largestPage);
};

const endpoints: Method = (call) => {
  const machineTypes = call.service === 'network/virtualmachines' ? [2, 3] : call.style.onPremises ? [1] : [1, 2, 3];
  const managed = call.version === 'v1.1' ? call.params.isManaged : undefined;
  const withScans = nested(call.params, 'options', 'includeScanLogs') === true;
  const withOutdated = nested(call.params, 'options', 'returnProductOutdated') === true;
  const rows = devicesWithin(call)
    .flatMap((device) => {
      if (machineTypes.includes(device.machineType)) return device;
      return device.inBothLists ? { ...device, managed: false } : [];
    })
    .filter((device) => managed === undefined || device.managed === managed)
    .map((device) => ({ id: device.id, name: device.name, ...deviceFields(device, withScans, withOutdated) }));
  return paged(call, rows, call.version === 'v1.1' ? call.largestPage : 100);
};

const endpointDetails: Method = (call) => {
  const device = call.world.devices.get(text(call.params.endpointId) ?? '');
  const visible = device?.managed && seenBy(call).has(device.companyId);
  const machineTypes = call.service === 'network/computers' ? [1] : call.style.onPremises ? [2, 3] : [1, 2, 3];
  if (!visible || !machineTypes.includes(device.machineType)) {
    throw invalidParams("Invalid value for 'endpointId' parameter.");
  }
  return one(call, managedEndpoint(device, call.style, nested(call.params, 'options', 'includeScanLogs') === true));
};

/** A bare array. Of a company, or of nothing, the two groups that it always has; below groups there are none here. */
const groups: Method = (call) => {
  const parentId = text(call.params.parentId) ?? call.key.companyId;
  if (!seenBy(call).has(parentId)) throw invalidParams("Invalid value for 'parentId' parameter.");
  const { computers, deleted } = call.world.groups(parentId);
  return call.changeRows([
    { id: computers, name: 'Computers and Groups' },
    { id: deleted, name: 'Deleted' },
  ]);
};

/** One level, a bare array, no paging parameters. */
const companiesList: Method = ({ world, params, key }) => {
  if ('page' in params || 'perPage' in params) throw invalidParams('Invalid params');
  const parentId = text(params.parentId) ?? key.companyId;
  if (world.companies.get(parentId)?.kind === 'CUSTOMER') {
    if (params.parentId === undefined) throw methodNotFound();
    throw invalidParams("Invalid value for 'parentId' parameter.");
  }
  const seen = seenBy({ world, key });
  return [...world.companies.values(), ...world.folders.values()]
    .filter((node) => node.parentId === parentId && seen.has(node.id))
    .map(({ id, name }) => ({ id, name }));
};

const details: Method = ({ world, params, key, style }) => {
  const companyId = text(params.companyId) ?? key.companyId;
  const company = world.companies.get(companyId);
  if (company === undefined || !seenBy({ world, key }).has(companyId)) {
    throw invalidParams('The company does not exist');
  }
  return companyDetails(company, style);
};

const incidents: Method = (call) => {
  const { world, key, params, style } = call;
  if (!key.incidentsLicensed) throw noLicence();
  const filter = (name: string): unknown => nested(params, 'filters', name);
  const withChildren = nested(params, 'options', 'includeChildCompanies') === true;
  const companyId = text(filter('companyId')) ?? key.companyId;
  const scope = withChildren ? within(call, companyId) : new Set([companyId]);
  const seen = seenBy(call);
  const from = filterDate(filter('changeStartDate'), style.zone);
  const to = filterDate(filter('changeEndDate'), style.zone);
  if ((from === null) !== (to === null)) throw invalidParams('changeStartDate and changeEndDate go together');
  // Sent dates have whole seconds, so the window does too.
  const second = (date: Date): number => Math.floor(date.getTime() / 1_000);
  const rows = [...world.incidents.values()]
    .filter((incident) => scope.has(incident.companyId) && seen.has(incident.companyId))
    .filter(({ updatedAt }) => from === null || second(updatedAt) >= second(from))
    .filter(({ updatedAt }) => to === null || second(updatedAt) <= second(to))
    .map((incident) => incidentRow(incident, world, style.zone));
  return paged({ ...call, params: { perPage: 1_000, ...params } }, rows, 10_000, 10);
};

const incident: Method = (call) => {
  const { world, key, params, style } = call;
  if (!key.incidentsLicensed) throw noLicence();
  const found = world.incidents.get(text(params.id) ?? '');
  if (found === undefined || !seenBy({ world, key }).has(found.companyId)) throw invalidParams('Invalid params');
  return one(call, incidentDetails(found, world, style.zone));
};

/** A list of items; `rowOf` writes the row of one. */
function itemsList<Item extends QuarantineModel>(
  itemsOf: (world: World) => ReadonlyMap<string, Item>,
  rowOf: (item: Item, world: World, style: Style, version: string) => object,
): Method {
  return (call) => {
    const { world, params, style } = call;
    const scope = call.version === 'v1.1' ? within(call, params.companyId) : seenBy(call);
    const from = filterDate(nested(params, 'filters', 'startDate'), style.zone);
    const to = filterDate(nested(params, 'filters', 'endDate'), style.zone);
    const second = (date: Date): number => Math.floor(date.getTime() / 1_000);
    const rows = [...itemsOf(world).values()]
      .filter(({ companyId }) => scope.has(companyId))
      .filter(({ deviceId }) => params.endpointId === undefined || deviceId === params.endpointId)
      .filter(({ quarantinedAt }) => from === null || second(quarantinedAt) >= second(from))
      .filter(({ quarantinedAt }) => to === null || second(quarantinedAt) <= second(to))
      .map((item) => rowOf(item, world, style, call.version));
    return paged(call, rows, 100);
  };
}

const quarantine = itemsList((world) => world.quarantine, quarantineRow);
const exchangeQuarantine = itemsList((world) => world.exchange, exchangeRow);

/** Only the key of a partner may ask about licences; the company is one that it sees. */
function licensed({ world, key, params }: Call): CompanyModel {
  if (world.company(key.companyId).kind !== 'PARTNER') throw methodNotFound();
  const companyId = text(params.companyId) ?? key.companyId;
  if (!seenBy({ world, key }).has(companyId)) throw invalidParams("Invalid value for 'companyId' parameter.");
  return world.company(companyId);
}

/** Counted with all companies below; one that was deleted or counted twice in the month stays so. */
const monthlyUsage: Method = (call) => {
  const { world, params } = call;
  const { id } = licensed(call);
  const found = /^(0[1-9]|1[0-2])\/(\d{4})$/.exec(text(params.targetMonth) ?? '');
  if (found === null) throw invalidParams("Invalid value for 'targetMonth' parameter.");
  const endpointMonthlyUsage = world.seats.counted(world.below(id), `${found[2]}-${found[1]}`);
  return one(call, { endpointMonthlyUsage, edrMonthlyUsage: endpointMonthlyUsage, exchangeMonthlyUsage: 0 });
};

const licenceInfo: Method = (call) => {
  const { world, style } = call;
  const company = licensed(call);
  const inArray =
    world.licenceShape === 'ARRAY' ||
    (world.licenceShape === 'EITHER' && Number.parseInt(company.id.slice(-1), 16) % 2 === 1);
  const licence = {
    subscriptionType: company.licence.subscriptionType,
    expiryDate: company.licence.expiresAt === null ? null : naiveDate(company.licence.expiresAt, style.zone),
    usedSlots: world.seats.held(world.below(company.id)),
    totalSlots: company.licence.totalSlots,
  };
  const addon = { ...licence, usedSlots: 0, totalSlots: 5, isAddon: true };
  return inArray ? call.changeRows([addon, { ...licence, isAddon: false }]) : one(call, licence);
};

const keyDetails: Method = ({ key }) => ({
  enabledApis: key.enabledApis,
  createdAt: key.createdAt.toISOString().replace(/\.\d+Z$/, '+00:00'),
});

/** The methods of one service, each with the versions that have it. */
export type Service = Record<string, { versions: string[]; method: Method }>;
const v10 = ['v1.0'];

/** The services of the cloud, by path. */
const reportsList: Method = (call) => {
  const { world, params } = call;
  const rows = [...world.reports.values()]
    .filter(({ type }) => params.type === undefined || type === params.type)
    .filter(({ name }) => typeof params.name !== 'string' || name.toLowerCase().includes(params.name.toLowerCase()))
    .map(({ id, name, type, occurrence }) => ({ id, name, type, occurrence }));
  return paged(call, rows, 100);
};

const downloadLinks: Method = ({ world, params, origin }) => {
  const report = world.reports.get(typeof params.reportId === 'string' ? params.reportId : '');
  if (report === undefined) throw invalidParams("Invalid value for 'reportId' parameter.");
  if (!report.ready) return { readyForDownload: false };
  const link = (all: number) =>
    `${origin}/api/v1.0/http/downloadReportZip?reportId=${report.id}&allInstances=${all}&serviceType=1`;
  return { readyForDownload: true, allInstancesUrl: link(1), lastInstanceUrl: report.link ?? link(0) };
};

const reports: Service = {
  getReportsList: { versions: v10, method: reportsList },
  getDownloadLinks: { versions: v10, method: downloadLinks },
};

export const cloudServices: Record<string, Service> = {
  general: { getApiKeyDetails: { versions: v10, method: keyDetails } },
  companies: { getCompanyDetails: { versions: v10, method: details } },
  network: {
    getCompaniesList: { versions: v10, method: companiesList },
    getNetworkInventoryItems: { versions: ['v1.0', 'v1.1'], method: inventory },
    getEndpointsList: { versions: ['v1.0', 'v1.1'], method: endpoints },
    getManagedEndpointDetails: { versions: v10, method: endpointDetails },
    getCustomGroupsList: { versions: v10, method: groups },
  },
  incidents: {
    getIncidentsList: { versions: ['v1.2'], method: incidents },
    getIncident: { versions: ['v1.2'], method: incident },
  },
  'quarantine/computers': { getQuarantineItemsList: { versions: ['v1.0', 'v1.1'], method: quarantine } },
  'quarantine/exchange': { getQuarantineItemsList: { versions: ['v1.0', 'v1.1'], method: exchangeQuarantine } },
  licensing: {
    getMonthlyUsage: { versions: v10, method: monthlyUsage },
    getLicenseInfo: { versions: v10, method: licenceInfo },
  },
  reports,
};

const onPremisesNetwork: Service = {
  getEndpointsList: { versions: v10, method: endpoints },
  getManagedEndpointDetails: { versions: v10, method: endpointDetails },
  getCustomGroupsList: { versions: v10, method: groups },
};

/** The services of an on-premises installation, by path. */
export const onPremisesServices: Record<string, Service> = {
  general: { getApiKeyDetails: { versions: v10, method: keyDetails } },
  'network/computers': onPremisesNetwork,
  'network/virtualmachines': onPremisesNetwork,
  'quarantine/computers': { getQuarantineItemsList: { versions: v10, method: quarantine } },
  'quarantine/exchange': { getQuarantineItemsList: { versions: v10, method: exchangeQuarantine } },
  reports,
};
