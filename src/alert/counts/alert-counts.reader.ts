import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { severities } from '../../domain/severity.js';
import type { AlertCounts } from './alert-counts.type.js';

export interface AlertCountsReader {
  ofTenant(tenantId: string): Promise<AlertCounts>;
  /** Those of each client, in the order of the clients: one statement, whatever their number. */
  ofClients(tenantId: string, clientIds: readonly string[]): Promise<AlertCounts[]>;
}

interface CountRow extends Omit<AlertCounts, 'openBySeverity'> {
  clientId: string | null;
  /** Open ones by the place of their severity. */
  bySeverity: number[];
}

const none = { open: 0, openUnassigned: 0, openWithTicket: 0, acknowledged: 0, snoozed: 0, suppressed: 0 };

/** Reads what is not resolved, of which an index leads to the rows: history costs nothing. */
export function createAlertCountsReader(database: Database): AlertCountsReader {
  async function read(tenantId: string, clientIds: readonly string[] | null): Promise<Map<string | null, AlertCounts>> {
    const isOpen = sql`alert.state = 'OPEN' and alert.suppressed_by is null`;
    const inState = (state: string) => sql`alert.state = ${sql.lit(state)} and alert.suppressed_by is null`;
    const count = (condition: unknown) => sql`count(*) filter (where ${condition})::int`;
    const client = clientIds === null ? sql`null::text` : sql`alert.client_id`;
    const { rows } = await sql<CountRow>`
      select ${client} as client_id, ${count(isOpen)} as open,
        array[${sql.join(severities.map((_, place) => count(sql`${isOpen} and alert.severity = ${sql.lit(place)}`)))}] as by_severity,
        ${count(sql`${isOpen} and alert.assignee_id is null`)} as open_unassigned,
        ${count(sql`${isOpen} and alert.ticket_id is not null`)} as open_with_ticket,
        ${count(inState('ACKNOWLEDGED'))} as acknowledged, ${count(inState('SNOOZED'))} as snoozed,
        ${count(sql`alert.suppressed_by is not null`)} as suppressed
      from alert
      where alert.tenant_id = ${tenantId} and alert.state in ('OPEN', 'ACKNOWLEDGED', 'SNOOZED')
        and ${clientIds === null ? sql`true` : sql`alert.client_id = any(${[...clientIds]}::text[])`}
      group by 1`.execute(database.read);
    return new Map(rows.map(({ clientId, ...row }) => [clientId, countsOf(row)]));
  }

  const nothing = () => countsOf({ ...none, bySeverity: [] });

  return {
    ofTenant: async (tenantId) => (await read(tenantId, null)).get(null) ?? nothing(),
    async ofClients(tenantId, clientIds) {
      const counts = await read(tenantId, clientIds);
      return clientIds.map((clientId) => counts.get(clientId) ?? nothing());
    },
  };
}

function countsOf({ bySeverity, ...counts }: Omit<CountRow, 'clientId'>): AlertCounts {
  const [unknown = 0, low = 0, medium = 0, high = 0, critical = 0] = bySeverity;
  return { ...counts, openBySeverity: { unknown, low, medium, high, critical } };
}
