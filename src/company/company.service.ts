import { sql } from 'kysely';
import { raiseAlerts } from '../alert/raising/raise-alerts.js';
import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Database, Queries } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import { dropFingerprints } from '../device/inventory/fingerprint.store.js';
import { unmatched } from '../device/inventory/unmatched.js';
import { settleClient } from '../device/matching/match-client.js';
import { type UserError, UserInputError } from '../graphql/errors.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import type { Jobs } from '../queue/ports.js';
import { historySql } from '../threat/intake/history.js';
import { recordThreatChanges } from '../threat/intake/threat-changes.js';

export interface MappingItem {
  companyId: string;
  clientId: string;
  /** The client the user saw it mapped to, null for none; undefined skips the check. */
  expectedClientId?: string | null | undefined;
}

/** Result of one item of a bulk request. */
export interface ItemOutcome {
  companyId: string;
  userErrors: UserError[];
}

export interface CompanyService {
  /** Maps each company to its client, independently: a refused one does not stop the others. */
  map(viewer: Viewer, items: MappingItem[]): Promise<ItemOutcome[]>;
  /** Ends the mappings, or only those to `expectedClientId`; the history stays with the client that had it. */
  unmap(viewer: Viewer, companyIds: string[], expectedClientId: string | null): Promise<ItemOutcome[]>;
  /** Marks companies as ignored, with the reason; null removes the mark. */
  ignore(viewer: Viewer, companyIds: string[], reason: string | null): Promise<ItemOutcome[]>;
}

/** Companies and the clients they are mapped to. */
export function createCompanyService(parts: { database: Database; opsMerge: OpsMerge; jobs: Jobs }): CompanyService {
  const { database, opsMerge, jobs } = parts;

  /** Does `work` for each item by itself. `pathOf` makes the path of a field of an item one within the request. */
  async function each<Item extends { companyId: string }>(
    items: Item[],
    pathOf: (index: string, field: string[]) => string[],
    work: (item: Item) => Promise<void>,
  ) {
    const outcomes: ItemOutcome[] = [];
    for (const [index, item] of items.entries()) {
      const refused = await work(item).then(
        () => [],
        (error: unknown) => {
          if (!(error instanceof UserInputError)) throw error;
          return error.userErrors.map(({ field, ...problem }) => ({
            ...problem,
            field: field && pathOf(`${index}`, field),
          }));
        },
      );
      outcomes.push({ companyId: item.companyId, userErrors: refused });
    }
    return outcomes;
  }

  return {
    async map(viewer, items) {
      const clientIds = [...new Set(items.map(({ clientId }) => clientId))];
      const clients = await opsMerge.clientsExist(viewer.tenantId, clientIds);
      const standings = await opsMerge.clientStates(viewer.tenantId, clientIds);
      return each(items, ofMapping, async (item) => {
        if (!clients.has(item.clientId))
          throw new UserInputError('CLIENT_NOT_FOUND', 'There is no such client in OpsMerge: choose one of yours.', [
            'clientId',
          ]);
        const standing = standings?.get(item.clientId);
        if (standing?.state === 'ARCHIVED' && standing.mergedInto === null) throw archived();
        return mapCompany({ database, jobs }, viewer, item);
      });
    },

    unmap: (viewer, companyIds, expectedClientId) =>
      each(
        companyIds.map((companyId) => ({ companyId })),
        ofCompany,
        ({ companyId }) =>
          database.forTenant(viewer.tenantId, async (transaction) => {
            const before = await findCompany(transaction, viewer.tenantId, companyId);
            if (before.clientId === null) return;
            if (expectedClientId !== null && before.clientId !== expectedClientId) throw mappedMeanwhile(before);
            await transaction
              .updateTable('company')
              .set({ clientId: null, mappedAt: null, mappedBy: null, nextSyncAt: null, ...awake })
              .where('tenantId', '=', viewer.tenantId)
              .where('id', '=', companyId)
              .execute();
            await countMapping(transaction, viewer.tenantId, before.connectionId);
            await moveDevices(transaction, viewer.tenantId, companyId, null);
            await settleClient(transaction, viewer.tenantId, before.clientId);
            await recordAudit(transaction, {
              tenantId: viewer.tenantId,
              actor: viewer.subject,
              action: 'COMPANY_UNMAPPED',
              subject: companyId,
              detail: { before: before.clientId, after: null },
              at: new Date(),
            });
          }),
      ),

    async ignore(viewer, companyIds, reason) {
      const trimmed = reason?.trim() ?? null;
      if (trimmed !== null && (trimmed === '' || trimmed.length > longestReason))
        throw new UserInputError('REASON_REQUIRED', `Give a reason of 1 to ${longestReason} characters.`, [
          'input',
          'reason',
        ]);
      return each(
        companyIds.map((companyId) => ({ companyId })),
        ofCompany,
        ({ companyId }) => ignoreCompany(database, viewer, companyId, trimmed),
      );
    },
  };
}

