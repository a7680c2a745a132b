import type { MaintenanceStep } from '../../job/maintenance.js';
import { recordCoverage } from './coverage.reader.js';

/** Records the coverage of the day for every client, including those that were not synced on it. */
export const keepCoverage: MaintenanceStep = {
  name: 'keep coverage',
  run: ({ database, tenantId, now }) =>
    database.forTenant(tenantId, (transaction) => recordCoverage(transaction, tenantId, null, now)),
};
