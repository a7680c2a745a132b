import type { Queries } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { rulePart } from '../action/action-kinds.js';
import type { AlertRule } from './alert-rule.js';
import type { RuleProblem } from './validate-rule.js';

type Rule = Pick<AlertRule, 'scope' | 'conditions' | 'actions'>;

/** The clients a rule names that core does not know, as one problem; empty when there are none. Throws what core threw. */
export async function unknownClients(opsMerge: OpsMerge, tenantId: string, { scope }: Rule): Promise<RuleProblem[]> {
  if (scope.kind === 'ALL' || scope.clientIds.length === 0) return [];
  const known = await opsMerge.clientsExist(tenantId, scope.clientIds);
  const missing = scope.clientIds.filter((id) => !known.has(id));
  if (missing.length === 0) return [];
  const message = `OpsMerge has no client ${missing.join(', ')}: choose clients of this tenant.`;
  return [{ field: ['scope', 'clientIds'], message }];
}

/** The companies a rule names, and what its actions name, that the tenant does not have; empty when there is nothing. */
export async function unknownReferences(
  queries: Queries,
  tenantId: string,
  { conditions, actions }: Rule,
): Promise<RuleProblem[]> {
  const problems: RuleProblem[] = [];
  const companies = await companiesOf(queries, tenantId, conditions.companyIds ?? []);
  const missing = (conditions.companyIds ?? []).filter((id) => !companies.has(id));
  if (missing.length > 0) {
    const message = `There is no company ${missing.join(', ')}: use ids of bitdefenderCompanies.`;
    problems.push({ field: ['conditions', 'companyIds'], message });
  }
  for (const [index, action] of actions.entries())
    for (const { field, message } of (await rulePart(action.kind).findUnknown?.(queries, tenantId, { ...action })) ??
      [])
      problems.push({ field: ['actions', `${index}`, field], message });
  return problems;
}

async function companiesOf(queries: Queries, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  const uuids = onlyUuids([...ids]);
  if (uuids.length === 0) return new Set();
  const rows = await queries
    .selectFrom('company')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('id', 'in', uuids)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