const ofMapping = (index: string, field: string[]) => ['input', 'mappings', index, ...field];

const ofCompany = (index: string, field: string[]) =>
  field[0] === 'companyId' ? ['input', 'companyIds', index] : ['input', ...field];

/** Maps one company, which exists and whose client is known to exist. Throws UserInputError. */
async function mapCompany(
  { database, jobs }: { database: Database; jobs: Jobs },
  { tenantId, subject }: Viewer,
  { companyId, clientId, expectedClientId }: MappingItem,
): Promise<void> {
  await database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const before = await findMappable(transaction, tenantId, companyId);
    if (before.clientId === clientId) return;
    if (expectedClientId !== undefined && before.clientId !== expectedClientId) throw mappedMeanwhile(before);
    const isPolled = before.state !== 'DISCONNECTED' && before.companyState !== 'VANISHED';
    await transaction
      .updateTable('company')
      .set({
        clientId,
        mappedAt: now,
        mappedBy: subject,
        nextSyncAt: isPolled ? now : null,
        ...notIgnored,
        ...awake,
        failures: 0,
      })
      .where('tenantId', '=', tenantId)
      .where('id', '=', companyId)
      .execute();
    await countMapping(transaction, tenantId, before.connectionId);
    await moveDevices(transaction, tenantId, companyId, clientId);
    if (before.clientId !== null) await settleClient(transaction, tenantId, before.clientId);
    const threatIds = await assignThreats(transaction, { tenantId, companyId, clientId, now });
    const change = { kind: 'MAPPED' as const, actor: subject, detail: { clientId } };
    const changes = threatIds.map((threatId) => ({ threatId, ...change }));
    await recordThreatChanges(transaction, tenantId, changes, now);
    await raiseAlerts(transaction, { tenantId, jobs, now, actor: subject, cameBack: new Set() }, threatIds);
    await recordAudit(transaction, {
      tenantId,
      actor: subject,
      action: 'COMPANY_MAPPED',
      subject: companyId,
      detail: { before: before.clientId, after: clientId },
      at: now,
    });
  });
}

/** The company with the state of its integration, which decides whether it is polled. Throws UserInputError. */
async function findMappable(queries: Queries, tenantId: string, companyId: string) {
  const found = await queries
    .selectFrom('company')
    .innerJoin('connection', (join) =>
      join.onRef('connection.tenantId', '=', 'company.tenantId').onRef('connection.id', '=', 'company.connectionId'),
    )
    .select(['company.clientId', 'company.mappedBy', 'company.connectionId', 'connection.state'])
    .select('company.state as companyState')
    .where('company.tenantId', '=', tenantId)
    .where('company.id', '=', uuidOrNone(companyId))
    .executeTakeFirst();
  if (found === undefined) throw companyNotFound();
  return found;
}

/**
 * Threats detected before any mapping belong to the first client; later ones stay with the client they had. Returns the
 * ids of the threats that now belong to `clientId`.
 */
