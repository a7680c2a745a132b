import type { Queries } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { AlertRule } from '../../domain/alert-rule.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import type { RuleProblem } from './validate-rule.js';

type Rule = Pick<AlertRule, 'scope' | 'conditions' | 'actions'>;

/** The clients a rule names that core does not know, as one problem; empty when there are none. Throws what core threw. */
export async function unknownClients(opsMerge: OpsMerge, tenantId: string, { scope }: Rule): Promise<RuleProblem[]> {
  if (scope.kind === 'ALL' || scope.clientIds.length === 0) return [];
  const known = await opsMerge.clientsExist(tenantId, scope.clientIds);
  const strangers = scope.clientIds.filter((id) => !known.has(id));
  if (strangers.length === 0) return [];
  const message = `OpsMerge has no client ${strangers.join(', ')}: choose clients of yours.`;
  return [{ field: ['scope', 'clientIds'], message }];
}

/** The companies and webhooks a rule names that the tenant does not have; empty when there are none. */
export async function unknownReferences(
  queries: Queries,
  tenantId: string,
  { conditions, actions }: Rule,
): Promise<RuleProblem[]> {
  const problems: RuleProblem[] = [];
  const companies = await idsOf(queries, 'company', tenantId, conditions.companyIds ?? []);
  const strangers = (conditions.companyIds ?? []).filter((id) => !companies.has(id));
  if (strangers.length > 0) {
    const message = `There is no company ${strangers.join(', ')}: take the ids from bitdefenderCompanies.`;
    problems.push({ field: ['conditions', 'companyIds'], message });
  }
  const wanted = actions.flatMap((action) => (action.kind === 'WEBHOOK' ? [action.webhookId] : []));
  const webhooks = await idsOf(queries, 'webhook', tenantId, wanted);
  for (const [index, action] of actions.entries())
    if (action.kind === 'WEBHOOK' && !webhooks.has(action.webhookId))
      problems.push({ field: ['actions', `${index}`, 'webhookId'], message: 'There is no such webhook.' });
  return problems;
}

async function idsOf(
  queries: Queries,
  table: 'company' | 'webhook',
  tenantId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const uuids = onlyUuids([...ids]);
  if (uuids.length === 0) return new Set();
  const rows = await queries
    .selectFrom(table)
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('id', 'in', uuids)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
