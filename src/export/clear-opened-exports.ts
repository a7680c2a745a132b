import type { MaintenanceStep } from '../job/maintenance.js';

/** A clock that is behind must not open a link again. */
const graceMilliseconds = 24 * 3_600_000;

/** Forgets which links were opened, once they have expired. */
export const clearOpenedExports: MaintenanceStep = {
  name: 'clear opened exports',
  async run({ database, tenantId, now }) {
    await database.query
      .deleteFrom('openedExport')
      .where('tenantId', '=', tenantId)
      .where('expiresAt', '<', new Date(now.getTime() - graceMilliseconds))
      .execute();
  },
};