async function assignThreats(
  queries: Queries,
  { tenantId, companyId, clientId, now }: { tenantId: string; companyId: string; clientId: string; now: Date },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update threat set client_id = ${clientId}, changed_at = ${now},
                      history = ${historySql(now)}
    where tenant_id = ${tenantId} and company_id = ${companyId} and client_id is null
    returning id`.execute(queries);
  await sql`
    update threat_kept_count set client_id = ${clientId}
    where tenant_id = ${tenantId} and company_id = ${companyId} and client_id is null`.execute(queries);
  return rows.map(({ id }) => id);
}

/** Increments the version by which a running sync notices that a mapping was changed. */
async function countMapping(queries: Queries, tenantId: string, integrationId: string): Promise<void> {
  await queries
    .updateTable('connection')
    .set({ mappingVersion: sql`mapping_version + 1` })
    .where('tenantId', '=', tenantId)
    .where('id', '=', integrationId)
    .execute();
}

/** Devices follow their company. Their matches are removed: they name agents of the old client. The new one is queued for matching. */
async function moveDevices(
  queries: Queries,
  tenantId: string,
  companyId: string,
  clientId: string | null,
): Promise<void> {
  await queries
    .updateTable('device')
    .set({
      clientId,
      ...unmatched,
      // Makes the next sync write the device again, under its new client.
      contentHash: '',
    })
    .where('tenantId', '=', tenantId)
    .where('companyId', '=', companyId)
    .execute();
  await dropFingerprints(queries, tenantId, [companyId]);
  if (clientId !== null)
    await queries
      .insertInto('clientToMatch')
      .values({ tenantId, clientId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

const longestReason = 500;

/** Not at rest, and never was for the client it is mapped to. */
const awake = { restsSince: null, resumedAt: null };

const notIgnored = { ignoredAt: null, ignoredBy: null, ignoredReason: null };

async function findCompany(queries: Queries, tenantId: string, companyId: string) {
  const found = await queries
    .selectFrom('company')
    .select(['clientId', 'mappedBy', 'connectionId', 'ignoredReason'])
    .where('tenantId', '=', tenantId)
    .where('id', '=', uuidOrNone(companyId))
    .executeTakeFirst();
  if (found === undefined) throw companyNotFound();
  return found;
}

async function ignoreCompany(
  database: Database,
  { tenantId, subject }: Viewer,
  companyId: string,
  reason: string | null,
): Promise<void> {
  const now = new Date();
  await database.forTenant(tenantId, async (transaction) => {
    const before = await findCompany(transaction, tenantId, companyId);
    if (reason !== null && before.clientId !== null)
      throw new UserInputError('MAPPED', 'This company is mapped to a client: unmap it first.', ['companyId']);
    if (before.ignoredReason === reason) return;
    await transaction
      .updateTable('company')
      .set(reason === null ? notIgnored : { ignoredAt: now, ignoredBy: subject, ignoredReason: reason })
      .where('tenantId', '=', tenantId)
      .where('id', '=', companyId)
      .execute();
    await recordAudit(transaction, {
      tenantId,
      actor: subject,
      action: reason === null ? 'COMPANY_UNIGNORED' : 'COMPANY_IGNORED',
      subject: companyId,
      detail: { before: before.ignoredReason, after: reason },
      at: now,
    });
  });
}

const mappedMeanwhile = ({ clientId, mappedBy }: { clientId: string | null; mappedBy: string | null }) =>
  new UserInputError(
    'MAPPED_MEANWHILE',
    clientId === null
      ? 'Another user has just unmapped this company: reload it and try again.'
      : `${mappedBy} has just mapped this company to another client: reload it and try again.`,
    ['expectedClientId'],
  );

const archived = () =>
  new UserInputError(
    'CLIENT_ARCHIVED',
    'This client is archived in OpsMerge: make it active there again first, or choose another client.',
    ['clientId'],
  );

const companyNotFound = () => new UserInputError('NOT_FOUND', 'There is no such company.', ['companyId']);
