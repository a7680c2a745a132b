import { releaseHolds } from '../../src/alert/raising/release-holds.js';
import type { Database } from '../../src/database/database.js';
import type { TestEnvironment } from './environment.js';

/** Opens a maintenance window that began ten minutes ago, of a client or of a rule. Gives its id. */
export async function openWindow(
  { database }: Pick<TestEnvironment, 'database'>,
  { clientId = null, ruleId = null }: { clientId?: string | null; ruleId?: string | null },
): Promise<string> {
  const { rows } = await database.query(
    `insert into maintenance_window (tenant_id, id, name, client_id, rule_id, date, time, minutes, time_zone, changed_at, changed_by)
     select 'msp-one', gen_random_uuid(), 'Patch night', $1, $2, to_char(begun, 'YYYY-MM-DD'), to_char(begun, 'HH24:MI'), 600,
            'UTC', now(), 'ada'
     from (select (now() - interval '10 minutes') at time zone 'UTC' as begun) as schedule returning id`,
    [clientId, ruleId],
  );
  return rows[0].id;
}

/** Deletes all windows; what they held is due. */
export async function endWindows({ database }: Pick<TestEnvironment, 'database'>): Promise<void> {
  await database.query('delete from maintenance_window');
  await database.query('update alert_hold set look_at = now() where look_at is not null');
}

/** What a tick does about what is due. What the rules ask for is stored, and left alone. */
export function releaseDue(database: Database): Promise<number> {
  const nobody = { deliver: async () => undefined, publish: async () => undefined };
  return releaseHolds({ database, jobs: nobody }, new Date(Date.now() + 1_000));
}
