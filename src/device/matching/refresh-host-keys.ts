import { sql } from 'kysely';
import { hostKey } from '../../domain/hostname.js';
import type { MaintenanceStep } from '../../job/maintenance.js';
import { dropMatchingFingerprints } from './matching-fingerprint.js';

/** Every column that stores a host key. */
const columns: readonly [table: string, column: string][] = [
  ['device', 'host_key'],
  ['device', 'name_key'],
  ['agent', 'host_key'],
  ['match_decision', 'host_key'],
  ['match_decision', 'agent_host_key'],
  ['threat', 'host_key'],
  ['threat_kept_count', 'host_key'],
];

/**
 * Rewrites stored host keys that an earlier version made differently, so that names that are equal now are found by each
 * other, at the next sync. It runs daily, not once, since replicas of that version may still be writing during an upgrade. Keys in ASCII
 * have always been the same and are not read.
 */
export const refreshHostKeys: MaintenanceStep = {
  name: 'refresh host keys',
  async run({ database, tenantId, signal }) {
    for (const [table, column] of columns) {
      signal.throwIfAborted();
      const { rows } = await sql<{ key: string }>`
        select distinct ${sql.ref(column)} as key from ${sql.table(table)}
        where tenant_id = ${tenantId} and octet_length(${sql.ref(column)}) > char_length(${sql.ref(column)})`.execute(
        database.query,
      );
      const outdated = rows.flatMap(({ key }) => (hostKey(key) === key ? [] : [{ before: key, after: hostKey(key) }]));
      if (outdated.length === 0) continue;
      await database.forTenant(tenantId, async (transaction) => {
        await sql`
          update ${sql.table(table)} as stored set ${sql.ref(column)} = given.after
          from jsonb_to_recordset(${JSON.stringify(outdated)}::jsonb) as given (before text, after text)
          where stored.tenant_id = ${tenantId} and stored.${sql.ref(column)} = given.before`.execute(transaction);
        await dropMatchingFingerprints(transaction, tenantId, 'ALL');
      });
    }
  },
};
