import type { MaintenanceStep } from '../job/maintenance.js';
import { monthBefore, monthOf } from './month.js';

/** How many past months are kept: the same month of the year before can still be compared. */
export const keptMonths = 13;

/** Deletes the seats of older months. */
export const clearSeats: MaintenanceStep = {
  name: 'clear seats',
  async run({ database, tenantId, now }) {
    const oldest = monthBefore(monthOf(now), keptMonths);
    for (const table of ['seatMachine', 'seatMonth'] as const)
      await database.query.deleteFrom(table).where('tenantId', '=', tenantId).where('month', '<', oldest).execute();
  },
};
