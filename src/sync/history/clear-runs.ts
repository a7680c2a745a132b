import { sql } from 'kysely';
import type { MaintenanceStep } from '../../job/maintenance.js';

const keptDays = 30;

/** Deletes runs that ended more than 30 days ago, with their streams and skipped rows, and client watches of that age. */
export const clearRuns: MaintenanceStep = {
  name: 'clear runs',
  async run({ database, tenantId, now }) {
    const before = new Date(now.getTime() - keptDays * 24 * 3_600_000);
    await database.query.transaction().execute(async (transaction) => {
      for (const table of ['sync_stream', 'optional_stream', 'skipped_row'])
        await sql`
          delete from ${sql.table(table)} as part using sync_run as run
          where run.tenant_id = ${tenantId} and run.ended_at < ${before}
            and part.tenant_id = run.tenant_id and part.run_id = run.id`.execute(transaction);
      await transaction.deleteFrom('syncRun').where('tenantId', '=', tenantId).where('endedAt', '<', before).execute();
    });
    await database.query
      .deleteFrom('clientWatch')
      .where('tenantId', '=', tenantId)
      .where('watchedAt', '<', before)
      .execute();
  },
};
