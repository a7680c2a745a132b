import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { readAsOf } from '../../database/reading.js';
import { onlyUuids } from '../../database/uuid.js';
import { facetCounts } from '../../graphql/facets/select-facets.js';
import { decodeSequenceCursor, encodeCursor } from '../../graphql/lists/cursors.js';
import { pageOf, withCounts } from '../../graphql/lists/pages.js';
import { type FacetedPage, type Paging, spanOf } from '../../graphql/paging.js';
import type { Stretch } from '../../live/stretches.js';
import type { Alert, AlertState } from './alert.type.js';
import type { AlertChangeKindEnum, AlertChangeType } from './alert-change.type.js';
import { selectAlertFacets } from './alert-facets.js';
import type { AlertFilter, AlertOrder } from './alert-filter.type.js';
import {
  type AlertRow,
  alertColumns,
  alertCursor,
  alertOf,
  alertSource,
  countAlerts,
  meets,
  selectAlerts,
} from './alert-list.js';
import { type AlertDimension, AlertFacets } from './alert-page.type.js';

/** The changes that are shown with an alert: its last ones. */
const shownChanges = 100;

export type AlertPage = FacetedPage<Alert, AlertFacets>;

/** Reads alerts; every statement is of one tenant. */
export interface AlertReader {
  /** A page of the list: one statement, and one more each for its total and for its facets. */
  page(tenantId: string, filter: AlertFilter, paging: Paging & { order: AlertOrder }): Promise<AlertPage>;
  byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, Alert>>;
  /** Those that were published as these alerts of the platform, by its ids. */
  ofPlatformAlerts(tenantId: string, ids: readonly string[]): Promise<Map<string, Alert>>;
  /** At most `first` of each of these tickets, newest first, by the ids of the tickets. */
  ofTickets(tenantId: string, ids: readonly string[], first: number): Promise<Map<string, Alert[]>>;
  /** The place of the last change so far. */
  lastCursor(tenantId: string): Promise<string>;
  /** At most `first` changes behind a cursor, in the order of their commits. */
  changesAfter(tenantId: string, cursor: string, first: number): Promise<AlertChangeType[]>;
  /**
   * Those of the first changes in a stretch of the log whose alert meets the filter, in the order of their commits. `end` is
   * where to read on where it is long.
   */
  changesIn(
    tenantId: string,
    stretch: Stretch,
    first: number,
    filter: AlertFilter,
  ): Promise<{ found: AlertChangeType[]; end: bigint }>;
  /** What happened to each of these alerts, the latest last. */
  changesOf(tenantId: string, alerts: readonly Alert[]): Promise<Map<string, AlertChangeType[]>>;
}

