import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { ConnectionRow } from '../database/tables/rows.js';
import { isZone } from '../domain/zone.js';
import { refuseOutdated, UserInputError } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import { announce } from '../live/live-events.js';
import { type AccessInput, accessOf } from './access.js';
import { type ConnectionChange, changeConnection } from './change-connection.js';
import { type ConnectRequest, connectGravityZone } from './connect-gravityzone.js';
import { type ConnectionParts, connectionVersion, findConnection } from './connection.store.js';
import { diagnoseAccess } from './verify-access.js';

export interface ConnectionService {
  /** Tests a key without storing it. */
  test(viewer: Viewer, input: AccessInput): Promise<Diagnosis>;
  /** See `connectGravityZone`. */
  connect(viewer: Viewer, request: ConnectRequest): Promise<ConnectionRow>;
  /** See `changeConnection`; a rotation is a change of nothing but the key. */
  change(viewer: Viewer, connectionId: string, change: ConnectionChange): Promise<ConnectionRow>;
  /** Sets the IANA zone of dates without one; null measures the offset again. The version is the one that was read. */
  setTimeZone(
    viewer: Viewer,
    input: { connectionId: string; timeZone?: string | null; version?: string | null },
  ): Promise<ConnectionRow>;
  /** Stops polling and cancels a running sync; data and mappings are kept. */
  disconnect(viewer: Viewer, connectionId: string): Promise<ConnectionRow>;
}

/** Connect, test, change, disconnect. Refused input is thrown as UserInputError. */
export function createConnectionService(parts: ConnectionParts): ConnectionService {
  const { database } = parts;
  return {
    test: async (viewer, input) => diagnoseAccess(parts, viewer, accessOf(input)),
    connect: (viewer, request) => connectGravityZone(parts, viewer, request),
    change: (viewer, connectionId, change) => changeConnection(parts, viewer, connectionId, change),

    async setTimeZone(viewer, { connectionId, timeZone = null, version }) {
      if (timeZone !== null && !isZone(timeZone))
        throw new UserInputError('BAD_TIME_ZONE', 'This is not a time zone: use a name like Europe/Bucharest.', [
          'input',
          'timeZone',
        ]);
      return database.forTenant(viewer.tenantId, async (transaction) => {
        const before = await findConnection(transaction, viewer.tenantId, connectionId);
        refuseOutdated(version, connectionVersion(before), 'connection');
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
      const before = await findConnection(database.query, viewer.tenantId, connectionId);
      if (before.state === 'DISCONNECTED') return before;
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
          detail: { before: { state: before.state }, after: { state: 'DISCONNECTED' } },
          at: now,
        });
        await announce(transaction, { tenantId: viewer.tenantId, topic: 'connections', id: connectionId });
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
