import type { Client } from 'pg';

/** What is planted beside the threats. */
export const planted = { tenantId: 'msp-one', clients: 200, devices: 10_000 };

/**
 * Writes many threats into an empty database: detected over the last two years, one in twenty unresolved, spread over
 * clients and devices, with paths that are all different. Indexes are built afterwards, which is faster.
 */
export async function plantManyThreats(database: Client, count: number, tenantId = planted.tenantId): Promise<void> {
  const { clients, devices } = planted;
  await database.query(
    `insert into company (tenant_id, id, connection_id, bd_id, name, kind, state, client_id, mapped_at, active,
       activity_reasons, next_sync_at, last_synced_at, stale_at, failures, first_seen_at, changed_at)
     select $1, md5('company' || number)::uuid, md5('connection')::uuid, 'bd-' || number, 'Company ' || number, 'CUSTOMER',
       'PRESENT', 'client-' || number, now(), true, '[]', now() + interval '1 day', now(), now() + interval '1 day', 0,
       now(), now()
     from generate_series(1, $2::int) as number`,
    [tenantId, clients],
  );
  await database.query(
    `insert into device (tenant_id, id, connection_id, company_id, client_id, bd_id, name, host_key, macs, machine_type,
       managed, content_hash, presence, presence_changed_at, first_seen_at, changed_at, match_kind, match_reason,
       match_candidates)
     select $1, md5('device' || number)::uuid, md5('connection')::uuid, md5('company' || (1 + number % $3))::uuid,
       'client-' || (1 + number % $3), 'bd-' || number, 'WIN-' || number, 'win-' || number, '{}', 'COMPUTER', true, '',
       'PRESENT', now(), now(), now(), 'NONE', '', '{}'
     from generate_series(1, $2::int) as number`,
    [tenantId, devices, clients],
  );
  const { rows: indexes } = await database.query(
    `select indexname, indexdef from pg_indexes where tablename = 'threat' and indexname <> 'threat_pkey'`,
  );
  for (const { indexname } of indexes) await database.query(`drop index "${indexname}"`);
  await database.query(
    `insert into threat (tenant_id, id, connection_id, company_id, client_id, device_id, bd_device_id, host_name, host_key, name,
       family, severity, severity_score, severity_source, severity_reason, status, resolved_by, resolved_at, action, file_path,
       detected_at, last_detected_at, occurrences, history, created_at, changed_at)
     select $1, md5('threat' || number)::uuid, md5('connection')::uuid, md5('company' || (1 + device % $3))::uuid,
       'client-' || (1 + device % $3), md5('device' || device)::uuid, 'bd-' || device, 'WIN-' || device, 'win-' || device,
       (array['Trojan', 'Gen:Variant', 'Ransom', 'Adware', 'Exploit'])[1 + (number / 20) % 5] || '.' || substr(md5((number % 5000)::text), 1, 6),
       'TROJAN', 1 + (number / 20) % 4, null, 'THREAT_FAMILY', 'Planted.', case when resolved then 'RESOLVED' else 'UNRESOLVED' end,
       case when resolved then 'bitdefender' end, case when resolved then at end, 'BLOCKED',
       'C:\\Users\\' || substr(md5('user' || number), 1, 8) || '\\AppData\\' || substr(md5('file' || number), 1, 10) || '.exe',
       at, at, 1, false, at, at
     from (select number, 1 + (number * 7919::bigint) % $4 as device, number % 20 <> 0 as resolved,
             date_trunc('milliseconds', now() - number * (interval '730 days' / $2::int)) as at
           from generate_series(1, $2::int) as number) as made`,
    [tenantId, count, clients, devices],
  );
  for (const { indexdef } of indexes) await database.query(indexdef);
  await database.query('vacuum analyze');
}