export function createAlertReader(database: Database): AlertReader {
  return {
    async page(tenantId, filter, { order, ...paging }) {
      const span = spanOf(paging);
      const { rows } = await selectAlerts(tenantId, filter, { order, span }).execute(database.read);
      const page = pageOf(rows.map(alertOf), span, (alert) => alertCursor(order, alert), readAsOf());
      return withCounts(page, {
        async total() {
          const { rows: counted } = await countAlerts(tenantId, filter).execute(database.read);
          return counted[0]?.total ?? 0;
        },
        async facets() {
          const { rows: counted } = await selectAlertFacets(tenantId, filter).execute(database.read);
          return new AlertFacets(facetCounts<AlertDimension>(counted, 1)[0] ?? {});
        },
      });
    },

    async byIds(tenantId, ids) {
      const { rows } = await sql<AlertRow>`
        select ${alertColumns} from ${alertSource}
        where alert.tenant_id = ${tenantId} and alert.id = any(${onlyUuids(ids)}::uuid[])`.execute(database.query);
      return new Map(rows.map((row) => [row.id, alertOf(row)]));
    },

    async ofPlatformAlerts(tenantId, ids) {
      const { rows } = await sql<AlertRow>`
        select ${alertColumns} from ${alertSource}
        where alert.tenant_id = ${tenantId} and alert.id in (select publication.id from alert_publication as publication
          where publication.tenant_id = ${tenantId} and publication.platform_alert_id = any(${[...ids]}::text[]))`.execute(
        database.query,
      );
      return new Map(rows.map((row) => [row.platformAlertId ?? '', alertOf(row)]));
    },

    async ofTickets(tenantId, ids, first) {
      const { rows } = await sql<AlertRow>`
        select shown.* from unnest(${[...ids]}::text[]) as wanted (id)
        cross join lateral (
          select ${alertColumns} from ${alertSource} where alert.tenant_id = ${tenantId} and alert.ticket_id = wanted.id
          order by alert.raised_at desc, alert.id desc limit ${first}) as shown
        order by shown.raised_at desc, shown.id desc`.execute(database.query);
      const alerts = new Map<string, Alert[]>();
      for (const row of rows) {
        const id = row.ticketId ?? '';
        alerts.set(id, [...(alerts.get(id) ?? []), alertOf(row)]);
      }
      return alerts;
    },

    async lastCursor(tenantId) {
      const { rows } = await sql<{ sequence: string }>`
        select coalesce(max(sequence), 0)::text as sequence from alert_change where tenant_id = ${tenantId}`.execute(
        database.query,
      );
      return encodeCursor([rows[0]?.sequence ?? '0']);
    },

    async changesAfter(tenantId, cursor, first) {
      const sequence = decodeSequenceCursor(cursor);
      const { rows } = await sql<AlertRow & ChangeRow>`
        select ${changeColumns}, ${alertColumns} from (
          select * from alert_change where tenant_id = ${tenantId} and sequence > ${sequence}::bigint
          order by sequence limit ${first}) as change
        join (${alertSource}) on alert.tenant_id = change.tenant_id and alert.id = change.alert_id
        order by change.sequence`.execute(database.query);
      return rows.map((row) => changeOf(row, alertOf(row)));
    },

    async changesIn(tenantId, { after, until }, first, filter) {
      // Changes without an alert that meets the filter come too: they count for where to read on.
      const { rows } = await sql<AlertRow & ChangeRow & { met: boolean }>`
        select ${changeColumns}, ${meets(tenantId, filter)} as met, ${alertColumns} from (
          select * from alert_change where tenant_id = ${tenantId}
            and sequence > ${String(after)}::bigint and sequence <= ${String(until)}::bigint
          order by sequence limit ${first}) as change
        left join (${alertSource}) on alert.tenant_id = change.tenant_id and alert.id = change.alert_id
        order by change.sequence`.execute(database.query);
      const last = rows.at(-1);
      return {
        found: rows.flatMap(({ met, ...row }) => (met ? [changeOf(row, alertOf(row))] : [])),
        end: last === undefined || rows.length < first ? until : BigInt(last.sequence),
      };
    },

    async changesOf(tenantId, alerts) {
      const { rows } = await sql<ChangeRow & { alertId: string }>`
        select ${changeColumns}, change.alert_id from unnest(${alerts.map(({ id }) => id)}::uuid[]) as wanted (id)
        cross join lateral (
          select * from alert_change where tenant_id = ${tenantId} and alert_id = wanted.id
          order by sequence desc limit ${shownChanges}) as change
        order by change.sequence`.execute(database.query);
      const changes = new Map<string, AlertChangeType[]>(alerts.map(({ id }) => [id, []]));
      const known = new Map(alerts.map((alert) => [alert.id, alert]));
      for (const row of rows) {
        const alert = known.get(row.alertId);
        if (alert) changes.get(row.alertId)?.push(changeOf(row, alert));
      }
      return changes;
    },
  };
}

interface ChangeRow {
  sequence: string;
  changeKind: string;
  at: Date;
  actor: string;
  changeDetail: {
    from?: AlertState | null;
    to?: AlertState | null;
    snoozedUntil?: string | null;
    assigneeId?: string | null;
    note?: string | null;
  };
}

const changeColumns = sql`
  change.sequence::text as sequence, change.kind as change_kind, change.at, change.actor, change.detail as change_detail`;

function changeOf({ sequence, changeKind, at, actor, changeDetail }: ChangeRow, alert: Alert): AlertChangeType {
  const { from, to, snoozedUntil, assigneeId, note } = changeDetail;
  return {
    cursor: encodeCursor([sequence]),
    kind: changeKind as AlertChangeKindEnum,
    at,
    actor,
    from: from ?? null,
    to: to ?? null,
    snoozedUntil: snoozedUntil ? new Date(snoozedUntil) : null,
    assigneeId: assigneeId ?? null,
    note: note ?? null,
    alert,
  };
}
