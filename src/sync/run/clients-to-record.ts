import type { SyncCompany } from './sync-companies.js';

const hour = 3_600_000;

/**
 * The clients whose coverage a run records: those in which it changed devices, agents or matches, and each client once an hour,
 * since states of devices also change between runs, and health depends on the time.
 */
export function clientsToRecord(
  companies: readonly Pick<SyncCompany, 'clientId' | 'lastSyncedAt'>[],
  changed: ReadonlySet<string>,
  now: Date,
): string[] {
  const hourOf = (at: Date) => Math.floor(at.getTime() / hour);
  const isRecorded = (clientId: string, lastSyncedAt: Date | null) =>
    !changed.has(clientId) && lastSyncedAt !== null && hourOf(lastSyncedAt) === hourOf(now);
  return [
    ...new Set(
      companies.flatMap(({ clientId, lastSyncedAt }) =>
        clientId === null || isRecorded(clientId, lastSyncedAt) ? [] : [clientId],
      ),
    ),
  ];
}
