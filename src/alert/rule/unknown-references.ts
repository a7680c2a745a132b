import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { RuleScope } from '../../domain/alert-rule.js';
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

/** The companies and sites a rule names, and what its actions name, that the tenant does not have; empty when there is nothing. */
export async function unknownReferences(
  queries: Queries,
  tenantId: string,
  { scope, conditions, actions }: Rule,
): Promise<RuleProblem[]> {
  const problems = siteProblems(scope, await sitesOf(queries, tenantId, scope));
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

/** Sites at which there are agents, each with their client. */
type Sites = readonly { siteId: string; clientId: string }[];

/**
 * The sites of a scope that belong to no client of it, and its clients of which no site is named: nothing of such a client would match, and
 * nobody would notice.
 */
export function siteProblems({ clientIds, siteIds }: RuleScope, known: Sites): RuleProblem[] {
  if (siteIds === undefined) return [];
  const sites = known.filter(({ clientId }) => clientIds.includes(clientId));
  const field = ['scope', 'siteIds'];
  const unknown = siteIds.filter((id) => !sites.some(({ siteId }) => siteId === id));
  const bare = clientIds.filter((id) => !sites.some((site) => site.clientId === id && siteIds.includes(site.siteId)));
  return [
    ...(unknown.length === 0
      ? []
      : [
          {
            field,
            message: `No agent of the clients it is for is at the site ${unknown.join(', ')}: choose from \`sites\` of these clients.`,
          },
        ]),
    ...(bare.length === 0 || unknown.length > 0
      ? []
      : [
          {
            field,
            message: `No site of the client ${bare.join(', ')} is named, so that nothing of it would match: name one, or make a rule of its own for it.`,
          },
        ]),
  ];
}

async function sitesOf(queries: Queries, tenantId: string, { siteIds }: RuleScope): Promise<Sites> {
  if (siteIds === undefined || siteIds.length === 0) return [];
  const { rows } = await sql<{ siteId: string; clientId: string }>`
    select distinct site_id, client_id from agent where tenant_id = ${tenantId} and site_id = any(${siteIds}::text[])`.execute(
    queries,
  );
  return rows;
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
