import type { Client } from 'pg';

/** A device as it is written into the table by hand: its client, and the device that represents it, if that is another. */
export interface PlantedDevice {
  id: string;
  clientId: string | null;
  hostKey: string;
  twinOf: string | null;
}

/** Writes devices of a company past the service, in one statement. */
export async function plantDevices(
  database: Client,
  tenantId: string,
  companyId: string,
  devices: readonly PlantedDevice[],
): Promise<void> {
  await database.query(
    `insert into device (tenant_id, id, connection_id, company_id, client_id, bd_id, name, host_key, macs, machine_type, managed,
       content_hash, presence, presence_changed_at, first_seen_at, changed_at, match_kind, match_reason, match_candidates, twin_of)
     select $1, id, $2, $2, "clientId", id::text, upper("hostKey"), "hostKey", '{}', 'COMPUTER', true, '', 'PRESENT', now(), now(),
       now(), 'NONE', '', '{}', "twinOf"
     from jsonb_to_recordset($3::jsonb) as given (id uuid, "clientId" text, "hostKey" text, "twinOf" uuid)`,
    [tenantId, companyId, JSON.stringify(devices)],
  );
}
