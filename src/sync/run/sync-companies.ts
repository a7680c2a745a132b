import { sql } from 'kysely';
import { storeCompanies } from '../../company/store-companies.js';
import type { Queries } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { InventoryCompany } from '../../gravityzone/types.js';
import type { ThreatHome } from '../../threat/intake/write-threat.js';
import { isIncluded } from '../cadence/cadence.js';

/** A company of the integration as a run sees it. */
export interface SyncCompany extends ThreatHome {
  bdId: string;
  /** Whether it is not polled because its client is archived. */
  rests: boolean;
  /** Whether this run reads it. */
  due: boolean;
  /** When it was due, as stored at the start of the run. */
  nextSyncAt: Date | null;
  /** The start of the last run that read all about it, as stored at the start of this one. */
  lastSyncedAt: Date | null;
  deletedGroupBdId: string | null;
  groupsAskedAt: Date | null;
  /** What is stored of it that BD's list shows. */
  listed: { name: string; parentBdId: string | null; kind: string; state: string };
}

/** The companies that this run reads. */
export function dueCompanies(companies: ReadonlyMap<string, SyncCompany>): SyncCompany[] {
  return [...companies.values()].filter(({ due }) => due);
}

/** The companies of an integration by BD's id; those that are mapped and due now, or soon, are `due`. */
export async function readCompanies(
  queries: Queries,
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>,
  now: Date,
): Promise<Map<string, SyncCompany>> {
  const rows = await queries
    .selectFrom('company')
    .select(['id', 'bdId', 'clientId', 'mappedAt', 'nextSyncAt', 'active', 'deletedGroupBdId', 'groupsAskedAt'])
    .select(['lastSyncedAt', 'name', 'parentBdId', 'kind', 'state', 'resumedAt', 'restsSince'])
    .where('tenantId', '=', integration.tenantId)
    .where('connectionId', '=', integration.id)
    .execute();
  return new Map(
    rows.map(({ active, name, parentBdId, kind, state, resumedAt, restsSince, mappedAt, ...company }) => [
      company.bdId,
      {
        ...company,
        // What happened long before a client was active again is history, as before a mapping.
        mappedAt: resumedAt ?? mappedAt,
        rests: restsSince !== null,
        due:
          company.clientId !== null &&
          restsSince === null &&
          isIncluded({ nextSyncAt: company.nextSyncAt, active }, now),
        listed: { name, parentBdId, kind, state },
      },
    ]),
  );
}

/** Whether all that BD shows of a company is stored; a company whose name is missing this time keeps the one it has. */
export function isStored(
  known: Pick<SyncCompany, 'listed'> | undefined,
  { name, parentId, kind }: InventoryCompany,
): boolean {
  if (known === undefined || known.listed.state !== 'PRESENT') return false;
  const { listed } = known;
  return (name === null || name === listed.name) && parentId === listed.parentBdId && kind === listed.kind;
}

/** Stores companies that BD shows where they are new or changed, and adds those that are new to `companies`. */
export async function learnCompanies(
  queries: Queries,
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>,
  companies: Map<string, SyncCompany>,
  shown: InventoryCompany[],
  now: Date,
): Promise<void> {
  const changed = shown.filter((company) => !isStored(companies.get(company.id), company));
  await storeCompanies(queries, integration, changed, now);
  if (changed.every(({ id }) => companies.has(id))) return;
  for (const [bdId, company] of await readCompanies(queries, integration, now))
    if (!companies.has(bdId)) companies.set(bdId, company);
}

/**
 * Updates `companies` with the current mappings. A company that was mapped, unmapped or requested during the run is no
 * longer due in it: the next run reads it.
 */
export async function refreshMappings(
  queries: Queries,
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>,
  companies: Map<string, SyncCompany>,
  now: Date,
): Promise<void> {
  for (const [bdId, { clientId, mappedAt, nextSyncAt, rests }] of await readCompanies(queries, integration, now)) {
    const company = companies.get(bdId);
    if (!company) continue;
    const due = company.due && !rests && company.nextSyncAt?.getTime() === nextSyncAt?.getTime();
    Object.assign(company, { clientId, mappedAt, rests, due });
  }
}

/** How often the whole tree is walked: only that shows what was added, moved or removed, also in companies without a client. */
const treeIsFreshFor = '6 hours';
/** How long after an incomplete walk the next one is due. */
const treeIsTriedAgainAfter = '1 hour';

/** Returns whether a walk of the whole tree is due. If so, it postpones the next one, so that a failed walk is not repeated at once. */
export async function claimFullWalk(
  queries: Queries,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  now: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update connection set tree_due_at = ${now}::timestamptz + ${treeIsTriedAgainAfter}::interval
    where tenant_id = ${tenantId} and id = ${id}::uuid and tree_due_at <= ${now}`.execute(queries);
  return Number(numAffectedRows ?? 0n) > 0;
}

/** Makes a walk of the whole tree due for the next run. */
export async function requestFullWalk(
  queries: Queries,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  now: Date,
): Promise<void> {
  await queries
    .updateTable('connection')
    .set({ treeDueAt: now })
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

/** Records a complete walk, unless the last one was recent: a sync that finds nothing new writes nothing. */
export async function treeWalked(
  queries: Queries,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  now: Date,
): Promise<void> {
  await sql`
    update connection set tree_due_at = ${now}::timestamptz + ${treeIsFreshFor}::interval
    where tenant_id = ${tenantId} and id = ${id}::uuid
      and tree_due_at < ${now}::timestamptz + ${treeIsFreshFor}::interval - ${treeIsTriedAgainAfter}::interval`.execute(
    queries,
  );
}
