import type { Queries } from '../../database/database.js';
import { readKinds } from '../../database/later-values.js';
import { readStoredActions } from '../action/action-kinds.js';
import type { AlertRule } from './alert-rule.js';

/** The tenant's rules in their order. */
export async function readRules(queries: Queries, tenantId: string): Promise<AlertRule[]> {
  const rows = await queries
    .selectFrom('alertRule')
    .select(['id', 'name', 'enabled', 'position', 'scope', 'conditions', 'actions', 'next'])
    .where('tenantId', '=', tenantId)
    .orderBy('position')
    .execute();
  return rows.map(({ next, actions, conditions, ...rule }) => ({
    ...rule,
    conditions: readKinds(conditions),
    ...readStoredActions(actions),
    next: next === 'CONTINUE' ? 'CONTINUE' : 'STOP',
  }));
}
