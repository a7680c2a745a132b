import type { Database } from '../../database/database.js';
import type { ConnectionRow } from '../../database/tables/rows.js';
import type { LiveEvents } from '../../live/live-events.js';

/** Aborts as soon as the connection is ended, on whichever replica that was asked for. Call `stop` when done. */
export function abortOnDisconnect(
  parts: { database: Database; liveEvents: LiveEvents },
  connection: Pick<ConnectionRow, 'tenantId' | 'id'>,
): { ended: AbortSignal; stop(): void } {
  const { tenantId, id } = connection;
  const ending = new AbortController();
  const look = async () => {
    const current = await readConnection(parts.database, tenantId, id);
    if (current === undefined || current.state === 'DISCONNECTED') ending.abort();
  };
  const stop = parts.liveEvents.on(tenantId, 'connections', (event) => {
    // Without an id, events may have been missed. A failing database is told by what needs it more.
    if (event.id === undefined || event.id === id) look().catch(() => undefined);
  });
  return { ended: ending.signal, stop };
}

/** The connection as it is stored now, if it is reached in another way than the run that began with `connection` does. */
export async function hasNewAccess(database: Database, connection: ConnectionRow): Promise<ConnectionRow | null> {
  const current = await readConnection(database, connection.tenantId, connection.id);
  return current === undefined || wayTo(current) === wayTo(connection) ? null : current;
}

/** The row of a connection, if there is one. */
export function readConnection(database: Database, tenantId: string, id: string): Promise<ConnectionRow | undefined> {
  return database.query
    .selectFrom('connection')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

const wayTo = ({ endpoint, keyFingerprint, caCertificate, certificateFingerprint }: ConnectionRow) =>
  JSON.stringify([endpoint, keyFingerprint, caCertificate, certificateFingerprint]);
