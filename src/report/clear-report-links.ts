import { sql } from 'kysely';
import type { MaintenanceStep } from '../job/maintenance.js';

const keptDays = 90;

/** Deletes links 90 days after they have ended; the audit keeps what was done with them. */
export const clearReportLinks: MaintenanceStep = {
  name: 'clear report links',
  async run({ database, tenantId, now }) {
    await sql`
      delete from report_link where tenant_id = ${tenantId}
        and least(expires_at, revoked_at) < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(
      database.query,
    );
  },
};
