import { sql } from 'kysely';
import type { Viewer } from '../auth/viewer.js';
import type { Database } from '../database/database.js';

/** Records that a technician views a client, which makes the client active for a while. */
export interface ClientWatch {
  /** The viewer has just opened this client. Only technicians and admins count. */
  seen(viewer: Viewer, clientId: string): Promise<void>;
  /** The viewer keeps this client open until the returned function is called. */
  keepOpen(viewer: Viewer, clientId: string): () => void;
}

/** However often it is viewed, a client is recorded once in this time. */
const writeMilliseconds = 5 * 60_000;
/** A client that is viewed may be read again this long after the last read: the cadence of active clients. */
const readAgainAfter = '10 minutes';
/** How many clients a process remembers as recently recorded. */
const mostRemembered = 10_000;

/** `onProblem` receives the errors of writes in the background. */
export function createClientWatch(
  database: Database,
  onProblem: (error: Error) => void,
  clock: () => Date = () => new Date(),
): ClientWatch {
  const written = new Map<string, number>();

  async function write(tenantId: string, clientId: string): Promise<void> {
    const now = clock();
    const name = JSON.stringify([tenantId, clientId]);
    if (now.getTime() - (written.get(name) ?? 0) < writeMilliseconds) return;
    if (written.size >= mostRemembered) written.clear();
    written.set(name, now.getTime());
    // Another replica may have recorded it; a client without a mapped company is not polled and not recorded.
    const { rows } = await sql`
      insert into client_watch (tenant_id, client_id, watched_at)
      select ${tenantId}, ${clientId}, ${now}
      where exists (select from company where tenant_id = ${tenantId} and client_id = ${clientId})
      on conflict (tenant_id, client_id) do update set watched_at = excluded.watched_at
        where client_watch.watched_at < ${new Date(now.getTime() - writeMilliseconds)}
      returning client_id`.execute(database.query);
    if (rows.length === 0) return;
    await sql`
      update company set next_sync_at = least(next_sync_at, greatest(last_synced_at + ${readAgainAfter}::interval, ${now}))
      where tenant_id = ${tenantId} and client_id = ${clientId} and failures = 0 and next_sync_at is not null`.execute(
      database.query,
    );
  }

  const counts = ({ roles }: Viewer) => roles.includes('technician') || roles.includes('admin');

  return {
    async seen(viewer, clientId) {
      if (counts(viewer)) await write(viewer.tenantId, clientId);
    },
    keepOpen(viewer, clientId) {
      if (!counts(viewer)) return () => undefined;
      const again = () => void write(viewer.tenantId, clientId).catch(onProblem);
      again();
      const timer = setInterval(again, writeMilliseconds).unref();
      return () => clearInterval(timer);
    },
  };
}
