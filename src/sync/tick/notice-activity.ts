import { sql } from 'kysely';
import { learnClients } from '../../client/life/learn-clients.js';
import type { Database } from '../../database/database.js';
import { asTenant } from '../../database/tenancy.js';
import type { Logger } from '../../logger.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { activeSyncAt, includedEarlySeconds, isActive } from '../cadence/cadence.js';

/** How often core is asked about the quiet clients of a tenant, however many replicas tick. */
export const askAgainMilliseconds = 5 * 60_000;
/** How many tenants are checked at the same time: a slow core delays only these. */
const tenantsAtOnce = 10;

interface NoticeParts {
  database: Database;
  opsMerge: Pick<OpsMerge, 'activities' | 'clientStates'>;
  logger: Logger;
}

/**
 * Asks core, in one call for each 1,000 clients of a tenant, how its clients stand, see `learnClients`, and in another which of its quiet
 * ones have become active, and brings their next sync forward. Any replica may do so at any time: a row claims the tenant. If core does not answer, clients stay
 * as they are until the next check. Returns the number of companies brought forward.
 */
export async function noticeActivity(parts: NoticeParts, now: Date, signal: AbortSignal): Promise<number> {
  let forward = 0;
  for (;;) {
    const tenantIds = signal.aborted ? [] : await claimTenants(parts.database, now);
    if (tenantIds.length === 0) return forward;
    const each = tenantIds.map((tenantId) =>
      asTenant(tenantId, async () => {
        const unknown = (what: string) => (error: Error) => {
          if (!signal.aborted) parts.logger.warn({ tenantId, error: error.message }, `${what} is not known`);
          return 0;
        };
        await learnClients(parts, tenantId, now, signal).catch(unknown('which clients are archived or merged'));
        return noticeTenant(parts, tenantId, now, signal).catch(unknown('which clients became active'));
      }),
    );
    for (const some of await Promise.all(each)) forward += some;
  }
}

/** Tenants that are due for a check, the one that has waited longest first. No other replica claims them for five minutes. */
async function claimTenants(database: Database, now: Date): Promise<string[]> {
  const turn = new Date(now.getTime() - askAgainMilliseconds);
  const { rows } = await sql<{ tenantId: string }>`
    insert into activity_check (tenant_id, asked_at)
    select connection.tenant_id, ${now}::timestamptz from connection
    left join activity_check as last on last.tenant_id = connection.tenant_id
    where connection.state <> 'DISCONNECTED' and (last.asked_at is null or last.asked_at <= ${turn})
    group by connection.tenant_id, last.asked_at
    order by last.asked_at nulls first, connection.tenant_id limit ${tenantsAtOnce}
    on conflict (tenant_id) do update set asked_at = excluded.asked_at where activity_check.asked_at <= ${turn}
    returning tenant_id`.execute(database.query);
  return rows.map(({ tenantId }) => tenantId);
}

interface QuietCompany {
  id: string;
  connectionId: string;
  clientId: string;
  lastSyncedAt: Date;
  lastThreatAt: Date | null;
  watchedAt: Date | null;
  restUntil: Date | null;
}

async function noticeTenant(parts: NoticeParts, tenantId: string, now: Date, signal: AbortSignal): Promise<number> {
  const { database, opsMerge } = parts;
  const companies = await quietCompanies(database, tenantId, now);
  if (companies.length === 0) return 0;
  const clientIds = companies.map(({ clientId }) => clientId);
  const activities = await opsMerge.activities(tenantId, clientIds, signal);
  const due = companies.flatMap(({ id, connectionId, clientId, lastSyncedAt: readAt, restUntil, ...facts }) => {
    const { openTicketCount: openTickets = 0, lastAgentInstalledAt = null } = activities.get(clientId) ?? {};
    const { active, reasons } = isActive({ ...facts, openTickets, lastAgentInstalledAt }, now);
    const at = activeSyncAt({ now, readAt, restUntil, seed: connectionId });
    return active ? [{ id, client_id: clientId, reasons, at }] : [];
  });
  if (due.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update company set active = true, activity_reasons = given.reasons, next_sync_at = least(next_sync_at, given.at)
    from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as given (id uuid, client_id text, reasons jsonb, at timestamptz)
    where company.tenant_id = ${tenantId} and company.id = given.id and company.client_id = given.client_id
      and ${isQuiet(now)}`.execute(database.query);
  return Number(numAffectedRows ?? 0n);
}

async function quietCompanies(database: Database, tenantId: string, now: Date): Promise<QuietCompany[]> {
  const { rows } = await sql<QuietCompany>`
    select company.id, company.connection_id, company.client_id, company.last_synced_at, client_watch.watched_at,
           (select max(created_at) from threat where threat.tenant_id = company.tenant_id
              and threat.company_id = company.id and threat.detected_at > ${now}::timestamptz - interval '24 hours'
              and not threat.history) as last_threat_at,
           (select max(blocked_until) from rate_budget
              where rate_budget.key_fingerprint = connection.key_fingerprint) as rest_until
    from company
    join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
    left join client_watch on client_watch.tenant_id = company.tenant_id and client_watch.client_id = company.client_id
    where company.tenant_id = ${tenantId} and company.client_id is not null
      and connection.state <> 'DISCONNECTED' and ${isQuiet(now)}`.execute(database.query);
  return rows;
}

/**
 * Quiet, read at least once, not waiting after a failure, and so far from due that no run has included it: the due time
 * of a company must not change during the run that reads it.
 */
const isQuiet = (now: Date) => sql`not company.active and company.failures = 0 and company.last_synced_at is not null
  and company.next_sync_at > ${new Date(now.getTime() + includedEarlySeconds(false) * 1_000)}`;
