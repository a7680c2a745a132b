import { sql } from 'kysely';
import { raiseAlerts } from '../../alert/raising/raise-alerts.js';
import type { Database } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';
import { historySql } from '../../threat/intake/history.js';

/** Threats that get their alerts in one transaction, which must stay short. */
const atOnce = 250;

/**
 * Raises the alerts of threats that came in, or came back, while their client was archived. Those last detected more than a day before are
 * history, as after a mapping. What is left to do is in the database, so it may be cut off and repeated at any point.
 */
export async function catchUp(
  { database, jobs }: { database: Database; jobs: Jobs },
  tenantId: string,
  clientId: string,
  signal: AbortSignal,
): Promise<void> {
  for (let found = atOnce; found === atOnce; ) {
    signal.throwIfAborted();
    found = await database.forTenant(tenantId, async (transaction) => {
      const since = await transaction
        .selectFrom('coreClient')
        .select('changedAt')
        .where('tenantId', '=', tenantId)
        .where('clientId', '=', clientId)
        .where('catchUp', '=', true)
        .where('state', '<>', 'ARCHIVED')
        .executeTakeFirst();
      // It was archived again.
      if (since === undefined) return 0;
      const { rows } = await sql<{ id: string; isNew: boolean }>`
        select threat.id, alert.id is null as is_new from threat
        left join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id
        where threat.tenant_id = ${tenantId} and threat.client_id = ${clientId} and threat.status = 'UNRESOLVED'
          and (alert.id is null or alert.state = 'RESOLVED' and alert.taken_over_by is null)
        order by threat.detected_at, threat.id limit ${atOnce}`.execute(transaction);
      const news = rows.flatMap(({ id, isNew }) => (isNew ? [id] : []));
      await sql`
        update threat set history = ${historySql(since.changedAt)}
        where tenant_id = ${tenantId} and id = any(${news}::uuid[]) and history <> (${historySql(since.changedAt)})`.execute(
        transaction,
      );
      const cameBack = new Set(rows.flatMap(({ id, isNew }) => (isNew ? [] : [id])));
      const now = new Date();
      await raiseAlerts(
        transaction,
        { tenantId, jobs, now, actor: 'bitdefender', cameBack },
        rows.map(({ id }) => id),
      );
      if (rows.length < atOnce)
        await transaction
          .updateTable('coreClient')
          .set({ catchUp: false })
          .where('tenantId', '=', tenantId)
          .where('clientId', '=', clientId)
          .execute();
      return rows.length;
    });
  }
}
