import { randomUUID } from 'node:crypto';
import { json, type Queries } from '../database/database.js';
import { defaultRules } from './route-alert.js';

/** Gives a tenant that has no rules the default ones; a tenant that changed or deleted some keeps its choice. */
export async function createDefaultRules(queries: Queries, tenantId: string, actor: string, now: Date): Promise<void> {
  const settled = await queries
    .selectFrom('auditEntry')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('action', '=', 'DEFAULT_RULES_CREATED')
    .executeTakeFirst();
  if (settled !== undefined) return;
  for (const rule of defaultRules())
    await queries
      .insertInto('alertRule')
      .values({
        tenantId,
        id: randomUUID(),
        position: rule.position,
        name: rule.name,
        enabled: rule.enabled,
        scope: json(rule.scope),
        conditions: json(rule.conditions),
        actions: json(rule.actions),
        next: rule.next,
        changedAt: now,
        changedBy: actor,
      })
      .execute();
  await queries
    .insertInto('auditEntry')
    .values({
      tenantId,
      id: randomUUID(),
      at: now,
      actor,
      action: 'DEFAULT_RULES_CREATED',
      subject: tenantId,
      detail: json({}),
    })
    .execute();
}
