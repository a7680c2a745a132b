import { sql, type Transaction } from 'kysely';
import { json, type Queries, type Tables } from '../../database/database.js';
import type { RuleScope } from '../../domain/alert-rule.js';
import { restCompanies } from '../life/rest-companies.js';
import { hiddenAfterMerge, hiddenAfterReturn, scopeAfterMerge, scopeDuringMerge } from './rename-in-settings.js';

interface Merge {
  tenantId: string;
  from: string;
  into: string;
}

/**
 * What happens at the first moment of a merge, in one transaction: companies are mapped to the other client, so that a run that is under way
 * and all later ones write there, rules for the merged client are for both, and no portal opens. Repeated, it changes nothing. The
 * transaction must hold the tenant's lock. Returns the number of companies.
 */
export async function beginMerge(transaction: Transaction<Tables>, merge: Merge, now: Date): Promise<number> {
  const { tenantId, from, into } = merge;
  // Until core is asked about it, the other client stands as it did when it was last asked about this one.
  await sql`
    insert into core_client (tenant_id, client_id, state, changed_at)
    select tenant_id, ${into}, state, ${now} from core_client where tenant_id = ${tenantId} and client_id = ${from}
    on conflict (tenant_id, client_id) do nothing`.execute(transaction);
  const { rows } = await sql<{ id: string; connectionId: string }>`
    update company set client_id = ${into} where tenant_id = ${tenantId} and client_id = ${from}
    returning id, connection_id`.execute(transaction);
  if (rows.length > 0) {
    await sql`
      update connection set mapping_version = mapping_version + 1
      where tenant_id = ${tenantId} and id = any(${[...new Set(rows.map(({ connectionId }) => connectionId))]}::uuid[])`.execute(
      transaction,
    );
    await sql`
      delete from inventory_fingerprint
      where tenant_id = ${tenantId} and company_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(transaction);
  }
  await restCompanies(transaction, tenantId, now);
  await changeScopes(transaction, merge, scopeDuringMerge, now);
  await changeHidden(transaction, merge, hiddenAfterMerge);
  return rows.length;
}

/** Takes the merged client out of the scopes of rules, once its data have followed. Returns the ids of the rules that named it. */
export const endScopes = (transaction: Transaction<Tables>, merge: Merge, now: Date): Promise<string[]> =>
  changeScopes(transaction, merge, scopeAfterMerge, now);

async function changeScopes(
  transaction: Transaction<Tables>,
  { tenantId, from, into }: Merge,
  change: (scope: RuleScope, from: string, into: string) => RuleScope,
  now: Date,
): Promise<string[]> {
  const rules = await transaction
    .selectFrom('alertRule')
    .select(['id', 'scope'])
    .where('tenantId', '=', tenantId)
    .where(sql<boolean>`scope -> 'clientIds' ? ${from}`)
    .execute();
  const changed: string[] = [];
  for (const { id, scope } of rules) {
    const after = change(scope, from, into);
    if (after === scope) continue;
    changed.push(id);
    await transaction
      .updateTable('alertRule')
      .set({ scope: json(after), changedAt: now, changedBy: 'opsmerge' })
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .execute();
  }
  return changed;
}

/** Hides the portal of a client whose merge core has taken back, if that of the other one is hidden. */
export const hideReturned = (queries: Queries, merge: Merge): Promise<void> =>
  changeHidden(queries, merge, hiddenAfterReturn);

async function changeHidden(
  queries: Queries,
  { tenantId, from, into }: Merge,
  change: (hidden: readonly string[], from: string, into: string) => readonly string[],
): Promise<void> {
  const stored = await queries
    .selectFrom('tenantSetting')
    .select('portalHiddenClientIds')
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  if (stored === undefined) return;
  const after = change(stored.portalHiddenClientIds, from, into);
  if (after === stored.portalHiddenClientIds) return;
  await queries
    .updateTable('tenantSetting')
    .set({ portalHiddenClientIds: [...after] })
    .where('tenantId', '=', tenantId)
    .execute();
}
