import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Tables } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { refuseOutdated, UserInputError } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import { type AccessInput, usableEndpoint, usableKey, usableName, usableReportName } from './access.js';
import {
  findIntegration,
  type IntegrationParts,
  integrationVersion,
  makeCompaniesDue,
  noProblem,
} from './integration.store.js';
import type { Sealer } from './key/sealing.js';
import type { Access } from './open-gravityzone.js';
import { compareWithStored, learntFrom, verifyAccess } from './verify-access.js';
import { zoneColumns } from './zone-change.js';

/** Changes to an integration; omitted fields are unchanged, and null removes a certificate or its fingerprint. */
export type IntegrationChange = Partial<AccessInput> & {
  name?: string | null | undefined;
  /** Name of the scheduled report to read; null for none. */
  reportName?: string | null | undefined;
  /** The version that was read; left out of a rotation, which overwrites nothing that is read. */
  read?: { version: string | null };
};

/**
 * Changes the name or the access of an integration and returns it. A new access is tried first, and must lead to the same
 * GravityZone; until then the stored one stays in use. Throws UserInputError.
 */
export async function changeIntegration(
  parts: IntegrationParts,
  viewer: Viewer,
  integrationId: string,
  change: IntegrationChange,
): Promise<IntegrationRow> {
  const { database, sealer } = parts;
  const { tenantId } = viewer;
  const before = await findIntegration(database.query, tenantId, integrationId);
  const refuseOtherThanRead = (row: IntegrationRow) =>
    change.read && refuseOutdated(change.read.version, integrationVersion(row), 'integration');
  refuseOtherThanRead(before);
  const name = typeof change.name === 'string' ? usableName(change.name) : before.name;
  const reportName = change.reportName === undefined ? before.reportName : usableReportName(change.reportName);
  const access = changedAccess(before, change, sealer);
  const verified = access && { access, diagnosis: await verifyAccess(parts, viewer, access) };
  const now = new Date();
  return database.forTenant(tenantId, async (transaction) => {
    const current = await findIntegration(transaction, tenantId, integrationId);
    refuseOtherThanRead(current);
    if (verified) await refuseConflicts(transaction, before, current, verified);
    const after = await transaction
      .updateTable('connection')
      .set({
        name,
        ...(reportName !== current.reportName && reportValues(reportName)),
        ...(verified && accessValues(current, verified)),
        ...(verified && change.apiKey !== undefined && keyValues(parts, viewer, integrationId, verified.access, now)),
        // Dates without a zone are in that of the owner of the new key.
        ...(verified &&
          change.apiKey !== undefined &&
          zoneColumns(current.naiveOffsetMinutes, verified.diagnosis.naiveOffsetMinutes, now)),
      })
      .where('tenantId', '=', tenantId)
      .where('id', '=', integrationId)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (verified && current.state === 'FAILING') await makeCompaniesDue(transaction, tenantId, integrationId, now);
    await recordChange(transaction, viewer, { current, after, keyChanged: change.apiKey !== undefined, now });
    return after;
  });
}

/** An access that was tried, and what the test found. */
interface VerifiedAccess {
  access: Access;
  diagnosis: Diagnosis;
}

/**
 * Throws UserInputError if the stored access has changed since it was read, or the new one leads to another GravityZone or
 * to one that is already connected.
 */
async function refuseConflicts(
  transaction: Transaction<Tables>,
  before: IntegrationRow,
  current: IntegrationRow,
  { access, diagnosis }: VerifiedAccess,
): Promise<void> {
  if (accessOf(current) !== accessOf(before))
    throw new UserInputError(
      'CHANGED_MEANWHILE',
      'Another user has just changed this integration: reload it, then repeat your change if it is still needed.',
    );
  const endpointChanged = access.endpoint !== before.endpoint;
  const relation = await compareWithStored(transaction, current, diagnosis);
  if (relation === 'OTHER' || (relation === 'UNKNOWN' && endpointChanged))
    throw otherGravityZone(endpointChanged ? 'endpoint' : 'apiKey');
  await refuseTwin(transaction, current, access.endpoint);
}

/** The columns of a verified access other than its key. An integration that was failing is connected again. */
function accessValues(current: IntegrationRow, { access, diagnosis }: VerifiedAccess) {
  const { endpoint, caCertificate, certificateFingerprint } = access;
  return {
    endpoint,
    caCertificate,
    certificateFingerprint,
    ...(current.state === 'FAILING' && { state: 'CONNECTED', ...noProblem }),
    ...learntFrom(diagnosis),
  };
}

/** The columns of another report: nothing is known of it yet. */
const reportValues = (reportName: string | null) => ({
  ...{ reportName, reportState: null, reportCheckedAt: null, reportDigest: null, reportReadAt: null, reportRows: null },
  ...{ reportHeader: null, reportErrorCode: null, reportErrorMessage: null, reportErrorHint: null },
});

