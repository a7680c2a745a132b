import { sql } from 'kysely';
import type { MaintenanceStep } from '../../job/maintenance.js';
import { longestTrend } from './coverage.reader.js';

/** Deletes the days, and the device events, that are older than the longest trend. */
export const clearCoverage: MaintenanceStep = {
  name: 'clear coverage',
  async run({ database, tenantId, now }) {
    // One day more than the longest trend: a day in the tenant's time zone may have begun on the previous UTC day.
    const before = new Date(now.getTime() - (longestTrend + 1) * 24 * 3_600_000);
    await sql`delete from coverage_day where tenant_id = ${tenantId} and day < (${before}::timestamptz at time zone 'UTC')::date`.execute(
      database.query,
    );
    for (const table of ['device_event', 'isolation_event'])
      await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId} and at < ${before}`.execute(
        database.query,
      );
  },
};
