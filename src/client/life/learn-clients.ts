import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import { type Database, json, type Queries, type Tables } from '../../database/database.js';
import type { ClientState } from '../../opsmerge/client-state.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { hideReturned } from '../merge/begin-merge.js';
import { planMerges, type StoredMerge } from '../merge/plan-merges.js';
import { restCompanies, toChange } from './rest-companies.js';
import { type ClientFact, longestChain, stateOf, unknownTargets } from './standing.js';

export interface LearnParts {
  database: Database;
  opsMerge: Pick<OpsMerge, 'clientStates'>;
}

/** A client whose state is another one than is stored. */
interface ChangedState {
  clientId: string;
  before: ClientState;
  state: ClientState;
}

/**
 * Asks core how the clients of a tenant stand that have or had a company, in one call for each 1,000, and stores what has changed: companies
 * of archived clients rest, those of others are polled, merges begin. An older core says nothing: then none is archived, and merges that have
 * begun go on. Where nothing has changed, nothing is written. Rejects when core cannot be reached; all stays as it was.
 */
export async function learnClients(
  { database, opsMerge }: LearnParts,
  tenantId: string,
  now: Date,
  signal?: AbortSignal,
): Promise<void> {
  const clientIds = await knownClients(database.query, tenantId);
  if (clientIds.length === 0) return;
  const facts = await askAll(opsMerge, tenantId, clientIds, signal);
  const news = await compare(database.query, tenantId, clientIds, facts);
  if (!news.hasAny) return;
  await database.forTenant(tenantId, async (transaction) => {
    // Somebody else may have stored it meanwhile.
    const { changed, merges } = await compare(transaction, tenantId, clientIds, facts);
    await storeStates(transaction, tenantId, changed, now);
    await dropMerges(transaction, tenantId, merges.drop);
    await storeMerges(transaction, tenantId, merges.store, now);
    await restCompanies(transaction, tenantId, now);
  });
}

/** Clients that have a company, or had one since this service asks core about them. */
async function knownClients(queries: Queries, tenantId: string): Promise<string[]> {
  const { rows } = await sql<{ clientId: string }>`
    select client_id from company where tenant_id = ${tenantId} and client_id is not null
    union select client_id from core_client where tenant_id = ${tenantId} order by client_id`.execute(queries);
  return rows.map(({ clientId }) => clientId);
}

/** What core says of these clients and of those into which they were merged; null of an older core. */
async function askAll(
  opsMerge: LearnParts['opsMerge'],
  tenantId: string,
  clientIds: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ClientFact> | null> {
  const facts = new Map<string, ClientFact>();
  const asked = new Set<string>();
  let next = [...clientIds];
  for (let hop = 0; next.length > 0 && hop <= longestChain; hop += 1) {
    for (const id of next) asked.add(id);
    const found = await opsMerge.clientStates(tenantId, next, signal);
    if (found === null) return null;
    for (const [id, fact] of found) facts.set(id, fact);
    next = unknownTargets(facts, asked);
  }
  return facts;
}

async function compare(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[],
  facts: ReadonlyMap<string, ClientFact> | null,
) {
  const stored = await queries
    .selectFrom('coreClient')
    .select(['clientId', 'state'])
    .where('tenantId', '=', tenantId)
    .$castTo<{ clientId: string; state: ClientState }>()
    .execute();
  const states = new Map(stored.map(({ clientId, state }) => [clientId, state]));
  const changed = clientIds.flatMap((clientId): (ChangedState & { isNew: boolean })[] => {
    const before = states.get(clientId);
    const state = facts === null ? 'ACTIVE' : stateOf(clientId, facts, before);
    return before === state ? [] : [{ clientId, before: before ?? 'ACTIVE', state, isNew: before === undefined }];
  });
  const known = await queries
    .selectFrom('clientMerge')
    .select(['clientId', 'intoClientId', 'state', 'problem'])
    .where('tenantId', '=', tenantId)
    .$castTo<StoredMerge>()
    .execute();
  const merges =
    facts === null
      ? { store: [], drop: [] }
      : planMerges(clientIds, facts, new Map(known.map((merge) => [merge.clientId, merge])));
  const { rows } = await sql`select from ${toChange(tenantId)} as standing limit 1`.execute(queries);
  const hasAny = changed.length + merges.store.length + merges.drop.length + rows.length > 0;
  return { changed, merges, hasAny };
}

async function storeStates(
  transaction: Transaction<Tables>,
  tenantId: string,
  changed: readonly (ChangedState & { isNew: boolean })[],
  now: Date,
): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ clientId, before, state }) => ({
    clientId,
    state,
    catchUp: before === 'ARCHIVED' && state !== 'ARCHIVED',
  }));
  await sql`
    insert into core_client (tenant_id, client_id, state, changed_at, catch_up)
    select ${tenantId}, "clientId", state, ${now}, "catchUp"
    from jsonb_to_recordset(${json(rows)}) as given ("clientId" text, state text, "catchUp" boolean)
    on conflict (tenant_id, client_id) do update set state = excluded.state, changed_at = excluded.changed_at,
      catch_up = excluded.state <> 'ARCHIVED' and (core_client.catch_up or excluded.catch_up)`.execute(transaction);
  for (const { clientId, before, state } of changed)
    if (before !== state)
      await recordAudit(transaction, {
        tenantId,
        actor: 'opsmerge',
        action: 'CLIENT_STATE_CHANGED',
        subject: clientId,
        detail: { before, after: state },
        at: now,
      });
}

/** Forgets merges that core has taken back. What has moved stays; what the clients get from now on is their own, and opens no portal. */
async function dropMerges(
  transaction: Transaction<Tables>,
  tenantId: string,
  clientIds: readonly string[],
): Promise<void> {
  if (clientIds.length === 0) return;
  const dropped = await transaction
    .deleteFrom('clientMerge')
    .where('tenantId', '=', tenantId)
    .where('clientId', 'in', [...clientIds])
    .returning(['clientId', 'intoClientId'])
    .execute();
  for (const { clientId: from, intoClientId: into } of dropped)
    if (into !== null) await hideReturned(transaction, { tenantId, from, into });
}

async function storeMerges(
  transaction: Transaction<Tables>,
  tenantId: string,
  merges: readonly StoredMerge[],
  now: Date,
): Promise<void> {
  for (const { clientId, intoClientId, state, problem } of merges)
    await transaction
      .insertInto('clientMerge')
      .values({ tenantId, clientId, intoClientId, state, problem, moved: json({}), foundAt: now, endedAt: null })
      .onConflict((conflict) =>
        conflict.columns(['tenantId', 'clientId']).doUpdateSet({
          ...{ intoClientId, state, problem, foundAt: now, endedAt: null },
          // What moved to where it went before is in the audit once all of it had.
          moved: sql`case when client_merge.state = 'DONE' then '{}' else client_merge.moved end`,
        }),
      )
      .execute();
}
