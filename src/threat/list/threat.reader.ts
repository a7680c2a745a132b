import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { readAsOf } from '../../database/reading.js';
import { onlyUuids, uuidOrNone } from '../../database/uuid.js';
import { severities, threatFamilies } from '../../domain/severity.js';
import { facetCounts } from '../../graphql/facets/select-facets.js';
import { decodeSequenceCursor, encodeCursor } from '../../graphql/lists/cursors.js';
import { pageOf, withCounts } from '../../graphql/lists/pages.js';
import { type FacetedPage, type Paging, spanOf } from '../../graphql/paging.js';
import type { SeverityEnum } from '../../graphql/severity.type.js';
import type { Stretch } from '../../live/stretches.js';
import { ofMachineOf, ofSites } from '../owners/machine-threats.sql.js';
import { ownerCount, type ThreatOwners } from '../owners/threat-owners.js';
import type {
  SeveritySource,
  Threat,
  ThreatActionEnum,
  ThreatEvent,
  ThreatEventKind,
  ThreatFamilyEnum,
  ThreatStatusEnum,
} from './threat.type.js';
import { selectThreatFacets } from './threat-facets.js';
import {
  countThreats,
  selectOwned,
  selectThreats,
  type ThreatCriteria,
  type ThreatOrder,
  type ThreatRow,
  threatColumns,
  threatCursor,
  threatSource,
} from './threat-list.js';
import { type ThreatDimension, ThreatFacets } from './threat-page.type.js';

/** Which page of a list. */
export interface ThreatPaging extends Paging {
  order: ThreatOrder;
  /** The fields of the graph that will be read from its threats; all by default. */
  fields?: ReadonlySet<string>;
}

/** How far ahead a subscriber who fell behind is read to at once: what is coalesced. */
const changesInOneRead = 5_000;

/** Everything that happened to one threat in a stretch of changes: an event but for the threat itself. */
export interface ChangedThreat extends Omit<ThreatEvent, 'threat'> {
  threatId: string;
}

interface CoalescedRow {
  threat_id: string;
  first: string;
  last: string;
  count: number;
  kinds: ThreatEventKind[];
  at: string;
}

/**
 * The cursor of each entry is the place up to which it and those before are complete: whoever goes on from there
 * misses nothing, and receives later changes of threats seen before once more.
 */
function changedThreat(
  { threat_id, first: _first, last, count, kinds, at }: CoalescedRow,
  next: CoalescedRow | undefined,
): ChangedThreat {
  const place = next !== undefined && BigInt(next.first) <= BigInt(last) ? String(BigInt(next.first) - 1n) : last;
  return {
    threatId: threat_id,
    cursor: encodeCursor([place]),
    kind: kinds.find((kind) => kind === 'DETECTED') ?? (kinds.at(-1) as ThreatEventKind),
    kinds: [...new Set(kinds)],
    changeCount: count,
    at: new Date(at),
  };
}

/** Reads threats; every statement is of one tenant. */
export interface ThreatReader {
  /** One page of each owner's list, in the order of the owners: one statement, and one more each for totals and for facets. */
  pages(
    tenantId: string,
    owners: ThreatOwners,
    criteria: ThreatCriteria,
    paging: ThreatPaging,
  ): Promise<FacetedPage<Threat, ThreatFacets>[]>;
  byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, Threat>>;
  /** Those of these threats that are the owners'. */
  owned(tenantId: string, owners: ThreatOwners, ids: readonly string[]): Promise<Map<string, Threat>>;
  /** Which of these threats are those of a device's machine. */
  ofMachine(tenantId: string, ids: readonly string[], deviceId: string): Promise<Set<string>>;
  /** Which of these threats are of machines at a site. */
  ofSite(tenantId: string, ids: readonly string[], siteId: string): Promise<Set<string>>;
  /** The place of the last event so far. */
  lastCursor(tenantId: string): Promise<string>;
  /** At most `first` events behind a cursor, in their order, one for each change. */
  changesAfter(tenantId: string, cursor: string, first: number): Promise<ThreatEvent[]>;
  /**
   * What happened in a stretch of the log, one entry for each threat, in the order of their first changes. `end` is where to
   * read on where it is long. Changes of other kinds than `kinds` are passed over.
   */
  coalesced(
    tenantId: string,
    stretch: Stretch,
    kinds: readonly string[],
  ): Promise<{ changed: ChangedThreat[]; end: bigint }>;
}

