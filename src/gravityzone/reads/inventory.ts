import { type InventoryRows, readEndpointRows, readInventoryRows } from '../rows/inventory-rows.js';
import { GravityZoneError, isReason } from '../transport/errors.js';
import { type Session } from '../transport/session.js';
import { type CompanyKind, type InventoryDevice, type InventoryPage } from '../types.js';
import { type ReadingMethodName, readingMethods } from './methods.js';
import { type RawPage, walkPages } from './paging.js';

const largestPage = 1_000;
/** What v1.0 and on-premises accept. */
const surePage = 100;

function scopeOf(parentId: string | undefined): { parentId?: string } {
  return parentId === undefined ? {} : { parentId };
}

const typeFilters: Record<CompanyKind, string> = { COMPANY: 'companies', FOLDER: 'companyFolders' };
const bothKinds: readonly CompanyKind[] = ['COMPANY', 'FOLDER'];
const withoutFolders: readonly CompanyKind[] = ['COMPANY'];

/**
 * Walks the inventory below `parentId` with the companies and folders, and the devices of `deviceTypes`, in pages as large
 * as was learnt, else the largest first. Where the server refuses the filter for folders, they are not asked for; each page
 * has the kinds that were.
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
      pageSizes: session.learnt.pageSize === surePage ? [surePage] : [largestPage, surePage],
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
      // Once a first page was accepted, a refusal has another cause than the filter.
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
    pageSizes: [surePage],
    onPageSize: (pageSize) => session.learnPageSize(pageSize),
    ask: (page, perPage) =>
      session.transport.call(
        name,
        { ...scopeOf(parentId), page, perPage, filters: { depth: { allItemsRecursively: true } } },
        signal,
      ),
  });
}

/** Rows of a single company's key may come without a company; of a partner's they must not be guessed. */
async function placeDevices(session: Session, rows: InventoryRows, signal?: AbortSignal): Promise<InventoryRows> {
  if (rows.devices.every((device) => device.companyId !== null)) return rows;
  const own = await session.ownCompany(signal);
  if (own.kind === 'PARTNER') return rows;
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

/**
 * A machine may be in both lists, and comes once: as the one that is managed. So those that are not come last, on a page
 * of their own, which alone tells the total.
 */
async function* listOnPremises(session: Session, signal: AbortSignal | undefined): AsyncGenerator<InventoryPage> {
  const managed = new Set<string>();
  const others = new Map<string, InventoryDevice>();
  let number = 0;
  let total: number | null = 0;
  for (const name of ['onPremisesComputers', 'onPremisesVirtualMachines'] as const) {
    const earlier = new Set([...managed, ...others.keys()]);
    let ofList: number | null = 0;
    try {
      for await (const page of listEndpoints(session, name, undefined, signal)) {
        const devices = page.devices.filter((device) => device.managed && !managed.has(device.id));
        for (const device of page.devices) {
          if (device.managed) managed.add(device.id);
          else if (!others.has(device.id)) others.set(device.id, device);
        }
        ofList = page.total;
        total = total === null ? null : total - page.devices.filter(({ id }) => earlier.has(id)).length;
        number += 1;
        yield { ...page, devices, number, total: null };
      }
    } catch (error) {
      // An installation without virtualisation may lack the second service, whereas the first is the proof of life.
      const absent = isReason(error, 'METHOD_NOT_FOUND', 'NOT_GRAVITYZONE', 'API_NOT_ENABLED', 'NO_LICENCE');
      if (name === 'onPremisesComputers' || !absent) throw error;
    }
    total = total === null || ofList === null ? null : total + ofList;
  }
  const devices = [...others.values()].filter(({ id }) => !managed.has(id));
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

/** See `GravityZone.inventory`. On-premises, and where v1.1 is missing, the plain endpoint lists take its place. */
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
