import { sql } from 'kysely';
import type { Queries } from '../database/database.js';
import { clientRests } from '../tenant/resting-clients.js';
import type { LicenceEnd } from './licence-end.js';

/**
 * The licences of these clients' companies, or of all clients if null, that end by some time, or have ended: one statement. Each is the one
 * that GravityZone shows for the company itself. One that can no longer be read is there with the end that was read last.
 */
export async function readLicenceEnds(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[] | null,
  until: Date,
): Promise<LicenceEnd[]> {
  const among = clientIds === null ? sql`true` : sql`company.client_id = any(${[...clientIds]}::text[])`;
  const { rows } = await sql<LicenceEnd>`
    select company.client_id, company.name as company_name, coalesce(seats.expires_at, seats.known_expires_at) as ends_at,
           seats.expires_at is not null as is_read,
           company.state = 'PRESENT' and connection.state <> 'DISCONNECTED' and not seats.closed
             and not ${clientRests('company')} as is_looked_at,
           company.mapped_at, seats.month, seats.as_of, look.looked_at, look.problem is not null as failed
    from company
    join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
    cross join lateral (
      select month, as_of, closed, expires_at, known_expires_at from seat_month
      where seat_month.tenant_id = company.tenant_id and seat_month.company_id = company.id
      order by month desc limit 1) as seats
    left join seat_look as look on look.tenant_id = company.tenant_id and look.connection_id = company.connection_id
    where company.tenant_id = ${tenantId} and company.client_id is not null and company.mapped_at is not null and ${among}
      and coalesce(seats.expires_at, seats.known_expires_at) <= ${until}
    order by company.id`.execute(queries);
  return rows;
}
