import { type InventoryRows, readEndpointRows, readInventoryRows } from '../rows/inventory-rows.js';
import { GravityZoneError, isReason } from '../transport/errors.js';
import { type Session } from '../transport/session.js';
import { type CompanyKind, type InventoryDevice, type InventoryPage } from '../types.js';
import { type ReadingMethodName, readingMethods } from './methods.js';
import { type RawPage, walkPages } from './paging.js';

const largestPage = 1_000;
/** The size that v1.0 and on-premises accept. */
const safePage = 100;

function scopeOf(parentId: string | undefined): { parentId?: string } {
  return parentId === undefined ? {} : { parentId };
}

const typeFilters: Record<CompanyKind, string> = { COMPANY: 'companies', FOLDER: 'companyFolders' };
const bothKinds: readonly CompanyKind[] = ['COMPANY', 'FOLDER'];
const withoutFolders: readonly CompanyKind[] = ['COMPANY'];

/**
 * Walks the inventory below `parentId`: companies, folders and the devices of `deviceTypes`. The page size is the one
 * learnt earlier, else the largest that is accepted. Where the server refuses the filter for folders, the walk goes on
 * without them; `askedKinds` of each page lists the kinds that were requested.
 */
export async function* walkInventory(
  session: Session,
  wanted: { parentId?: string; deviceTypes?: Record<string, true>; options?: object },
  signal?: AbortSignal,
): AsyncGenerator<RawPage & { askedKinds: readonly CompanyKind[] }> {
  const { deviceTypes, ...rest } = wanted;
  const candidates = session.inventoryKinds === null ? [bothKinds, withoutFolders] : [session.inventoryKinds];
  let refusal: unknown;
  for (const askedKinds of candidates) {
    const kinds = Object.fromEntries(askedKinds.map((kind) => [typeFilters[kind], true]));
    const filters = { type: { ...kinds, ...deviceTypes }, depth: { allItemsRecursively: true } };
    const pages = walkPages({
      method: readingMethods.inventory.method,
      pageSizes: session.learnt.pageSize === safePage ? [safePage] : [largestPage, safePage],
      onPageSize: (pageSize) => {
        session.learnPageSize(pageSize);
        session.inventoryKinds = askedKinds;
      },
      ask: (page, perPage) => session.transport.call('inventory', { ...rest, filters, page, perPage }, signal),
    });
    try {
      for await (const page of pages) yield { ...page, askedKinds };
      return;
    } catch (error) {
      // After a first page was accepted, a refusal has a cause other than the filter.
      if (session.inventoryKinds !== null || !isReason(error, 'INVALID_PARAMETERS')) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

function walkEndpoints(
  session: Session,
  name: ReadingMethodName,
  parentId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<RawPage> {
  return walkPages({
    method: readingMethods[name].method,
    pageSizes: [safePage],
    onPageSize: (pageSize) => session.learnPageSize(pageSize),
    ask: (page, perPage) =>
      session.transport.call(
        name,
        { ...scopeOf(parentId), page, perPage, filters: { depth: { allItemsRecursively: true } } },
        signal,
      ),
  });
}

/**
 * Fills in the company of rows that lack one, as the rows of a single company's key may. For a partner's key the company
 * must not be guessed.
 */
async function placeDevices(session: Session, rows: InventoryRows, signal?: AbortSignal): Promise<InventoryRows> {
  if (rows.devices.every((device) => device.companyId !== null)) return rows;
  const own = await session.ownCompanyIfReadable(signal);
  if (own === null || own.kind === 'PARTNER') return rows;
  return { ...rows, devices: rows.devices.map((device) => ({ ...device, companyId: device.companyId ?? own.id })) };
}

async function* listEndpoints(
  session: Session,
  name: ReadingMethodName,
  parentId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<InventoryPage> {
  const dates = await session.dates(signal);
  for await (const page of walkEndpoints(session, name, parentId, signal)) {
    const read = await placeDevices(session, readEndpointRows(page.rows, dates), signal);
    yield { ...read, askedKinds: [], number: page.number, total: page.total, warnings: page.warnings };
  }
}

const onPremisesLists = ['onPremisesComputers', 'onPremisesVirtualMachines'] as const;
type OnPremisesList = (typeof onPremisesLists)[number];

/** An installation without virtualisation may lack the second service; that the first one answers is required. */
async function* listIfPresent(
  session: Session,
  name: OnPremisesList,
  signal: AbortSignal | undefined,
): AsyncGenerator<InventoryPage> {
  try {
    yield* listEndpoints(session, name, undefined, signal);
  } catch (error) {
    const absent = isReason(error, 'METHOD_NOT_FOUND', 'NOT_GRAVITYZONE', 'API_NOT_ENABLED', 'NO_LICENCE');
    if (name === 'onPremisesComputers' || !absent) throw error;
  }
}

/** The machines that were listed so far. One may be in either, since the two lists can disagree. */
interface ListedMachines {
  managed: Set<string>;
  unmanaged: Map<string, InventoryDevice>;
}

/** Adds the devices of a page to `listed`; returns the managed ones that are new. */
function addManaged(listed: ListedMachines, devices: InventoryDevice[]): InventoryDevice[] {
  const added = devices.filter((device) => device.managed && !listed.managed.has(device.id));
  for (const device of devices) {
    if (device.managed) listed.managed.add(device.id);
    else if (!listed.unmanaged.has(device.id)) listed.unmanaged.set(device.id, device);
  }
  return added;
}

function sumOrNull(numbers: (number | null)[]): number | null {
  return numbers.reduce((sum, number) => (sum === null || number === null ? null : sum + number), 0);
}

/**
 * A machine can be in both lists and is yielded once: as the managed one. Unmanaged machines therefore come last, on a
 * page of their own, which is the only one with a total.
 */
async function* listOnPremises(session: Session, signal: AbortSignal | undefined): AsyncGenerator<InventoryPage> {
  const listed: ListedMachines = { managed: new Set(), unmanaged: new Map() };
  const totals: (number | null)[] = [];
  let number = 0;
  for (const name of onPremisesLists) {
    const earlier = new Set([...listed.managed, ...listed.unmanaged.keys()]);
    let totalOfList: number | null = 0;
    let repeated = 0;
    for await (const page of listIfPresent(session, name, signal)) {
      totalOfList = page.total;
      repeated += page.devices.filter(({ id }) => earlier.has(id)).length;
      number += 1;
      yield { ...page, devices: addManaged(listed, page.devices), number, total: null };
    }
    totals.push(totalOfList, -repeated);
  }
  const devices = [...listed.unmanaged.values()].filter(({ id }) => !listed.managed.has(id));
  const total = sumOrNull(totals);
  yield { companies: [], askedKinds: [], devices, skipped: [], number: number + 1, total, warnings: [] };
}

async function* listInventory(
  session: Session,
  parentId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<InventoryPage> {
  const dates = await session.dates(signal);
  const wanted = {
    ...scopeOf(parentId),
    deviceTypes: { computers: true, virtualMachines: true, ec2Instances: true } as const,
    options: { endpoints: { returnProductOutdated: true, includeScanLogs: true } },
  };
  for await (const page of walkInventory(session, wanted, signal)) {
    const { rows, ...about } = page;
    yield { ...(await placeDevices(session, readInventoryRows(rows, dates), signal)), ...about };
  }
}

/** See `GravityZone.inventory`. On-premises, and where v1.1 is missing, the endpoint lists are read instead. */
export async function* inventory(
  session: Session,
  scope: { parentId?: string },
  signal?: AbortSignal,
): AsyncGenerator<InventoryPage> {
  if ((await session.flavour(signal)) === 'ON_PREMISES') {
    yield* listOnPremises(session, signal);
    return;
  }
  let started = false;
  try {
    for await (const page of listInventory(session, scope.parentId, signal)) {
      started = true;
      yield page;
    }
  } catch (error) {
    if (started || !(error instanceof GravityZoneError) || error.code !== 'METHOD_NOT_FOUND') throw error;
    yield* listEndpoints(session, 'endpoints', scope.parentId, signal);
  }
}
