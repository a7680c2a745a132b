import { GravityZoneError, isReason } from './errors.js';
import { type InventoryRows, readEndpointRows, readInventoryRows } from './inventory-rows.js';
import { type ReadingMethodName, readingMethods } from './methods.js';
import { type RawPage, walkPages } from './paging.js';
import type { Session } from './session.js';
import type { InventoryPage } from './types.js';

const largestPage = 1_000;
/** What v1.0 and on-premises accept. */
const surePage = 100;

/** The sizes to try: what was learnt, else the largest first. */
export function inventoryPageSizes(session: Session): number[] {
  return session.learnt.pageSize === surePage ? [surePage] : [largestPage, surePage];
}

function scopeOf(parentId: string | undefined): { parentId?: string } {
  return parentId === undefined ? {} : { parentId };
}

function walkInventory(session: Session, parentId: string | undefined, signal?: AbortSignal): AsyncGenerator<RawPage> {
  return walkPages({
    method: readingMethods.inventory.method,
    pageSizes: inventoryPageSizes(session),
    onPageSize: (pageSize) => session.learnPageSize(pageSize),
    ask: (page, perPage) =>
      session.transport.call(
        'inventory',
        {
          ...scopeOf(parentId),
          page,
          perPage,
          filters: {
            type: { companies: true, computers: true, virtualMachines: true, ec2Instances: true },
            depth: { allItemsRecursively: true },
          },
          options: { endpoints: { returnProductOutdated: true, includeScanLogs: true } },
        },
        signal,
      ),
  });
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

/** Counts pages over several walks. */
async function* listEndpoints(
  session: Session,
  names: ReadingMethodName[],
  parentId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<InventoryPage> {
  const dates = await session.dates(signal);
  let number = 0;
  for (const [index, name] of names.entries()) {
    try {
      for await (const page of walkEndpoints(session, name, parentId, signal)) {
        number += 1;
        const read = await placeDevices(session, readEndpointRows(page.rows, dates), signal);
        const total = names.length === 1 ? page.total : null;
        yield { ...read, number, total, warnings: page.warnings };
      }
    } catch (error) {
      // An installation without virtualisation may lack the second service, whereas the first is the proof of life.
      const absent = isReason(error, 'METHOD_NOT_FOUND', 'NOT_GRAVITYZONE', 'API_NOT_ENABLED', 'NO_LICENCE');
      if (index === 0 || !absent) throw error;
    }
  }
}

async function* listInventory(
  session: Session,
  parentId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<InventoryPage> {
  const dates = await session.dates(signal);
  for await (const page of walkInventory(session, parentId, signal)) {
    const read = await placeDevices(session, readInventoryRows(page.rows, dates), signal);
    yield { ...read, number: page.number, total: page.total, warnings: page.warnings };
  }
}

/** See `GravityZone.inventory`. On-premises, and where v1.1 is missing, the plain endpoint lists take its place. */
export async function* inventory(
  session: Session,
  scope: { parentId?: string },
  signal?: AbortSignal,
): AsyncGenerator<InventoryPage> {
  if ((await session.flavour(signal)) === 'ON_PREMISES') {
    yield* listEndpoints(session, ['onPremisesComputers', 'onPremisesVirtualMachines'], undefined, signal);
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
    yield* listEndpoints(session, ['endpoints'], scope.parentId, signal);
  }
}
