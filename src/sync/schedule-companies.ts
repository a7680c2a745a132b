import { sql } from 'kysely';
import { staleAt } from '../company/staleness.js';
import type { ConnectionRow } from '../connection/open-gravityzone.js';
import { type Database, json } from '../database/database.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import type { Logger } from '../server/logger.js';
import { isActive, nextSyncAt } from './cadence.js';
import type { SyncCompany } from './sync-companies.js';

/** What a run did for its companies. */
export interface RunResult {
  /** The start of the run: everything BD had by then has been read. */
  readAt: Date;
  /** Names of the streams that succeeded. */
  succeeded: ReadonlySet<string>;
  /** Whether it must be tried again sooner or later, so that the companies do not count as synced. */
  failed: boolean;
}

/** Writes down what was read of each company, and when it is due next, from what is going on at its client. */
export async function scheduleCompanies(
  parts: { database: Database; opsMerge: OpsMerge; logger: Logger },
  connection: Pick<ConnectionRow, 'tenantId' | 'id'>,
  companies: SyncCompany[],
  { readAt, succeeded, failed }: RunResult,
  now: Date,
): Promise<void> {
  const { database, opsMerge, logger } = parts;
  const { tenantId } = connection;
  const clientIds = [...new Set(companies.flatMap(({ clientId }) => clientId ?? []))];
  // Without core's word a client counts as quiet: polling goes on.
  const activities = await opsMerge.activities(tenantId, clientIds).catch((error: Error) => {
    logger.warn({ error: error.message }, 'activity of clients is not known');
    return new Map<string, { openTicketCount: number; lastAgentInstalledAt: Date | null }>();
  });
  const { rows } = await sql<{ companyId: string; at: Date; failures: number }>`
    select company.id as company_id, company.failures,
           (select max(created_at) from threat where threat.tenant_id = company.tenant_id
              and threat.company_id = company.id and not threat.history) as at
    from company where tenant_id = ${tenantId} and id = any(${companies.map(({ id }) => id)}::uuid[])`.execute(
    database.query,
  );
  for (const { companyId, at, failures: before } of rows) {
    const clientId = companies.find(({ id }) => id === companyId)?.clientId ?? '';
    const activity = activities.get(clientId);
    const { active, reasons } = isActive(
      {
        openTickets: activity?.openTicketCount ?? 0,
        lastAgentInstalledAt: activity?.lastAgentInstalledAt ?? null,
        lastThreatAt: at,
        watchedAt: null,
      },
      now,
    );
    const failures = failed ? before + 1 : 0;
    const next = nextSyncAt({ now, active, watched: false, failures, seed: companyId });
    await database.query
      .updateTable('company')
      .set({
        active,
        activityReasons: json([...reasons]),
        failures,
        nextSyncAt: next.at,
        ...(succeeded.has('INVENTORY') && { inventorySucceededAt: readAt }),
        ...(succeeded.has('MATCHING') && { matchingSucceededAt: readAt }),
        ...(succeeded.has('DETAILS') && { detailsSucceededAt: readAt }),
        ...(!failed && { lastSyncedAt: readAt, staleAt: staleAt(readAt, active) }),
      })
      .where('tenantId', '=', tenantId)
      .where('id', '=', companyId)
      // One that was asked for, mapped anew or ended meanwhile keeps what that said.
      .where('nextSyncAt', '<=', readAt)
      .where('clientId', 'is not', null)
      .execute();
  }
}
