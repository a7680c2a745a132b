import { sql, type Transaction } from 'kysely';
import type { Database, Queries, Tables } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';
import { type IntegrationHealth, integrationTrouble, subjectOf } from './integration-trouble.js';
import { raiseNotice, resolveNotice } from './raise-notice.js';

/** A company that was mapped this long ago and never read counts as not read in time. */
const firstRead = sql`interval '2 hours'`;

/** Clocks of hosts differ by less: what is later was stored while one was wrong, and excuses nothing. */
const skew = sql`interval '5 minutes'`;

/** A run that is under way this long no longer excuses anything. */
const runsFor = sql`interval '1 hour'`;

/**
 * Raises a notice for each integration in trouble and resolves those of integrations that recovered. Any replica may do so
 * at any time: a tenant's lock lets only one of them report. A notice is reported again after a day while it lasts.
 */
export async function checkIntegrations(
  { database, jobs }: { database: Database; jobs: Jobs },
  now: Date,
): Promise<void> {
  for (const { tenantId, id } of await integrationsToTell(database.query, now))
    await database.forTenant(tenantId, async (transaction) => {
      const integration = await readHealth(transaction, tenantId, id, now);
      if (integration === null) return;
      const trouble = integrationTrouble(integration);
      if (trouble === null) await resolveNotice(transaction, { tenantId, jobs, now }, subjectOf(integration));
      else await raiseNotice(transaction, { tenantId, jobs, now }, trouble);
    });
}

/** Companies that are polled and were not read in time, unless a run is just about to read them. */
const isStale = (now: Date) => sql`
  company.client_id is not null and company.next_sync_at is not null
  and (company.stale_at <= ${now}
    or company.stale_at is null and greatest(company.mapped_at, company.resumed_at) <= ${now}::timestamptz - ${firstRead})
  and not exists (select from sync_run where sync_run.tenant_id = company.tenant_id
    and sync_run.connection_id = company.connection_id and sync_run.state in ('QUEUED', 'RUNNING')
    and sync_run.queued_at > ${now}::timestamptz - ${runsFor} and sync_run.queued_at <= ${now}::timestamptz + ${skew})`;

/** Integrations whose notice is due, or over: with none of these, this is all that is asked. */
async function integrationsToTell(queries: Queries, now: Date): Promise<{ tenantId: string; id: string }[]> {
  const { rows } = await sql<{ tenantId: string; id: string }>`
    with troubled as (
      select tenant_id, id from connection where state = 'FAILING'
      union
      select company.tenant_id, company.connection_id from company
      join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
      where connection.state <> 'DISCONNECTED' and ${isStale(now)})
    select troubled.tenant_id, troubled.id from troubled
    left join alert on alert.tenant_id = troubled.tenant_id and alert.subject = 'connection:' || troubled.id
    where alert.id is null or alert.state = 'RESOLVED' and alert.taken_over_by is null
      or alert.state in ('OPEN', 'RESOLVED') and alert.raised_at <= ${now}::timestamptz - interval '24 hours'
    union
    select alert.tenant_id, connection.id from alert
    join connection on connection.tenant_id = alert.tenant_id and alert.subject = 'connection:' || connection.id
    where alert.kind = 'NOTICE' and alert.state <> 'RESOLVED'
      and not exists (select from troubled where troubled.tenant_id = connection.tenant_id and troubled.id = connection.id)`.execute(
    queries,
  );
  return rows;
}

async function readHealth(
  transaction: Transaction<Tables>,
  tenantId: string,
  id: string,
  now: Date,
): Promise<IntegrationHealth | null> {
  const { rows } = await sql<Omit<IntegrationHealth, 'error'> & { message: string | null; hint: string | null }>`
    select connection.id, connection.name, connection.state, connection.last_error_message as message,
           connection.last_error_hint as hint, connection.last_succeeded_at,
           count(company.id) filter (where company.client_id is not null)::int as companies,
           count(company.id) filter (where ${isStale(now)})::int as stale_companies
    from connection
    left join company on company.tenant_id = connection.tenant_id and company.connection_id = connection.id
    where connection.tenant_id = ${tenantId} and connection.id = ${id}::uuid
    group by connection.tenant_id, connection.id`.execute(transaction);
  const [row] = rows;
  if (row === undefined) return null;
  const { message, hint, ...health } = row;
  return { ...health, error: message === null ? null : { message, hint: hint ?? '' } };
}
