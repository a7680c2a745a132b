import type { Database, Queries } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';

type ZoneColumns = Pick<IntegrationRow, 'naiveOffsetMinutes'> &
  Partial<Pick<IntegrationRow, 'zoneChangedAt' | 'zoneChangedFrom' | 'zoneChangedTo'>>;

/** Whether two measured offsets are of different zones. An hour may also be the other season of the same one. */
export function isOtherZone(from: number | null, to: number | null): boolean {
  return from !== null && to !== null && from !== to && Math.abs(from - to) !== 60;
}

/** The columns for a measured offset of dates without a zone, `from` being the one stored before. */
export function zoneColumns(from: number | null, measured: number | null, now: Date): ZoneColumns {
  return {
    naiveOffsetMinutes: measured,
    ...(isOtherZone(from, measured) && { zoneChangedAt: now, zoneChangedFrom: from, zoneChangedTo: measured }),
  };
}

/**
 * By how many minutes the offset differs from the one in which the quarantine was last read, as far as both were measured;
 * else null.
 */
export function shiftSinceQuarantine(integration: IntegrationRow, measured: number | null): number | null {
  const { naiveOffsetMinutes, quarantineTakenTo, zoneChangedAt, zoneChangedFrom } = integration;
  const isLater = zoneChangedAt !== null && quarantineTakenTo !== null && zoneChangedAt > quarantineTakenTo;
  const before = isLater ? zoneChangedFrom : naiveOffsetMinutes;
  return before === null || measured === null ? null : measured - before;
}

/** Saves what a run with the key of `integration` has measured, unless the key was changed meanwhile. */
export async function saveZone(
  database: Database,
  integration: IntegrationRow,
  measured: number | null,
  now: Date,
): Promise<void> {
  if (measured === null || measured === integration.naiveOffsetMinutes) return;
  await setColumns(database.query, integration, zoneColumns(integration.naiveOffsetMinutes, measured, now));
}

/** Records that the zone changed, as the dates of many things show; the transaction must hold the tenant's lock. */
export async function recordZoneChange(
  queries: Queries,
  integration: IntegrationRow,
  { from, to }: { from: number; to: number },
  now: Date,
): Promise<void> {
  await setColumns(queries, integration, { zoneChangedAt: now, zoneChangedFrom: from, zoneChangedTo: to });
}

async function setColumns(queries: Queries, integration: IntegrationRow, columns: Partial<ZoneColumns>): Promise<void> {
  const { tenantId, id, keyFingerprint } = integration;
  await queries
    .updateTable('connection')
    .set(columns)
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .where('keyFingerprint', '=', keyFingerprint)
    .execute();
}
