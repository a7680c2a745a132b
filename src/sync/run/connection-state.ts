import type { Database } from '../../database/database.js';
import type { ConnectionRow } from '../../database/tables/rows.js';
import type { LiveEvents } from '../../live/live-events.js';
import type { StreamError } from '../history/sync-run.store.js';

/** Aborts as soon as the connection is ended, on whichever replica that was requested. Call `stop` when done. */
export function abortOnDisconnect(
  parts: { database: Database; liveEvents: LiveEvents },
  connection: Pick<ConnectionRow, 'tenantId' | 'id'>,
): { ended: AbortSignal; stop(): void } {
  const { tenantId, id } = connection;
  const ending = new AbortController();
  const checkState = async () => {
    const current = await readConnection(parts.database, tenantId, id);
    if (current === undefined || current.state === 'DISCONNECTED') ending.abort();
  };
  const stop = parts.liveEvents.on(tenantId, 'connections', (event) => {
    // Without an id, events may have been missed. A failing database is reported by the run itself.
    if (event.id === undefined || event.id === id) checkState().catch(() => undefined);
  });
  return { ended: ending.signal, stop };
}

/** The connection as it is stored now, if its key, address or certificate differs from that of `connection`; else null. */
export async function hasNewAccess(database: Database, connection: ConnectionRow): Promise<ConnectionRow | null> {
  const current = await readConnection(database, connection.tenantId, connection.id);
  return current === undefined || accessOf(current) === accessOf(connection) ? null : current;
}

/** The row of a connection, if it exists. */
export function readConnection(database: Database, tenantId: string, id: string): Promise<ConnectionRow | undefined> {
  return database.query
    .selectFrom('connection')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

const accessOf = ({ endpoint, keyFingerprint, caCertificate, certificateFingerprint }: ConnectionRow) =>
  JSON.stringify([endpoint, keyFingerprint, caCertificate, certificateFingerprint]);

/** Saves how the connection is doing, unless it was ended meanwhile. */
export async function saveConnectionHealth(
  database: Database,
  { tenantId, id }: Pick<ConnectionRow, 'tenantId' | 'id'>,
  health: {
    state: 'CONNECTED' | 'FAILING';
    error: StreamError | null;
    /** The time of the last success; null keeps the one before. */
    succeededAt: Date | null;
    learnt?: Partial<ConnectionRow>;
  },
): Promise<void> {
  const { state, error, succeededAt, learnt } = health;
  await database.query
    .updateTable('connection')
    .set({
      state,
      lastErrorCode: error?.code ?? null,
      lastErrorMessage: error?.message ?? null,
      lastErrorHint: error?.hint ?? null,
      ...(succeededAt !== null && { lastSucceededAt: succeededAt }),
      ...learnt,
    })
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .where('state', '<>', 'DISCONNECTED')
    .execute();
}
