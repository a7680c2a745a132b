import { contentOf, type DeviceContent } from '../../device/inventory/device-content.js';
import { mappingKey } from '../../device/inventory/fingerprint.js';
import { dropFingerprints } from '../../device/inventory/fingerprint.store.js';
import type { KnownDevices } from '../../device/inventory/known-devices.js';
import { changedOnly, storeDevices } from '../../device/inventory/store-devices.js';
import type { InventoryDevice } from '../../gravityzone/types.js';
import { linkThreats } from '../../threat/intake/link-threats.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import type { SyncCompany } from '../run/sync-companies.js';
import { createDeletedDevices } from './deleted-devices.js';
import { type StreamContext, writing } from './stream-context.js';

/** Stores the devices of a walk with their companies. */
export interface DevicePlacement {
  /** BD's ids of devices that are still in BD. */
  readonly presentIds: ReadonlySet<string>;
  /**
   * Stores the devices of a page whose company is known; the others wait, since the row of a company may be on a later page
   * than its devices. `unusableIds` are of rows that cannot be used. Returns how many devices the page showed for the
   * first time, and how many ids: a row is shown again when rows move during the walk, and counts once.
   */
  placePage(
    devices: readonly InventoryDevice[],
    unusableIds: readonly string[],
  ): Promise<{ devices: number; ids: number }>;
  /** Stores the devices that wait; those whose company was not shown are skipped. */
  placeWaiting(): Promise<void>;
}

/** What a page shows of one company. */
interface Part {
  company: SyncCompany;
  devices: InventoryDevice[];
  /** The mapping that `rows` were made with. */
  mapping: string;
  rows: DeviceContent[];
}

/** The placement of one walk, which counts into `outcome`. What is stored already by its fingerprint is not compared. */
export function createDevicePlacement(
  context: StreamContext,
  outcome: StreamOutcome,
  known: KnownDevices,
): DevicePlacement {
  const { integration, companies, now } = context;
  /** Of the devices that were read, those that are not deleted, and of rows that cannot be used. */
  const presentIds = new Set<string>();
  const deletedIds = new Set<string>();
  const unusable = new Set<string>();
  const waiting: InventoryDevice[] = [];
  const deletedDevices = createDeletedDevices(context, outcome);

  const companyOf = ({ companyId }: InventoryDevice) => companies.get(companyId ?? '');
  const hasCompany = (device: InventoryDevice) => companyOf(device) !== undefined;
  const isRead = ({ id }: InventoryDevice) => (presentIds.has(id) && !unusable.has(id)) || deletedIds.has(id);

  async function store(devices: InventoryDevice[]): Promise<void> {
    const { live, deleted } = await deletedDevices.separate(devices);
    for (const device of deleted) {
      presentIds.delete(device.id);
      deletedIds.add(device.id);
      outcome.skipped.push({ reason: 'DELETED_IN_BD', raw: device });
    }
    const parts: Part[] = [];
    for (const [company, ofCompany] of Map.groupBy(live, companyOf)) {
      if (company === undefined) continue;
      const part = partOf(company, ofCompany);
      const contents = part.rows.map(({ text }) => text);
      if (!known.isStored(company, contents)) parts.push(part);
    }
    if (parts.length > 0) outcome.stored += await storeParts(parts);
  }

  function storeParts(parts: readonly Part[]): Promise<number> {
    return writing(context, async (transaction) => {
      // A company may have been mapped since its rows were made.
      const rows = parts.flatMap(({ company, devices, mapping, rows: made }) =>
        mapping === mappingKey(company) ? made : partOf(company, devices).rows,
      );
      const changed = await changedOnly(transaction, integration, rows);
      if (changed.length === 0) return 0;
      for (const { company } of parts) if (company.clientId !== null) context.changedClients.add(company.clientId);
      const changedCompanies = new Set(changed.map(({ companyId }) => companyId));
      await dropFingerprints(transaction, integration.tenantId, [...changedCompanies]);
      const written = await storeDevices(transaction, integration, changed, now);
      const bdIds = changed.map(({ bdId }) => bdId);
      await linkThreats(transaction, integration, bdIds, now);
      return written;
    });
  }

  return {
    presentIds,
    async placePage(devices, unusableIds) {
      const unread = devices.filter((device) => !isRead(device));
      let ids = 0;
      for (const { id } of unread) {
        if (!presentIds.has(id)) ids += 1;
        presentIds.add(id);
        unusable.delete(id);
      }
      for (const id of unusableIds) {
        if (presentIds.has(id) || deletedIds.has(id)) continue;
        ids += 1;
        presentIds.add(id);
        unusable.add(id);
      }
      waiting.push(...unread.filter((device) => !hasCompany(device)));
      await store(unread.filter(hasCompany));
      return { devices: unread.length, ids };
    },
    async placeWaiting() {
      await store(waiting.filter(hasCompany));
      for (const device of waiting)
        if (!hasCompany(device)) outcome.skipped.push({ reason: 'UNKNOWN_COMPANY', raw: device });
    },
  };
}

function partOf(company: SyncCompany, devices: InventoryDevice[]): Part {
  const rows = devices.map((device) => contentOf(device, company));
  return { company, devices, mapping: mappingKey(company), rows };
}