export function createThreatReader(database: Database): ThreatReader {
  return {
    async pages(tenantId, owners, criteria, { order, fields, ...paging }) {
      const span = spanOf(paging);
      const { rows } = await selectThreats(tenantId, owners, criteria, { order, span, fields }).execute(database.read);
      const listed = Map.groupBy(rows, ({ place }) => place);
      let totals: Promise<number[]> | undefined;
      const count = async () => {
        const counted = await countThreats(tenantId, owners, criteria).execute(database.read);
        return counted.rows.map(({ total }) => total);
      };
      let facets: Promise<ThreatFacets[]> | undefined;
      const countFacets = async () => {
        const counted = await selectThreatFacets(tenantId, owners, criteria).execute(database.read);
        return facetCounts<ThreatDimension>(counted.rows, ownerCount(owners)).map((each) => new ThreatFacets(each));
      };
      return Array.from({ length: ownerCount(owners) }, (_, index) => {
        const threats = (listed.get(index + 1) ?? []).map(threatOf);
        const page = pageOf(threats, span, (threat) => threatCursor(order, threat), readAsOf());
        return withCounts(page, {
          total() {
            totals ??= count();
            return totals.then((all) => all[index] ?? 0);
          },
          facets() {
            facets ??= countFacets();
            return facets.then((all) => all[index] as ThreatFacets);
          },
        });
      });
    },

    async byIds(tenantId, ids) {
      const { rows } = await sql<ThreatRow>`
        select ${threatColumns} from ${threatSource}
        where threat.tenant_id = ${tenantId} and threat.id = any(${onlyUuids(ids)}::uuid[])`.execute(database.query);
      return new Map(rows.map((row) => [row.id, threatOf(row)]));
    },

    async owned(tenantId, owners, ids) {
      const { rows } = await selectOwned(tenantId, owners, ids).execute(database.query);
      return new Map(rows.map((row) => [row.id, threatOf(row)]));
    },

    async ofMachine(tenantId, ids, deviceId) {
      const { rows } = await sql<{ id: string }>`
        select threat.id from threat
        where threat.tenant_id = ${tenantId} and threat.id = any(${onlyUuids(ids)}::uuid[])
          and ${ofMachineOf(tenantId, uuidOrNone(deviceId))}`.execute(database.query);
      return new Set(rows.map(({ id }) => id));
    },

    async ofSite(tenantId, ids, siteId) {
      const { rows } = await sql<{ id: string }>`
        select threat.id from threat
        where threat.tenant_id = ${tenantId} and threat.id = any(${onlyUuids(ids)}::uuid[])
          and ${ofSites(tenantId, [siteId])}`.execute(database.query);
      return new Set(rows.map(({ id }) => id));
    },

    async lastCursor(tenantId) {
      const { rows } = await sql<{ sequence: string }>`
        select coalesce(max(sequence), 0)::text as sequence from threat_change where tenant_id = ${tenantId}`.execute(
        database.query,
      );
      return encodeCursor([rows[0]?.sequence ?? '0']);
    },

    async changesAfter(tenantId, cursor, first) {
      const sequence = decodeSequenceCursor(cursor);
      const { rows } = await sql<ThreatRow & { sequence: string; kind: string; at: Date }>`
        select change.sequence::text as sequence, change.kind, change.at, ${threatColumns} from (
          select * from threat_change where tenant_id = ${tenantId} and sequence > ${sequence}::bigint
          order by sequence limit ${first}) as change
        join threat on threat.tenant_id = change.tenant_id and threat.id = change.threat_id
        left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
        order by change.sequence`.execute(database.query);
      return rows.map(({ sequence: place, kind, at, ...row }) => ({
        cursor: encodeCursor([place]),
        kind: kind as ThreatEventKind,
        kinds: [kind as ThreatEventKind],
        changeCount: 1,
        at,
        threat: threatOf(row),
      }));
    },

    async coalesced(tenantId, { after, until }, kinds) {
      const { rows } = await sql<{ end: string | null; read: number; coalesced: string | null }>`
        with stretch as materialized (
          select sequence, threat_id, kind, at from threat_change
          where tenant_id = ${tenantId} and sequence > ${String(after)}::bigint and sequence <= ${String(until)}::bigint
          order by sequence limit ${changesInOneRead}),
        coalesced as (
          select threat_id, min(sequence)::text as first, max(sequence)::text as last, count(*) as count,
                 array_agg(kind order by sequence) as kinds, max(at) as at
          from stretch where kind = any(${[...kinds]}::text[]) group by threat_id)
        select max(sequence)::text as "end", count(*)::int as read,
               (select json_agg(coalesced order by coalesced.first::bigint) from coalesced)::text as coalesced from stretch`.execute(
        database.query,
      );
      const [span] = rows;
      if (!span?.end) return { changed: [], end: until };
      const coalesced = JSON.parse(span.coalesced ?? '[]') as CoalescedRow[];
      const changed = coalesced.map((one, index) => changedThreat(one, coalesced[index + 1]));
      return { changed, end: span.read < changesInOneRead ? until : BigInt(span.end) };
    },
  };
}

/** A row as a threat of the graph: fields have the names of their columns. */
function threatOf(row: ThreatRow): Threat {
  const { clientId, agentId } = row;
  // The row is nobody else's: a copy of each would be most of the work.
  return Object.assign(row, {
    signature: row.name,
    severity: (severities[row.severity] ?? 'UNKNOWN') as SeverityEnum,
    severitySource: row.severitySource as SeveritySource,
    status: row.status as ThreatStatusEnum,
    action: row.action as ThreatActionEnum,
    family: (threatFamilies.find((family) => family === row.family) ?? 'UNKNOWN') satisfies ThreatFamilyEnum,
    client: clientId === null ? null : { id: clientId },
    agent: agentId === null ? null : { id: agentId },
  });
}
