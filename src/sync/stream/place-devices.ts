import { storeDevices } from '../../device/inventory/store-devices.js';
import type { InventoryDevice } from '../../gravityzone/types.js';
import { linkThreats } from '../../threat/intake/link-threats.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { createDeletedDevices } from './deleted-devices.js';
import { type StreamContext, writing } from './stream-context.js';

/** Stores the devices of a walk with their companies. */
export interface DevicePlacement {
  /** BD's ids of devices that are still in BD. */
  readonly presentIds: ReadonlySet<string>;
  /**
   * Stores the devices of a page whose company is known; the others wait, since the row of a company may be on a later page
   * than its devices. `unusableIds` are of rows that cannot be used. Returns how many devices the page showed for the
   * first time: one is shown again when rows move during the walk, and counts once.
   */
  placePage(devices: readonly InventoryDevice[], unusableIds: readonly string[]): Promise<number>;
  /** Stores the devices that wait; those whose company was not shown are skipped. */
  placeWaiting(): Promise<void>;
}

/** The placement of one walk, which counts into `outcome`. */
export function createDevicePlacement(context: StreamContext, outcome: StreamOutcome): DevicePlacement {
  const { integration, companies, now } = context;
  const presentIds = new Set<string>();
  const readIds = new Set<string>();
  const waiting: InventoryDevice[] = [];
  const deletedDevices = createDeletedDevices(context, outcome);

  const hasCompany = ({ companyId }: InventoryDevice) => companies.has(companyId ?? '');

  async function store(devices: InventoryDevice[]): Promise<void> {
    const { live, deleted } = await deletedDevices.separate(devices);
    for (const device of live) presentIds.add(device.id);
    for (const device of deleted) outcome.skipped.push({ reason: 'DELETED_IN_BD', raw: device });
    outcome.stored += await writing(context, async (transaction) => {
      const rows = await storeDevices(transaction, integration, companies, live, now);
      if (rows > 0) {
        const bdIds = live.map(({ id }) => id);
        await linkThreats(transaction, integration, bdIds, now);
      }
      return rows;
    });
  }

  return {
    presentIds,
    async placePage(devices, unusableIds) {
      const unread = devices.filter(({ id }) => !readIds.has(id));
      for (const { id } of unread) readIds.add(id);
      for (const id of unusableIds) presentIds.add(id);
      waiting.push(...unread.filter((device) => !hasCompany(device)));
      await store(unread.filter(hasCompany));
      return unread.length;
    },
    async placeWaiting() {
      await store(waiting.filter(hasCompany));
      for (const device of waiting) {
        if (hasCompany(device)) continue;
        presentIds.add(device.id);
        outcome.skipped.push({ reason: 'UNKNOWN_COMPANY', raw: device });
      }
    },
  };
}
