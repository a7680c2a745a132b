import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/audit.js';
import type { Queries } from '../../database/database.js';
import type { RuleScope } from '../../domain/alert-rule.js';
import type { AlertRule } from './alert-rule.js';
import { ruleColumns } from './rule-columns.js';

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
      .values({ tenantId, id: randomUUID(), position: rule.position, ...ruleColumns(rule, actor, now) })
      .execute();
  await recordAudit(queries, {
    tenantId,
    actor,
    action: 'DEFAULT_RULES_CREATED',
    subject: tenantId,
    detail: {},
    at: now,
  });
}

/** The rules a tenant starts with. */
export function defaultRules(): Omit<AlertRule, 'id'>[] {
  const everywhere: RuleScope = { kind: 'ALL', clientIds: [] };
  return [
    {
      name: 'Bitdefender high-severity -> ticket',
      enabled: true,
      position: 1,
      scope: everywhere,
      conditions: { minimumSeverity: 'HIGH' },
      actions: [{ kind: 'CREATE_TICKET', priority: 'CRITICAL', team: 'security' }],
      next: 'STOP',
    },
    {
      name: 'Bitdefender medium and low -> notify',
      enabled: false,
      position: 2,
      scope: everywhere,
      conditions: { minimumSeverity: 'LOW', maximumSeverity: 'MEDIUM' },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
      next: 'STOP',
    },
    {
      name: 'Bitdefender outbreak -> page',
      enabled: true,
      position: 3,
      scope: everywhere,
      conditions: { kinds: ['OUTBREAK'], minimumSeverity: 'MEDIUM' },
      actions: [{ kind: 'PAGE', onCall: 'security' }],
      next: 'STOP',
    },
    {
      name: 'Bitdefender notices -> notify',
      enabled: true,
      position: 4,
      scope: everywhere,
      conditions: { kinds: ['NOTICE'] },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
      next: 'STOP',
    },
    {
      name: 'Bitdefender protection degraded -> notify',
      enabled: false,
      position: 5,
      scope: everywhere,
      conditions: { kinds: ['DEGRADATION'] },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
      next: 'STOP',
    },
  ];
}
