import { sql } from 'kysely';
import type { MaintenanceStep } from '../../job/maintenance.js';
import { longestTrend, recordCoverage } from './coverage.reader.js';

/** Keeps the day's coverage of every client, also of those that no sync has read on it. */
export const keepCoverage: MaintenanceStep = {
  name: 'keep coverage',
  run: ({ database, tenantId, now }) =>
    database.forTenant(tenantId, (transaction) => recordCoverage(transaction, tenantId, null, now)),
};

/** Forgets the days that no trend reaches back to, and what happened to devices before then. */
export const clearCoverage: MaintenanceStep = {
  name: 'clear coverage',
  async run({ database, tenantId, now }) {
    // A day more than the longest trend: a day of the tenant's zone may have begun in UTC's day before.
    const before = new Date(now.getTime() - (longestTrend + 1) * 24 * 3_600_000);
    await sql`delete from coverage_day where tenant_id = ${tenantId} and day < (${before}::timestamptz at time zone 'UTC')::date`.execute(
      database.query,
    );
    await sql`delete from device_event where tenant_id = ${tenantId} and at < ${before}`.execute(database.query);
  },
};
