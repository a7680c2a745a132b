import { randomUUID } from 'node:crypto';
import { IANAZone } from 'luxon';
import { createDefaultRules } from '../alert/default-rules.js';
import { recordAudit } from '../audit/audit.js';
import { storeCompanies } from '../company/store-companies.js';
import type { Database } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import { InputRefused } from '../graphql/errors.js';
import type { Viewer } from '../graphql/viewer.js';
import { cloudEndpoint, normaliseEndpoint } from '../gravityzone/endpoint.js';
import { GravityZoneError } from '../gravityzone/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import type { Access, ConnectionRow, OpenGravityZone } from './open-gravityzone.js';
import type { Sealer } from './sealing.js';

export interface AccessInput {
  endpoint?: string | null | undefined;
  apiKey: string;
  caCertificate?: string | null | undefined;
  certificateFingerprint?: string | null | undefined;
}

export interface ConnectionService {
  /** Tries a key without keeping anything. */
  test(input: AccessInput): Promise<Diagnosis>;
  /** Keeps the connection once BD has accepted the key; the same GravityZone is taken up again with all it had. */
  connect(viewer: Viewer, input: AccessInput & { name?: string | null | undefined }): Promise<ConnectionRow>;
  /** Verifies the new key against the same GravityZone, then swaps it in. */
  rotateKey(viewer: Viewer, connectionId: string, apiKey: string): Promise<ConnectionRow>;
  /** Sets the IANA zone of dates without one; null has it measured again. */
  setTimeZone(viewer: Viewer, connectionId: string, timeZone: string | null): Promise<ConnectionRow>;
  /** Stops polling; data and mappings stay. */
  disconnect(viewer: Viewer, connectionId: string): Promise<ConnectionRow>;
}

