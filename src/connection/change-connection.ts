import { createHash } from 'node:crypto';
import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { ConnectionRow } from '../database/tables/rows.js';
import { UserInputError } from '../graphql/errors.js';
import { type AccessInput, usableEndpoint, usableKey, usableName } from './access.js';
import { type ConnectionParts, findConnection, makeCompaniesDue, noProblem } from './connection.store.js';
import type { Access } from './open-gravityzone.js';
import type { Sealer } from './sealing.js';
import { compareWithStored, learntFrom, verifyAccess } from './verify-access.js';

/** What to change of a connection; what is left out stays, and a null of the two kinds of trust takes that trust away. */
export type ConnectionChange = Partial<AccessInput> & { name?: string | null | undefined };

/**
 * Changes how a connection is reached, or what it is called. A new access is tried first, and must lead to the same
 * GravityZone; until then the stored one stays in use. Throws UserInputError.
 */
export async function changeConnection(
  parts: ConnectionParts,
  viewer: Viewer,
  connectionId: string,
  change: ConnectionChange,
): Promise<ConnectionRow> {
  const { database, sealer, fingerprint, openGravityZone } = parts;
  const { tenantId, subject } = viewer;
  const before = await findConnection(database.query, tenantId, connectionId);
  const name = typeof change.name === 'string' ? usableName(change.name) : before.name;
  const access = changedAccess(before, change, sealer);
  const diagnosis = access && (await verifyAccess(openGravityZone, access));
  const now = new Date();
  return database.forTenant(tenantId, async (transaction) => {
    const current = await findConnection(transaction, tenantId, connectionId);
    if (access && accessOf(current) !== accessOf(before))
      throw new UserInputError(
        'CHANGED_MEANWHILE',
        'Somebody else has just changed this connection: look at it again, then repeat your change if it is still wanted.',
      );
    if (diagnosis) {
      const relation = await compareWithStored(transaction, current, diagnosis);
      if (relation === 'OTHER' || (relation === 'UNKNOWN' && access?.endpoint !== before.endpoint))
        throw otherGravityZone(access?.endpoint !== before.endpoint ? 'endpoint' : 'apiKey');
    }
    if (access) await refuseTwin(transaction, current, access.endpoint);
    const keyChanged = change.apiKey !== undefined;
    const values = {
      name,
      ...(access && {
        endpoint: access.endpoint,
        caCertificate: access.caCertificate,
        certificateFingerprint: access.certificateFingerprint,
        ...(current.state === 'FAILING' && { state: 'CONNECTED', ...noProblem }),
      }),
      ...(access &&
        keyChanged && {
          sealedKey: sealer.seal(access.apiKey, tenantId, connectionId),
          keyFingerprint: fingerprint(access.apiKey),
          keySetAt: now,
          keySetBy: subject,
        }),
      ...(diagnosis && learntFrom(diagnosis)),
    };
    const after = await transaction
      .updateTable('connection')
      .set(values)
      .where('tenantId', '=', tenantId)
      .where('id', '=', connectionId)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (access && current.state === 'FAILING') await makeCompaniesDue(transaction, tenantId, connectionId, now);
    const [was, is] = differences(shown(current), shown(after));
    const onlyKey = keyChanged && Object.keys(is).every((field) => field.startsWith('key'));
    if (Object.keys(is).length > 0)
      await recordAudit(transaction, {
        tenantId,
        actor: subject,
        action: onlyKey ? 'KEY_ROTATED' : 'CONNECTION_CHANGED',
        subject: connectionId,
        detail: { before: was, after: is },
        at: now,
      });
    return after;
  });
}

/** Why a key or an endpoint was not taken: it would have mixed two GravityZones. */
export function otherGravityZone(field: 'apiKey' | 'endpoint' | 'connectionId'): UserInputError {
  return new UserInputError(
    'OTHER_GRAVITYZONE',
    'This key belongs to another GravityZone company than the connection, so nothing was changed: connect it as a new one instead.',
    ['input', field],
  );
}

/** The access with what is new of it; null when nothing of it is. */
function changedAccess(before: ConnectionRow, change: ConnectionChange, sealer: Sealer): Access | null {
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
      'This connection was ended: connect it again, with the new key or address.',
      ['input', 'connectionId'],
    );
  // A host that has never had the key is not shown it because of a mere address.
  if (change.apiKey === undefined && new URL(endpoint).host !== new URL(before.endpoint).host)
    throw new UserInputError(
      'KEY_REQUIRED',
      'Another host is only shown an API key that you enter: add the key to this change.',
      ['input', 'apiKey'],
    );
  const apiKey = change.apiKey !== undefined ? usableKey(change.apiKey) : storedKey(before, sealer);
  return { endpoint, apiKey, caCertificate, certificateFingerprint };
}

function storedKey(connection: ConnectionRow, sealer: Sealer): string {
  try {
    return sealer.open(connection.sealedKey, connection.tenantId, connection.id);
  } catch {
    throw new UserInputError('KEY_UNREADABLE', 'The stored API key cannot be opened: add the key to this change.', [
      'input',
      'apiKey',
    ]);
  }
}

const accessOf = ({ state, endpoint, sealedKey, caCertificate, certificateFingerprint }: ConnectionRow) =>
  JSON.stringify([state === 'DISCONNECTED', endpoint, sealedKey, caCertificate, certificateFingerprint]);

async function refuseTwin(
  queries: Parameters<typeof findConnection>[0],
  { tenantId, id, ownCompanyBdId }: ConnectionRow,
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
    throw new UserInputError('ALREADY_CONNECTED', `The connection "${twin.name}" leads there already: use that one.`, [
      'input',
      'endpoint',
    ]);
}

/** What the audit may tell of a connection: of a certificate its hash, of a key its age. */
function shown(connection: ConnectionRow): Record<string, unknown> {
  const { name, endpoint, caCertificate, certificateFingerprint, keySetAt, keySetBy, keyCreatedAt } = connection;
  const caCertificateHash = caCertificate && createHash('sha256').update(caCertificate).digest('hex');
  return { name, endpoint, caCertificateHash, certificateFingerprint, keySetAt, keySetBy, keyCreatedAt };
}

/** The fields of both that differ. */
function differences(before: Record<string, unknown>, after: Record<string, unknown>) {
  const changed = Object.keys(after).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const pick = (of: Record<string, unknown>) => Object.fromEntries(changed.map((field) => [field, of[field]]));
  return [pick(before), pick(after)] as const;
}
