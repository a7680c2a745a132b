import type { Database, Queries } from '../database/database.js';
import type { ConnectionRow } from '../database/tables/rows.js';

type ZoneColumns = Pick<ConnectionRow, 'naiveOffsetMinutes'> &
  Partial<Pick<ConnectionRow, 'zoneChangedAt' | 'zoneChangedFrom' | 'zoneChangedTo'>>;

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
export function shiftSinceQuarantine(connection: ConnectionRow, measured: number | null): number | null {
  const { naiveOffsetMinutes, quarantineTakenTo, zoneChangedAt, zoneChangedFrom } = connection;
  const isLater = zoneChangedAt !== null && quarantineTakenTo !== null && zoneChangedAt > quarantineTakenTo;
  const before = isLater ? zoneChangedFrom : naiveOffsetMinutes;
  return before === null || measured === null ? null : measured - before;
}

/** Saves what a run with the key of `connection` has measured, unless the key was changed meanwhile. */
export async function saveZone(
  database: Database,
  connection: ConnectionRow,
  measured: number | null,
  now: Date,
): Promise<void> {
  if (measured === null || measured === connection.naiveOffsetMinutes) return;
  await setColumns(database.query, connection, zoneColumns(connection.naiveOffsetMinutes, measured, now));
}

/** Records that the zone changed, as the dates of many things show; the transaction must hold the tenant's lock. */
export async function recordZoneChange(
  queries: Queries,
  connection: ConnectionRow,
  { from, to }: { from: number; to: number },
  now: Date,
): Promise<void> {
  await setColumns(queries, connection, { zoneChangedAt: now, zoneChangedFrom: from, zoneChangedTo: to });
}

async function setColumns(queries: Queries, connection: ConnectionRow, columns: Partial<ZoneColumns>): Promise<void> {
  const { tenantId, id, keyFingerprint } = connection;
  await queries
    .updateTable('connection')
    .set(columns)
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .where('keyFingerprint', '=', keyFingerprint)
    .execute();
}