/** Connect, test, rotate, disconnect. Refused input is thrown as InputRefused. */
export function createConnectionService(parts: {
  database: Database;
  sealer: Sealer;
  openGravityZone: OpenGravityZone;
}): ConnectionService {
  const { database, sealer, openGravityZone } = parts;

  async function diagnose(access: Access): Promise<Diagnosis> {
    const gravityZone = openGravityZone.withAccess(access);
    try {
      return await gravityZone.diagnose(AbortSignal.timeout(90_000));
    } finally {
      await gravityZone.close();
    }
  }

  async function verified(access: Access): Promise<Diagnosis> {
    const diagnosis = await diagnose(access);
    const problem = diagnosis.problems[0];
    if (!diagnosis.ok)
      throw new InputRefused(
        problem?.code ?? 'NOT_GRAVITYZONE',
        problem === undefined ? 'The connection could not be tested.' : `${problem.message} ${problem.hint}`,
        ['input', 'apiKey'],
      );
    return diagnosis;
  }

  async function find(tenantId: string, connectionId: string): Promise<ConnectionRow> {
    const found = await database.query
      .selectFrom('connection')
      .selectAll()
      .where('tenantId', '=', tenantId)
      .where('id', '=', uuidOrNone(connectionId))
      .executeTakeFirst();
    if (found === undefined)
      throw new InputRefused('NOT_FOUND', 'There is no such connection.', ['input', 'connectionId']);
    return found;
  }

  return {
    test: async (input) => diagnose(accessOf(input)),

    async connect(viewer, input) {
      const access = accessOf(input);
      const diagnosis = await verified(access);
      const { tenantId, subject } = viewer;
      const now = new Date();
      return database.forTenant(tenantId, async (transaction) => {
        const known = await transaction
          .selectFrom('connection')
          .selectAll()
          .where('tenantId', '=', tenantId)
          .where('endpoint', '=', access.endpoint)
          .where('ownCompanyBdId', 'is not distinct from', diagnosis.ownCompany?.id ?? null)
          .executeTakeFirst();
        if (known !== undefined && known.state !== 'DISCONNECTED')
          throw new InputRefused(
            'ALREADY_CONNECTED',
            'This GravityZone is connected already: rotate its key, or disconnect it first.',
            ['input', 'endpoint'],
          );
        const id = known?.id ?? randomUUID();
        const current = {
          name: input.name ?? known?.name ?? diagnosis.ownCompany?.name ?? new URL(access.endpoint).hostname,
          sealedKey: sealer.seal(access.apiKey, tenantId, id),
          keyFingerprint: sealer.fingerprint(access.apiKey),
          keySetAt: now,
          keySetBy: subject,
          caCertificate: access.caCertificate,
          certificateFingerprint: access.certificateFingerprint,
          state: 'CONNECTED',
          flavour: diagnosis.flavour,
          naiveOffsetMinutes: diagnosis.naiveOffsetMinutes,
          pageSize: diagnosis.pageSize,
          disconnectedAt: null,
          lastErrorCode: null,
          lastErrorMessage: null,
          lastErrorHint: null,
        };
        const connection = await transaction
          .insertInto('connection')
          .values({
            tenantId,
            id,
            endpoint: access.endpoint,
            ownCompanyBdId: diagnosis.ownCompany?.id ?? null,
            naiveZone: null,
            incidentsTakenTo: null,
            quarantineTakenTo: null,
            lastSucceededAt: null,
            createdAt: now,
            ...current,
          })
          .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doUpdateSet(current))
          .returningAll()
          .executeTakeFirstOrThrow();
        await storeCompanies(transaction, connection, diagnosis.companies, now);
        await transaction
          .updateTable('company')
          .set({ nextSyncAt: now, failures: 0 })
          .where('tenantId', '=', tenantId)
          .where('connectionId', '=', id)
          .where('clientId', 'is not', null)
          .execute();
        await createDefaultRules(transaction, tenantId, subject, now);
        await recordAudit(transaction, {
          tenantId,
          actor: subject,
          action: known === undefined ? 'CONNECTION_CREATED' : 'CONNECTION_RESUMED',
          subject: id,
          detail: { endpoint: access.endpoint, companies: diagnosis.companyCount },
          at: now,
        });
        return connection;
      });
    },

    async rotateKey(viewer, connectionId, apiKey) {
      const connection = await find(viewer.tenantId, connectionId);
      const diagnosis = await verified({ ...connection, apiKey: usableKey(apiKey) });
      if ((diagnosis.ownCompany?.id ?? null) !== connection.ownCompanyBdId)
        throw new InputRefused(
          'OTHER_GRAVITYZONE',
          'This key belongs to another GravityZone company than the connection: connect it as a new one instead.',
          ['input', 'apiKey'],
        );
      const now = new Date();
      return database.forTenant(viewer.tenantId, async (transaction) => {
        await recordAudit(transaction, {
          tenantId: viewer.tenantId,
          actor: viewer.subject,
          action: 'KEY_ROTATED',
          subject: connectionId,
          detail: { previousKeySetAt: connection.keySetAt },
          at: now,
        });
        return transaction
          .updateTable('connection')
          .set({
            sealedKey: sealer.seal(apiKey.trim(), viewer.tenantId, connectionId),
            keyFingerprint: sealer.fingerprint(apiKey.trim()),
            keySetAt: now,
            keySetBy: viewer.subject,
            ...(connection.state === 'FAILING' && { state: 'CONNECTED' }),
          })
          .where('tenantId', '=', viewer.tenantId)
          .where('id', '=', connectionId)
          .returningAll()
          .executeTakeFirstOrThrow();
      });
    },

    async setTimeZone(viewer, connectionId, timeZone) {
      if (timeZone !== null && !IANAZone.isValidZone(timeZone))
        throw new InputRefused('BAD_TIME_ZONE', 'This is not a time zone: use a name like Europe/Bucharest.', [
          'input',
          'timeZone',
        ]);
      const before = await find(viewer.tenantId, connectionId);
      return database.forTenant(viewer.tenantId, async (transaction) => {
        await recordAudit(transaction, {
          tenantId: viewer.tenantId,
          actor: viewer.subject,
          action: 'TIME_ZONE_SET',
          subject: connectionId,
          detail: { before: before.naiveZone, after: timeZone },
          at: new Date(),
        });
        return transaction
          .updateTable('connection')
          .set({ naiveZone: timeZone, ...(timeZone === null && { naiveOffsetMinutes: null }) })
          .where('tenantId', '=', viewer.tenantId)
          .where('id', '=', connectionId)
          .returningAll()
          .executeTakeFirstOrThrow();
      });
    },

    async disconnect(viewer, connectionId) {
      await find(viewer.tenantId, connectionId);
      const now = new Date();
      return database.forTenant(viewer.tenantId, async (transaction) => {
        await transaction
          .updateTable('company')
          .set({ nextSyncAt: null })
          .where('tenantId', '=', viewer.tenantId)
          .where('connectionId', '=', connectionId)
          .execute();
        await recordAudit(transaction, {
          tenantId: viewer.tenantId,
          actor: viewer.subject,
          action: 'CONNECTION_ENDED',
          subject: connectionId,
          detail: {},
          at: now,
        });
        return transaction
          .updateTable('connection')
          .set({ state: 'DISCONNECTED', disconnectedAt: now })
          .where('tenantId', '=', viewer.tenantId)
          .where('id', '=', connectionId)
          .returningAll()
          .executeTakeFirstOrThrow();
      });
    },
  };
}

function accessOf(input: AccessInput): Access {
  let endpoint: string;
  try {
    endpoint = input.endpoint ? normaliseEndpoint(input.endpoint) : cloudEndpoint;
  } catch (error) {
    if (!(error instanceof GravityZoneError)) throw error;
    throw new InputRefused(error.code, `${error.message} ${error.hint}`, ['input', 'endpoint']);
  }
  return {
    endpoint,
    apiKey: usableKey(input.apiKey),
    caCertificate: input.caCertificate ?? null,
    certificateFingerprint: input.certificateFingerprint ?? null,
  };
}

function usableKey(apiKey: string): string {
  const key = apiKey.trim();
  if (!/^[\x21-\x39\x3b-\x7e]{8,256}$/.test(key))
    throw new InputRefused(
      'BAD_KEY',
      'This is not an API key: copy it whole from Control Center, My Account, API keys.',
      ['input', 'apiKey'],
    );
  return key;
}
