import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { laterDeviceEvents } from '../../database/later-values.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { contentColumns, contentHash, type DeviceContent } from './device-content.js';
import { unmatched } from './unmatched.js';

const names = sql.join(contentColumns.map(({ name }) => sql.ref(name)));
const definitions = sql.join(contentColumns.map(({ name, type }) => sql`${sql.ref(name)} ${sql.raw(type)}`));
const givenValues = sql.join(
  contentColumns.map(({ name, absent }) =>
    absent === undefined ? sql.ref(name) : sql`coalesce(${sql.ref(name)}, ${sql.lit(absent)}) as ${sql.ref(name)}`,
  ),
);
const replacements = sql.join(contentColumns.map(({ name }) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`));

/** Takes rows of devices of an integration; returns those that differ from what is stored, or are not stored as present. */
export async function changedOnly(
  queries: Queries,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  rows: readonly DeviceContent[],
): Promise<DeviceContent[]> {
  const stored = await queries
    .selectFrom('device')
    .select(['bdId', 'contentHash'])
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .where('bdId', '=', sql<string>`any(${rows.map(({ bdId }) => bdId)}::text[])`)
    .where('presence', '=', 'PRESENT')
    .execute();
  const hashes = new Map(stored.map(({ bdId, contentHash }) => [bdId, contentHash]));
  return rows.filter((row) => hashes.get(row.bdId) !== contentHash(row));
}

/**
 * Writes devices of the inventory (see `contentOf`) and the events they imply for known devices. Unchanged rows are not
 * written. The clients of changed devices, and those they have left, are queued for matching. Until then a device that has
 * moved to another client has no match, and the twins it leaves behind are machines of their own. Returns the number of rows
 * written.
 */
export async function storeDevices(
  queries: Queries,
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>,
  rows: readonly DeviceContent[],
  now: Date,
): Promise<number> {
  if (rows.length === 0) return 0;
  const given = JSON.stringify(rows.map((row) => ({ ...row.values, content_hash: contentHash(row) })));
  const { rows: written } = await sql<{ id: string; moved: boolean }>`
    with given as (
      select ${givenValues}, content_hash
      from jsonb_to_recordset(${given}::jsonb) as given (${definitions}, content_hash text)),
    stored as (
      select device.id, device.presence, device.name, device.managed, device.isolated, device.client_id, device.company_id,
        company.name as company_name
      from device join company on company.tenant_id = device.tenant_id and company.id = device.company_id
      where device.tenant_id = ${integration.tenantId} and device.connection_id = ${integration.id}
        and device.bd_id in (select bd_id from given)),
    written as (insert into device (tenant_id, id, connection_id, ${names}, content_hash, presence,
                        presence_changed_at, first_seen_at, changed_at, match_kind, match_reason, match_candidates)
    select ${integration.tenantId}, gen_random_uuid(), ${integration.id}::uuid, ${names}, content_hash, 'PRESENT',
           ${now}, ${now}, ${now}, 'NONE', 'Not matched yet.', '{}'
    from given
    on conflict (tenant_id, connection_id, bd_id) do update set ${replacements},
      content_hash = excluded.content_hash, changed_at = excluded.changed_at, presence = 'PRESENT',
      presence_changed_at = case when device.presence = 'PRESENT' then device.presence_changed_at else ${now} end
      where device.content_hash <> excluded.content_hash or device.presence <> 'PRESENT'
      returning id, name, managed, isolated, client_id, company_id),
    events as (
      select stored.id as device_id, event.kind, event.before, event.after
      from written join stored on stored.id = written.id
      join company on company.tenant_id = ${integration.tenantId} and company.id = written.company_id
      cross join lateral (values
        ('RETURNED', stored.presence <> 'PRESENT', null, null),
        ('RENAMED', stored.name <> written.name, stored.name, written.name),
        ('MOVED', stored.company_id <> written.company_id, stored.company_name, company.name),
        ('UNMANAGED', stored.managed and not written.managed, null, null),
        ('MANAGED', written.managed and not stored.managed, null, null),
        ('ISOLATED', written.isolated and stored.isolated is not true, null, null),
        ('RELEASED', stored.isolated and written.isolated is not true, null, null)) as event (kind, happened, before, after)
      where event.happened),
    noticed as (
      insert into device_event (tenant_id, id, device_id, kind, at, before, after)
      select ${integration.tenantId}, gen_random_uuid(), device_id, kind, ${now}, before, after
      from events where kind <> all(${[...laterDeviceEvents]}::text[])),
    isolated as (
      insert into isolation_event (tenant_id, id, device_id, kind, at)
      select ${integration.tenantId}, gen_random_uuid(), device_id, kind, ${now}
      from events where kind = any(${[...laterDeviceEvents]}::text[])),
    touched as (
      insert into client_to_match (tenant_id, client_id)
      select distinct ${integration.tenantId}, client.id
      from written left join stored on stored.id = written.id
      cross join lateral (values (written.client_id), (stored.client_id)) as client (id)
      where client.id is not null
      on conflict do nothing)
    select written.id, stored.id is not null and stored.client_id is distinct from written.client_id as moved
    from written left join stored on stored.id = written.id`.execute(queries);
  const moved = written.filter((row) => row.moved).map(({ id }) => id);
  if (moved.length > 0)
    await queries
      .updateTable('device')
      .set(unmatched)
      .where('tenantId', '=', integration.tenantId)
      .where((expression) => expression.or([expression('id', 'in', moved), expression('twinOf', 'in', moved)]))
      .execute();
  return written.length;
}

/**
 * Marks devices as missing that a complete walk of these companies did not list. Nothing is deleted: a device keeps its
 * history and returns when Bitdefender lists it again. The clients of missing devices are queued for matching.
 */
export async function markMissingDevices(
  queries: Queries,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  companyIds: readonly string[],
  seenBdIds: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  if (companyIds.length === 0) return;
  const present = await queries
    .selectFrom('device')
    .select(['id', 'bdId'])
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .where('companyId', '=', sql<string>`any(${companyIds}::uuid[])`)
    .where('presence', '=', 'PRESENT')
    .execute();
  const gone = present.flatMap((device) => (seenBdIds.has(device.bdId) ? [] : [device.id]));
  if (gone.length === 0) return;
  await sql`
    with marked as (update device set presence = 'MISSING', presence_changed_at = ${now}, changed_at = ${now}
    where tenant_id = ${tenantId} and id = any(${gone}::uuid[])
      returning id, client_id),
    noticed as (
      insert into device_event (tenant_id, id, device_id, kind, at)
      select ${tenantId}, gen_random_uuid(), id, 'MISSING', ${now} from marked)
    insert into client_to_match (tenant_id, client_id)
    select distinct ${tenantId}, client_id from marked where client_id is not null
    on conflict do nothing`.execute(queries);
}
