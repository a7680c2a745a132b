import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Tables } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { UserInputError } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import { type AccessInput, accessOver, usableName } from './access.js';
import { otherGravityZone } from './change-integration.js';
import { findIntegration, type IntegrationParts, makeCompaniesDue, noProblem } from './integration.store.js';
import { compareWithStored, learntFrom, verifyAccess } from './verify-access.js';
import { zoneColumns } from './zone-change.js';

export interface ConnectRequest extends AccessInput {
  name?: string | null | undefined;
  /** A disconnected integration to resume; if omitted, it is recognised from the GravityZone. */
  integrationId?: string | null | undefined;
  /** Whether an on-premises GravityZone was reinstalled, so that none of its devices is known. */
  reinstalled?: boolean | null | undefined;
}

/**
 * Stores an integration after BD has accepted the key, and returns it. A GravityZone that was connected before is resumed with
 * its data; one that differs from the request is refused before anything is changed. Throws UserInputError.
 */
export async function connectGravityZone(
  parts: IntegrationParts,
  viewer: Viewer,
  request: ConnectRequest,
): Promise<IntegrationRow> {
  const { database, sealer, fingerprint, connected } = parts;
  const { tenantId, subject } = viewer;
  const named = typeof request.name === 'string' ? usableName(request.name) : undefined;
  const wanted = request.integrationId ? await findIntegration(database.query, tenantId, request.integrationId) : null;
  const access = accessOver(wanted, request);
  const diagnosis = await verifyAccess(parts, viewer, access);
  const now = new Date();
  return database.forTenant(tenantId, async (transaction) => {
    const known = await findKnown(transaction, tenantId, { request, endpoint: access.endpoint, diagnosis });
    if (known !== undefined && known.state !== 'DISCONNECTED')
      throw new UserInputError(
        'ALREADY_CONNECTED',
        `This GravityZone is already connected, as "${known.name}": rotate its key, change its address, or disconnect it first.`,
        ['input', 'endpoint'],
      );
    const id = known?.id ?? randomUUID();
    const current = {
      name: named ?? known?.name ?? diagnosis.ownCompany?.name ?? new URL(access.endpoint).hostname,
      endpoint: access.endpoint,
      sealedKey: sealer.seal(access.apiKey, tenantId, id),
      keyFingerprint: fingerprint(access.apiKey),
      keySetAt: now,
      keySetBy: subject,
      caCertificate: access.caCertificate,
      certificateFingerprint: access.certificateFingerprint,
      state: 'CONNECTED',
      ...zoneColumns(known?.naiveOffsetMinutes ?? null, diagnosis.naiveOffsetMinutes, now),
      disconnectedAt: null,
      treeDueAt: now,
      ...noProblem,
      ...learntFrom(diagnosis),
    };
    const integration = await transaction
      .insertInto('connection')
      .values({
        ownCompanyBdId: null,
        ownCompanyName: null,
        naiveZone: null,
        incidentsTakenTo: null,
        quarantineTakenTo: null,
        exchangeTakenTo: null,
        lastSucceededAt: null,
        createdAt: now,
        tenantId,
        id,
        ...current,
      })
      .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doUpdateSet(current))
      .returningAll()
      .executeTakeFirstOrThrow();
    const companies = withKnownName(diagnosis, integration);
    await connected(transaction, { integration, companies, isNew: known === undefined, actor: subject, now });
    await makeCompaniesDue(transaction, tenantId, id, now);
    await recordAudit(transaction, {
      tenantId,
      actor: subject,
      action: known === undefined ? 'INTEGRATION_CREATED' : 'INTEGRATION_RESUMED',
      subject: id,
      detail: {
        before: known ? { endpoint: known.endpoint, name: known.name } : null,
        after: { endpoint: access.endpoint, name: integration.name },
        companies: diagnosis.companyCount,
      },
      at: now,
    });
    return integration;
  });
}

/** The companies of a test. The own one keeps its name where the key can no longer read that. */
function withKnownName({ companies, ownCompany }: Diagnosis, integration: IntegrationRow): Diagnosis['companies'] {
  const { ownCompanyBdId, ownCompanyName: name } = integration;
  if (ownCompany !== null || name === null) return companies;
  return companies.map((company) => (company.id === ownCompanyBdId ? { ...company, name } : company));
}

/** The stored integration of the tested GravityZone, if any. Throws UserInputError if only its URL and company match. */
async function findKnown(
  transaction: Transaction<Tables>,
  tenantId: string,
  tested: { request: ConnectRequest; endpoint: string; diagnosis: Diagnosis },
): Promise<IntegrationRow | undefined> {
  const { request, endpoint, diagnosis } = tested;
  const shownCompany = diagnosis.ownCompanyId;
  const isCandidate = (row: IntegrationRow) =>
    request.integrationId
      ? row.id === request.integrationId
      : row.endpoint === endpoint || (row.ownCompanyBdId !== null && row.ownCompanyBdId === shownCompany);
  const rows = await transaction.selectFrom('connection').selectAll().where('tenantId', '=', tenantId).execute();
  const candidates = rows.filter(isCandidate);
  const inPlace: IntegrationRow[] = [];
  for (const row of candidates) {
    const relation = await compareWithStored(transaction, row, diagnosis);
    if (relation === 'SAME') return row;
    // Under the same address and company there can be one integration only.
    const samePlace = row.endpoint === endpoint && row.ownCompanyBdId === shownCompany;
    if (samePlace && (relation === 'UNKNOWN' || request.reinstalled)) return row;
    if (samePlace && shownCompany !== null) inPlace.push(row);
  }
  if (request.integrationId) throw otherGravityZone('integrationId');
  if (inPlace.length > 0)
    throw new UserInputError(
      'OTHER_GRAVITYZONE',
      'This address now leads to a different GravityZone: none of its devices is known, so nothing was changed. If it was reinstalled, set `reinstalled`.',
      ['input', 'reinstalled'],
    );
  return undefined;
}
