import { sql } from 'kysely';
import type { MaintenanceStep } from '../job/maintenance.js';

const keptDays = 90;

/** Deletes deliveries of digests that were due more than 90 days ago; each person's newest week stays within them while the digest is on. */
export const clearDigests: MaintenanceStep = {
  name: 'clear digests',
  async run({ database, tenantId, now }) {
    await sql`
      delete from digest_delivery where tenant_id = ${tenantId}
        and due_at < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(database.query);
  },
};
