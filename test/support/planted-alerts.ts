import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

/** An alert without a threat as it is written into the table by hand. */
export interface PlantedAlert {
  tenantId: string;
  kind: string;
  title: string;
  /** A place in the list of severities. */
  severity: number;
  state: string;
  clientId: string | null;
  suppressedBy: string | null;
  ticketId: string | null;
  assigneeId: string | null;
}

/** An alert with defaults for what is not specified. */
export const plantedAlert = (known: Partial<PlantedAlert>): PlantedAlert => ({
  tenantId: 'msp-one',
  kind: 'OUTBREAK',
  title: 'Planted',
  severity: 3,
  state: 'OPEN',
  clientId: 'client-1',
  suppressedBy: null,
  ticketId: null,
  assigneeId: null,
  ...known,
});

/** Writes alerts past the service, in one statement. */
export async function plantAlerts(database: Client, alerts: readonly PlantedAlert[]): Promise<void> {
  await database.query(
    `insert into alert (tenant_id, id, kind, subject, alert_type, title, severity, state, client_id, suppressed_by, ticket_id,
       assignee_id, raised_at, changed_at)
     select "tenantId", id, kind, id, 'bitdefender', title, severity, state, "clientId", "suppressedBy", "ticketId", "assigneeId",
       now(), now()
     from jsonb_to_recordset($1::jsonb) as given ("tenantId" text, id uuid, kind text, title text, severity smallint, state text,
       "clientId" text, "suppressedBy" text, "ticketId" text, "assigneeId" text)`,
    [JSON.stringify(alerts.map((alert) => ({ ...alert, id: randomUUID() })))],
  );
}
