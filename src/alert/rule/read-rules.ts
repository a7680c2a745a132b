import type { Queries } from '../../database/database.js';
import type { AlertRule } from '../../domain/alert-rule.js';

/** The tenant's rules in their order. */
export async function readRules(queries: Queries, tenantId: string): Promise<AlertRule[]> {
  const rows = await queries
    .selectFrom('alertRule')
    .select(['id', 'name', 'enabled', 'position', 'scope', 'conditions', 'actions', 'next'])
    .where('tenantId', '=', tenantId)
    .orderBy('position')
    .execute();
  return rows.map(({ next, ...rule }) => ({ ...rule, next: next === 'CONTINUE' ? 'CONTINUE' : 'STOP' }));
}
