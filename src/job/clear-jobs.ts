import { sql } from 'kysely';
import type { MaintenanceStep } from './maintenance.js';

const keptDays = 90;

/** Deletes jobs that ended more than 90 days ago. */
export const clearJobs: MaintenanceStep = {
  name: 'clear jobs',
  async run({ database, tenantId, now }) {
    await sql`
      delete from job where tenant_id = ${tenantId} and ended_at < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(
      database.query,
    );
  },
};
