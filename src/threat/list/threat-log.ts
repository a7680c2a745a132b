import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { decodeSequenceCursor, encodeCursor, placeOf } from '../../graphql/lists/cursors.js';
import { mapPage, pageOf } from '../../graphql/lists/pages.js';
import { type ConnectionPage, readingOf, type Span } from '../../graphql/paging.js';
import type { ThreatChangeDetail } from '../intake/threat-changes.js';
import type { ThreatLogEntry } from './threat-log.type.js';

interface LogRow {
  threatId: string;
  sequence: string;
  kind: string;
  actor: string;
  at: Date;
  /** As text: keys of nested JSON would be renamed. */
  detail: string;
}

/** The same page of the history of each of these threats, in their order, the latest first: one statement. */
export async function readThreatLogs(
  database: Database,
  tenantId: string,
  threatIds: readonly string[],
  span: Span,
): Promise<ConnectionPage<ThreatLogEntry>[]> {
  const { direction, behind } = readingOf(span, 'desc');
  const place = placeOf(span, decodeSequenceCursor);
  const fromCursor = place === null ? sql`` : sql`and sequence ${behind} ${place}::bigint`;
  const { rows } = await sql<LogRow>`
    select wanted.id as threat_id, change.sequence::text as sequence, change.kind, change.actor, change.at,
           change.detail::text as detail
    from unnest(${[...threatIds]}::uuid[]) as wanted (id)
    cross join lateral (
      select * from threat_change where tenant_id = ${tenantId} and threat_id = wanted.id ${fromCursor}
      order by sequence ${direction} limit ${sql.lit(span.limit)}) as change
    order by change.sequence ${direction}`.execute(database.query);
  const byThreat = Map.groupBy(rows, ({ threatId }) => threatId);
  return threatIds.map((id) => {
    const page = pageOf(byThreat.get(id) ?? [], span, ({ sequence }) => encodeCursor([sequence]));
    return mapPage(page, entryOf);
  });
}

function entryOf({ kind, actor, at, detail }: LogRow): ThreatLogEntry {
  const recorded = JSON.parse(detail) as ThreatChangeDetail;
  return {
    kind,
    actor,
    at,
    source: recorded.source ?? recorded.laterSource ?? null,
    from: recorded.from ?? null,
    to: recorded.to ?? null,
    severityFrom: recorded.severityFrom ?? null,
    severityTo: recorded.severityTo ?? null,
    scoreBefore: recorded.scoreBefore ?? null,
    scoreAfter: recorded.scoreAfter ?? null,
    actionBefore: recorded.actionBefore ?? null,
    actionAfter: recorded.actionAfter ?? null,
    addedAttackTypes: recorded.addedAttackTypes ?? [],
    addedTechniques: recorded.addedTechniques ?? [],
    fileCountBefore: recorded.fileCountBefore ?? null,
    fileCountAfter: recorded.fileCountAfter ?? null,
    itemExit: recorded.itemExit ?? null,
    reason: recorded.reason ?? null,
    note: recorded.note ?? null,
    assigneeId: recorded.assigneeId ?? null,
    client: recorded.clientId === undefined ? null : { id: recorded.clientId },
  } as ThreatLogEntry;
}
