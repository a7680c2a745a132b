import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { FailedRow } from './failed-row.type.js';

/** The most failed rows that are listed of one integration. */
export const mostFailedRows = 100;

/** Reads failed rows in one statement; the answers are in the order of the ids. */
export interface FailedRowReader {
  ofIntegrations(tenantId: string, connectionIds: readonly string[]): Promise<FailedRow[][]>;
}

/** Reasons of skipped rows of lists that are no failures: such a row is left out because of what it says. */
const leftOut = ['DELETED_IN_BD'];

/** What is read again row by row is listed by its own record, and left out of the rows that the last run skipped. */
export function createFailedRowReader(database: Database): FailedRowReader {
  return {
    async ofIntegrations(tenantId, connectionIds) {
      const ids = onlyUuids(connectionIds);
      const { rows } = await sql<FailedRow & { integrationId: string }>`
        select given.id::text as integration_id, failed.* from unnest(${ids}::uuid[]) as given (id)
        cross join lateral (
          select 'INCIDENT_DETAILS' as kind, source.bd_id, threat.name, coalesce(source.details_problem, '') as reason,
                 source.details_failures as failures, source.details_due_at as next_try_at, threat.id as threat_id,
                 threat.device_id
          from threat_source as source
          join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id and threat.status = 'UNRESOLVED'
          where source.tenant_id = ${tenantId} and source.connection_id = given.id and source.kind = 'INCIDENT'
            and source.details_due_at is not null and source.details_failures > 0
          union all
          select 'DEVICE_STATE', device.bd_id, device.name, coalesce(device.state_problem, ''), device.state_failures,
                 device.state_due_at, null, device.id
          from device
          where device.tenant_id = ${tenantId} and device.connection_id = given.id and device.state_failures > 0
            and device.presence = 'PRESENT'
          union all
          select case when skipped.reason like 'COMPANY\\_%' then 'COMPANY_DEVICES'
                      when skipped.reason like 'DELETED\\_GROUP\\_%' then 'DELETED_GROUP' else 'LISTED_ROW' end,
                 coalesce(raw ->> 'id', raw ->> 'incidentId', raw ->> 'companyId'),
                 coalesce(company.name, raw ->> 'name', raw ->> 'threatName'),
                 coalesce(raw ->> 'message', skipped.reason), 1, null, null, null
          from (select id from sync_run where tenant_id = ${tenantId} and connection_id = given.id and ended_at is not null
                order by queued_at desc, id desc limit 1) as run
          join skipped_row as skipped on skipped.tenant_id = ${tenantId} and skipped.run_id = run.id
          left join company on company.tenant_id = ${tenantId} and company.connection_id = given.id
            and skipped.reason ~ '^(COMPANY|DELETED_GROUP)_' and company.bd_id = raw ->> 'companyId'
          -- A report is read again only when there is another instance.
          where skipped.stream not in ('DETAILS', 'REPORT') and skipped.reason not like 'DETAILS\\_%' and skipped.reason <> all(${leftOut})
          order by failures desc, kind, bd_id
          limit ${mostFailedRows}) as failed`.execute(database.query);
      return connectionIds.map((id) => rows.filter(({ integrationId }) => integrationId === id));
    },
  };
}
