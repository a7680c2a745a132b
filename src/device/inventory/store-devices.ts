import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { laterDeviceEvents } from '../../database/later-values.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { hostKey, nameKey } from '../../domain/hostname.js';
import { standInName } from '../../domain/stand-in-name.js';
import type { InventoryDevice } from '../../gravityzone/types.js';
import { unmatched } from './unmatched.js';

/** A company as a sync needs it: its id, and the client it is mapped to; null if unmapped. */
export interface CompanyTarget {
  id: string;
  clientId: string | null;
}

/**
 * Writes one page of the inventory and the events it implies for known devices. `companies` is keyed by Bitdefender's id
 * and must contain the company of each device. Unchanged rows are not written. The clients of changed devices, and those
 * they have left, are queued for matching. Until then a device that has moved to another client has no match, and the
 * twins it leaves behind are machines of their own. Returns the number of rows written.
 */
export async function storeDevices(
  queries: Queries,
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>,
  companies: ReadonlyMap<string, CompanyTarget>,
  devices: InventoryDevice[],
  now: Date,
): Promise<number> {
  if (devices.length === 0) return 0;
  const rows = devices.map((device) => {
    const company = device.companyId === null ? undefined : companies.get(device.companyId);
    if (company === undefined) throw new Error(`The device ${device.id} belongs to an unknown company.`);
    const content = {
      company_id: company.id,
      client_id: company.clientId,
      bd_id: device.id,
      name: device.name ?? standInName('DEVICE', device.id),
      fqdn: device.fqdn,
      label: device.label,
      host_key: hostKey(device.name, device.fqdn),
      // Left out where it is empty: a row without one has the content it had before this column.
      name_key: nameKey(device.name, device.fqdn) || undefined,
      macs: device.macs,
      ip: device.ip,
      operating_system: device.operatingSystem,
      machine_type: device.machineType,
      managed: device.managed,
      policy_id: device.policy?.id ?? null,
      policy_name: device.policy?.name ?? null,
      policy_applied: device.policy?.applied ?? null,
      modules: device.modules,
      product_outdated: device.productOutdated,
      // Left out where it is not reported, as `name_key` is.
      isolated: device.isolated ?? undefined,
      exchange_server: device.exchangeServer ?? undefined,
      last_scan_name: device.lastScan?.name ?? null,
      last_scan_at: device.lastScan?.at ?? null,
      risk_score: device.riskScore,
    };
    return { ...content, content_hash: createHash('sha256').update(JSON.stringify(content)).digest('base64url') };
  });
  const { rows: written } = await sql<{ id: string; moved: boolean }>`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      company_id uuid, client_id text, bd_id text, name text, fqdn text, label text, host_key text, name_key text, macs text[], ip text,
      operating_system text, machine_type text, managed boolean, policy_id text, policy_name text, policy_applied boolean,
      modules jsonb, product_outdated boolean, isolated boolean, exchange_server boolean, last_scan_name text, last_scan_at timestamptz, risk_score float8,
      content_hash text)),
    stored as (
      select device.id, device.presence, device.name, device.managed, device.isolated, device.client_id, device.company_id,
        company.name as company_name
      from device join company on company.tenant_id = device.tenant_id and company.id = device.company_id
      where device.tenant_id = ${integration.tenantId} and device.connection_id = ${integration.id}
        and device.bd_id in (select bd_id from given)),
    written as (insert into device (tenant_id, id, connection_id, company_id, client_id, bd_id, name, fqdn, label, host_key, name_key, macs, ip,
                        operating_system, machine_type, managed, policy_id, policy_name, policy_applied, modules,
                        product_outdated, isolated, exchange_server, last_scan_name, last_scan_at, risk_score, content_hash, presence,
                        presence_changed_at, first_seen_at, changed_at, match_kind, match_reason, match_candidates)
    select ${integration.tenantId}, gen_random_uuid(), ${integration.id}::uuid, company_id, client_id, bd_id, name, fqdn, label,
           host_key, coalesce(name_key, ''), macs, ip, operating_system, machine_type, managed, policy_id, policy_name, policy_applied, modules,
           product_outdated, isolated, exchange_server, last_scan_name, last_scan_at, risk_score, content_hash, 'PRESENT', ${now}, ${now}, ${now},
           'NONE', 'Not matched yet.', '{}'
    from given
    on conflict (tenant_id, connection_id, bd_id) do update set
      company_id = excluded.company_id, client_id = excluded.client_id, name = excluded.name, fqdn = excluded.fqdn,
      label = excluded.label, host_key = excluded.host_key, name_key = excluded.name_key, macs = excluded.macs, ip = excluded.ip,
      operating_system = excluded.operating_system, machine_type = excluded.machine_type, managed = excluded.managed,
      policy_id = excluded.policy_id, policy_name = excluded.policy_name, policy_applied = excluded.policy_applied,
      modules = excluded.modules, product_outdated = excluded.product_outdated, isolated = excluded.isolated, exchange_server = excluded.exchange_server,
      last_scan_name = excluded.last_scan_name, last_scan_at = excluded.last_scan_at, risk_score = excluded.risk_score,
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
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>,
  companyIds: string[],
  seenBdIds: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  await sql`
    with marked as (update device set presence = 'MISSING', presence_changed_at = ${now}, changed_at = ${now}
    where tenant_id = ${integration.tenantId} and connection_id = ${integration.id} and presence = 'PRESENT'
      and company_id = any(${companyIds}::uuid[]) and bd_id <> all(${[...seenBdIds]}::text[])
      returning id, client_id),
    noticed as (
      insert into device_event (tenant_id, id, device_id, kind, at)
      select ${integration.tenantId}, gen_random_uuid(), id, 'MISSING', ${now} from marked)
    insert into client_to_match (tenant_id, client_id)
    select distinct ${integration.tenantId}, client_id from marked where client_id is not null
    on conflict do nothing`.execute(queries);
}
