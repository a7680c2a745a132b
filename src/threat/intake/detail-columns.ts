import { type RawBuilder, sql } from 'kysely';
import type { IncidentDetail } from '../../gravityzone/types.js';

/** The columns of a threat that the details of an incident fill in. */
export type DetailColumns = ReturnType<typeof detailColumnsOf>;

/** The details of an incident as columns of its threat; null where they are missing or show nothing. */
export function detailColumnsOf(detail: IncidentDetail | null) {
  return {
    filePath: detail?.filePath ?? null,
    fileHash: detail?.fileHash ?? null,
    processPath: detail?.processPath ?? null,
    userName: detail?.user ?? null,
  };
}

const detailColumns = Object.keys(detailColumnsOf(null)) as (keyof DetailColumns)[];

/**
 * The update of a threat by these columns. Those of an incident replace what is stored; those of a quarantine item only
 * fill gaps, since the files an incident dropped are not the file of the incident. Null changes nothing.
 */
export function updateOfDetails(
  kind: 'INCIDENT' | 'QUARANTINE' | 'DEVICE_STATE' | 'REPORT',
  columns: DetailColumns,
): Partial<Record<keyof DetailColumns, RawBuilder<string | null>>> {
  const update = (column: keyof DetailColumns) => {
    const [reported, stored] = [sql`${columns[column]}`, sql.ref(column)];
    return sql<string | null>`coalesce(${sql.join(kind === 'INCIDENT' ? [reported, stored] : [stored, reported])})`;
  };
  return Object.fromEntries(detailColumns.map((column) => [column, update(column)]));
}
