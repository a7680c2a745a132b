import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { isZone } from '../domain/zone.js';
import { refuseOutdated, UserInputError } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import { announce } from '../live/live-events.js';
import { type AccessInput, accessOver } from './access.js';
import { changeIntegration, type IntegrationChange } from './change-integration.js';
import { type ConnectRequest, connectGravityZone } from './connect-gravityzone.js';
import { findIntegration, type IntegrationParts, integrationVersion } from './integration.store.js';
import { diagnoseAccess } from './verify-access.js';

export interface IntegrationService {
  /** Tests a key without storing it; of a stored integration, over its URL and trust where the input has none. */
  test(viewer: Viewer, input: AccessInput & { integrationId?: string | null | undefined }): Promise<Diagnosis>;
  /** See `connectGravityZone`. */
  connect(viewer: Viewer, request: ConnectRequest): Promise<IntegrationRow>;
  /** See `changeConnection`; a rotation is a change of nothing but the key. */
  change(viewer: Viewer, integrationId: string, change: IntegrationChange): Promise<IntegrationRow>;
  /** Sets the IANA zone of dates without one; null measures the offset again. The version is the one that was read. */
  setTimeZone(
    viewer: Viewer,
    input: { integrationId: string; timeZone?: string | null; version?: string | null },
  ): Promise<IntegrationRow>;
  /** Stops polling and cancels a running sync; data and mappings are kept. */
  disconnect(viewer: Viewer, integrationId: string): Promise<IntegrationRow>;
}

/** Connect, test, change, disconnect. Refused input is thrown as UserInputError. */
export function createIntegrationService(parts: IntegrationParts): IntegrationService {
  const { database } = parts;
  return {
    async test(viewer, input) {
      const { integrationId: id } = input;
      const stored = id ? await findIntegration(database.query, viewer.tenantId, id) : null;
      return diagnoseAccess(parts, viewer, accessOver(stored, input));
    },
    connect: (viewer, request) => connectGravityZone(parts, viewer, request),
    change: (viewer, integrationId, change) => changeIntegration(parts, viewer, integrationId, change),

    async setTimeZone(viewer, { integrationId, timeZone = null, version }) {
      if (timeZone !== null && !isZone(timeZone))
        throw new UserInputError('BAD_TIME_ZONE', 'This is not a time zone: use a name like Europe/Bucharest.', [
          'input',
          'timeZone',
        ]);
      return database.forTenant(viewer.tenantId, async (transaction) => {
        const before = await findIntegration(transaction, viewer.tenantId, integrationId);
        refuseOutdated(version, integrationVersion(before), 'integration');
        await recordAudit(transaction, {
          tenantId: viewer.tenantId,
          actor: viewer.subject,
          action: 'TIME_ZONE_SET',
          subject: integrationId,
          detail: { before: before.naiveZone, after: timeZone },
          at: new Date(),
        });
        return transaction
          .updateTable('connection')
          .set({ naiveZone: timeZone, ...(timeZone === null && { naiveOffsetMinutes: null }) })
          .where('tenantId', '=', viewer.tenantId)
          .where('id', '=', integrationId)
          .returningAll()
          .executeTakeFirstOrThrow();
      });
    },

    async disconnect(viewer, integrationId) {
      const before = await findIntegration(database.query, viewer.tenantId, integrationId);
      if (before.state === 'DISCONNECTED') return before;
      const now = new Date();
      return database.forTenant(viewer.tenantId, async (transaction) => {
        await transaction
          .updateTable('company')
          .set({ nextSyncAt: null })
          .where('tenantId', '=', viewer.tenantId)
          .where('connectionId', '=', integrationId)
          .execute();
        await recordAudit(transaction, {
          tenantId: viewer.tenantId,
          actor: viewer.subject,
          action: 'INTEGRATION_ENDED',
          subject: integrationId,
          detail: { before: { state: before.state }, after: { state: 'DISCONNECTED' } },
          at: now,
        });
        await announce(transaction, { tenantId: viewer.tenantId, topic: 'connections', id: integrationId });
        return transaction
          .updateTable('connection')
          .set({ state: 'DISCONNECTED', disconnectedAt: now })
          .where('tenantId', '=', viewer.tenantId)
          .where('id', '=', integrationId)
          .returningAll()
          .executeTakeFirstOrThrow();
      });
    },
  };
}