/** The columns of a new key, sealed. */
function keyValues(
  { sealer, fingerprint }: Pick<IntegrationParts, 'sealer' | 'fingerprint'>,
  { tenantId, subject }: Viewer,
  integrationId: string,
  { apiKey }: Access,
  now: Date,
) {
  return {
    sealedKey: sealer.seal(apiKey, tenantId, integrationId),
    keyFingerprint: fingerprint(apiKey),
    keySetAt: now,
    keySetBy: subject,
  };
}

/** Records the fields that differ in the audit log; nothing if none does. */
async function recordChange(
  transaction: Transaction<Tables>,
  { tenantId, subject }: Viewer,
  {
    current,
    after,
    keyChanged,
    now,
  }: { current: IntegrationRow; after: IntegrationRow; keyChanged: boolean; now: Date },
): Promise<void> {
  const [was, is] = differences(auditable(current), auditable(after));
  if (Object.keys(is).length === 0) return;
  const onlyKey = keyChanged && Object.keys(is).every((field) => field.startsWith('key'));
  await recordAudit(transaction, {
    tenantId,
    actor: subject,
    action: onlyKey ? 'KEY_ROTATED' : 'INTEGRATION_CHANGED',
    subject: after.id,
    detail: { before: was, after: is },
    at: now,
  });
}

/** The error for a key or endpoint that would mix the data of two GravityZones; takes the input field to blame. */
export function otherGravityZone(field: 'apiKey' | 'endpoint' | 'integrationId'): UserInputError {
  return new UserInputError(
    'OTHER_GRAVITYZONE',
    'This key belongs to another GravityZone company than the integration, so nothing was changed: connect it as a new integration instead.',
    ['input', field],
  );
}

/** The stored access with the changes applied; null if nothing of it changes. Throws UserInputError. */
function changedAccess(before: IntegrationRow, change: IntegrationChange, sealer: Sealer): Access | null {
  const endpoint = change.endpoint ? usableEndpoint(change.endpoint) : before.endpoint;
  const { caCertificate = before.caCertificate, certificateFingerprint = before.certificateFingerprint } = change;
  const isNew =
    change.apiKey !== undefined ||
    endpoint !== before.endpoint ||
    caCertificate !== before.caCertificate ||
    certificateFingerprint !== before.certificateFingerprint;
  if (!isNew) return null;
  if (before.state === 'DISCONNECTED')
    throw new UserInputError(
      'NOT_CONNECTED',
      'This integration is disconnected: connect it again, with the new key or address.',
      ['input', 'integrationId'],
    );
  // The stored key must not be sent to a host that has never received it.
  if (change.apiKey === undefined && new URL(endpoint).host !== new URL(before.endpoint).host)
    throw new UserInputError(
      'KEY_REQUIRED',
      'The stored API key is not sent to another host: add the key to this change.',
      ['input', 'apiKey'],
    );
  const apiKey = change.apiKey !== undefined ? usableKey(change.apiKey) : storedKey(before, sealer);
  return { endpoint, apiKey, caCertificate, certificateFingerprint };
}

function storedKey(integration: IntegrationRow, sealer: Sealer): string {
  try {
    return sealer.open(integration.sealedKey, integration.tenantId, integration.id);
  } catch {
    throw new UserInputError('KEY_UNREADABLE', 'The stored API key cannot be decrypted: add the key to this change.', [
      'input',
      'apiKey',
    ]);
  }
}

const accessOf = ({ state, endpoint, sealedKey, caCertificate, certificateFingerprint }: IntegrationRow) =>
  JSON.stringify([state === 'DISCONNECTED', endpoint, sealedKey, caCertificate, certificateFingerprint]);

async function refuseTwin(
  queries: Parameters<typeof findIntegration>[0],
  { tenantId, id, ownCompanyBdId }: IntegrationRow,
  endpoint: string,
): Promise<void> {
  const twin = await queries
    .selectFrom('connection')
    .select('name')
    .where('tenantId', '=', tenantId)
    .where('id', '<>', id)
    .where('endpoint', '=', endpoint)
    .where('ownCompanyBdId', '=', ownCompanyBdId)
    .executeTakeFirst();
  if (twin)
    throw new UserInputError(
      'ALREADY_CONNECTED',
      `The integration "${twin.name}" already uses this GravityZone: use that integration.`,
      ['input', 'endpoint'],
    );
}

/** The fields of an integration that the audit log may hold: the hash of a certificate, the age of a key. */
function auditable(integration: IntegrationRow): Record<string, unknown> {
  const { name, endpoint, caCertificate, certificateFingerprint, keySetAt, keySetBy, keyCreatedAt } = integration;
  const { reportName } = integration;
  const caCertificateHash = caCertificate && createHash('sha256').update(caCertificate).digest('hex');
  return { name, endpoint, caCertificateHash, certificateFingerprint, keySetAt, keySetBy, keyCreatedAt, reportName };
}

/** The fields of both that differ. */
function differences(before: Record<string, unknown>, after: Record<string, unknown>) {
  const changed = Object.keys(after).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const pick = (of: Record<string, unknown>) => Object.fromEntries(changed.map((field) => [field, of[field]]));
  return [pick(before), pick(after)] as const;
}
