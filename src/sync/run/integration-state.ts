import type { Database } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { readIntegration } from '../../integration/integration.store.js';
import type { LiveEvents } from '../../live/live-events.js';
import type { StreamError } from '../history/sync-run.store.js';

/** Aborts as soon as the integration is ended, on whichever replica that was requested. Call `stop` when done. */
export function abortOnDisconnect(
  parts: { database: Database; liveEvents: LiveEvents },
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>,
): { ended: AbortSignal; stop(): void } {
  const { tenantId, id } = integration;
  const ending = new AbortController();
  const checkState = async () => {
    const current = await readIntegration(parts.database.query, tenantId, id);
    if (current === undefined || current.state === 'DISCONNECTED') ending.abort();
  };
  const stop = parts.liveEvents.on(tenantId, 'connections', (event) => {
    // Without an id, events may have been missed. A failing database is reported by the run itself.
    if (event.id === undefined || event.id === id) checkState().catch(() => undefined);
  });
  return { ended: ending.signal, stop };
}

/** The integration as it is stored now, if its key, address or certificate differs from that of `integration`; else null. */
export async function hasNewAccess(database: Database, integration: IntegrationRow): Promise<IntegrationRow | null> {
  const current = await readIntegration(database.query, integration.tenantId, integration.id);
  return current === undefined || accessOf(current) === accessOf(integration) ? null : current;
}

const accessOf = ({ endpoint, keyFingerprint, caCertificate, certificateFingerprint }: IntegrationRow) =>
  JSON.stringify([endpoint, keyFingerprint, caCertificate, certificateFingerprint]);

/** Saves how the integration is doing, unless it was ended meanwhile. */
export async function saveIntegrationHealth(
  database: Database,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  health: {
    state: 'CONNECTED' | 'FAILING';
    error: StreamError | null;
    /** The time of the last success; null keeps the one before. */
    succeededAt: Date | null;
    learnt?: Partial<IntegrationRow>;
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
