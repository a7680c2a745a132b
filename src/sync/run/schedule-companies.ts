import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { staleAt } from '../../domain/staleness.js';
import type { Logger } from '../../logger.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { measures } from '../../telemetry/measures.js';
import { isActive, nextSyncAt } from '../cadence/cadence.js';
import type { SyncCompany } from './sync-companies.js';

/** What a run read of its companies. */
export interface RunResult {
  /** The start of the run: what BD had at this time has been read. */
  readAt: Date;
  /** Names of the streams that succeeded. */
  succeeded: ReadonlySet<string>;
  /** Whether the run failed, so that the companies do not count as synced. */
  failed: boolean;
  /** Ids of companies whose devices could not be read, although those of others were: only these do not count as synced. */
  unread: ReadonlySet<string>;
}

/**
 * Records what was read of each company, and when it is due next, depending on the activity of its client. A company that
 * was requested, mapped or unmapped during the run keeps the due time it got then.
 */
export async function scheduleCompanies(
  parts: { database: Database; opsMerge: Pick<OpsMerge, 'activities'>; logger: Logger },
  integration: Pick<IntegrationRow, 'tenantId' | 'id' | 'keyFingerprint'>,
  companies: SyncCompany[],
  { readAt, succeeded, failed: allFailed, unread }: RunResult,
  now: Date,
): Promise<void> {
  const { database, opsMerge, logger } = parts;
  const { tenantId } = integration;
  const clientIds = [...new Set(companies.flatMap(({ clientId }) => clientId ?? []))];
  // If core does not answer, a client counts as quiet, and polling continues.
  const activities = await opsMerge.activities(tenantId, clientIds).catch((error: Error) => {
    logger.warn({ error: error.message }, 'activity of clients is not known');
    return new Map<string, { openTicketCount: number; lastAgentInstalledAt: Date | null }>();
  });
  const facts = await readFacts(database, tenantId, companies);
  const restUntil = await keyRestsUntil(database, integration.keyFingerprint);

  const scheduled = companies.map(({ id, clientId, nextSyncAt: dueAt }) => {
    const activity = activities.get(clientId ?? '');
    const { failures: failuresBefore = 0, lastThreatAt = null, watchedAt = null } = facts.get(id) ?? {};
    const { active, reasons } = isActive(
      {
        openTickets: activity?.openTicketCount ?? 0,
        lastAgentInstalledAt: activity?.lastAgentInstalledAt ?? null,
        lastThreatAt,
        watchedAt,
      },
      now,
    );
    const failed = allFailed || unread.has(id);
    if (!failed) measureInterval(facts.get(id), readAt);
    const failures = failed ? failuresBefore + 1 : 0;
    const next = nextSyncAt({ now, readAt, active, failures, restUntil, seed: integration.id });
    return {
      id,
      client_id: clientId,
      due_at: dueAt,
      active,
      reasons,
      failures,
      next_sync_at: next.at,
      last_synced_at: failed ? null : readAt,
      stale_at: failed ? null : staleAt(readAt, active),
    };
  });
  const readIf = (stream: string, column: string) => sql`case when ${succeeded.has(stream)} then ${readAt}::timestamptz
    else ${sql.ref(`company.${column}`)} end`;
  await sql`
    update company set
      active = given.active, activity_reasons = given.reasons, failures = given.failures,
      next_sync_at = given.next_sync_at, last_synced_at = coalesce(given.last_synced_at, company.last_synced_at),
      stale_at = coalesce(given.stale_at, company.stale_at),
      inventory_succeeded_at = case when company.id = any(${[...unread]}::uuid[]) then company.inventory_succeeded_at
        else ${readIf('INVENTORY', 'inventory_succeeded_at')} end,
      matching_succeeded_at = ${readIf('MATCHING', 'matching_succeeded_at')},
      details_succeeded_at = ${readIf('DETAILS', 'details_succeeded_at')}
    from jsonb_to_recordset(${JSON.stringify(scheduled)}::jsonb) as given (
      id uuid, client_id text, due_at timestamptz, active boolean, reasons jsonb, failures integer,
      next_sync_at timestamptz, last_synced_at timestamptz, stale_at timestamptz)
    where company.tenant_id = ${tenantId} and company.id = given.id and company.client_id = given.client_id
      and date_trunc('milliseconds', company.next_sync_at) = given.due_at`.execute(database.query);
}

/** Counts the time since the read before this one, under the activity that set it. */
function measureInterval(company: CompanyFacts | undefined, readAt: Date): void {
  if (!company?.lastSyncedAt) return;
  const seconds = (readAt.getTime() - company.lastSyncedAt.getTime()) / 1_000;
  measures().cadence.record(Math.max(0, seconds), { activity: company.active ? 'active' : 'quiet' });
}

interface CompanyFacts {
  failures: number;
  active: boolean;
  lastSyncedAt: Date | null;
  lastThreatAt: Date | null;
  watchedAt: Date | null;
}

async function readFacts(
  database: Database,
  tenantId: string,
  companies: SyncCompany[],
): Promise<Map<string, CompanyFacts>> {
  const { rows } = await sql<CompanyFacts & { id: string }>`
    select company.id, company.failures, company.active, company.last_synced_at, client_watch.watched_at,
           (select max(created_at) from threat where threat.tenant_id = company.tenant_id
              and threat.company_id = company.id and not threat.history) as last_threat_at
    from company
    left join client_watch on client_watch.tenant_id = company.tenant_id and client_watch.client_id = company.client_id
    where company.tenant_id = ${tenantId} and company.id = any(${companies.map(({ id }) => id)}::uuid[])`.execute(
    database.query,
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** Until when BD asked for no calls with this key; null if it did not. */
async function keyRestsUntil(database: Database, keyFingerprint: string): Promise<Date | null> {
  const { rows } = await sql<{ until: Date | null }>`
    select max(blocked_until) as until from rate_budget where key_fingerprint = ${keyFingerprint}`.execute(
    database.query,
  );
  return rows[0]?.until ?? null;
}
