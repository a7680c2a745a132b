import { type Selectable, sql } from 'kysely';
import type { Database, Queries, Tables } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { Mute } from '../../domain/alert-rule.js';
import { decodeTimeCursor, encodeCursor, placeOf } from '../../graphql/lists/cursors.js';
import { pageOf } from '../../graphql/lists/pages.js';
import { type ConnectionPage, type Paging, readingOf, spanOf } from '../../graphql/paging.js';
import { validFor } from '../../tenant/merging-clients.js';
import { machineOfDevice } from '../../threat/owners/machine-threats.sql.js';
import type { AlertMute, AlertMuteFilter } from './mute.type.js';

export type MuteRow = Selectable<Tables['alertMute']>;

/** Reads mutes; every statement is of one tenant. */
export interface MuteReader {
  /** One page, those that end last first. */
  page(tenantId: string, filter: AlertMuteFilter, paging: Paging): Promise<ConnectionPage<AlertMute>>;
  byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, AlertMute>>;
}

export function createMuteReader(database: Database): MuteReader {
  return {
    async page(tenantId, filter, paging) {
      const span = spanOf(paging);
      const { direction, behind } = readingOf(span, 'desc');
      const now = new Date();
      let query = database.query.selectFrom('alertMute').selectAll().where('tenantId', '=', tenantId);
      if (!filter.ended) query = query.where('until', '>', now);
      if (filter.clientId) query = query.where('clientId', '=', filter.clientId);
      const place = placeOf(span, decodeTimeCursor);
      if (place !== null) query = query.where(sql<boolean>`(until, id) ${behind} (${place[0]}, ${place[1]}::uuid)`);
      const rows = await query.orderBy(sql`until ${direction}, id ${direction}`).limit(span.limit).execute();
      const mutes = rows.map((row) => muteOf(row, now));
      return pageOf(mutes, span, ({ until, id }) => encodeCursor([until.getTime(), id]));
    },

    async byIds(tenantId, ids) {
      const { rows } = await sql<MuteRow>`
        select * from alert_mute
        where tenant_id = ${tenantId} and id = any(${onlyUuids(ids)}::uuid[])`.execute(database.query);
      return new Map(rows.map((row) => [row.id, muteOf(row, new Date())]));
    },
  };
}

/** A mute as the graph shows it. */
export function muteOf({ clientId, hostname, ...row }: MuteRow, now: Date): AlertMute {
  return { ...row, client: clientId === null ? null : { id: clientId }, hostName: hostname, active: row.until > now };
}

/**
 * The mutes of a tenant that silence something at or after an instant, the earliest first. While clients are merged, those of each are there
 * for each.
 */
export async function readMutes(queries: Queries, tenantId: string, since: Date): Promise<Mute[]> {
  const { rows } = await sql<
    MuteRow & { validFor: string | null; deviceIds: string[] | null; hostKeys: string[] | null }
  >`
    select mute.*, valid.client_id as valid_for, machine.device_ids, machine.host_keys from alert_mute as mute
    cross join lateral (${validFor(tenantId, sql`mute.client_id`)}) as valid
    left join lateral (${machineOfDevice(tenantId, sql`mute.device_id`)}) as machine on true
    where mute.tenant_id = ${tenantId} and mute.until > ${since}
    order by mute.created_at, mute.id, valid.client_id`.execute(queries);
  return rows.map(({ id, deviceId, deviceIds, hostKeys, threatName, reason, createdAt, until, ...row }) => ({
    id,
    clientId: row.validFor,
    machine: deviceId === null ? null : { deviceIds: deviceIds ?? [deviceId], hostKeys: hostKeys ?? [] },
    threatName,
    reason,
    from: createdAt,
    until,
  }));
}
