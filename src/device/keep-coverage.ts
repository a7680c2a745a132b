import type { MaintenanceStep } from '../job/maintenance.js';
import { recordCoverage } from './coverage.reader.js';

/** Keeps the day's coverage of every client, also of those that no sync has read on it. */
export const keepCoverage: MaintenanceStep = {
  name: 'keep coverage',
  run: ({ database, tenantId, now }) =>
    database.forTenant(tenantId, (transaction) => recordCoverage(transaction, tenantId, null, now)),
};
