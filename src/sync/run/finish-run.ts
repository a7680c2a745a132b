import { checkDegradation } from '../../alert/degradation/check-degradation.js';
import { followTickets } from '../../alert/delivery/follow-tickets.js';
import { followPlatformTickets } from '../../alert/publication/follow-platform-tickets.js';
import type { Database } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { recordCoverage } from '../../device/coverage/coverage.reader.js';
import type { GravityZone } from '../../gravityzone/types.js';
import { saveZone } from '../../integration/zone-change.js';
import type { Logger } from '../../logger.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import type { Jobs } from '../../queue/ports.js';
import type { RunRecord } from '../history/sync-run.store.js';
import { clientsToRecord } from './clients-to-record.js';
import { saveIntegrationHealth } from './integration-state.js';
import type { ActiveRun } from './run-stream.js';
import { judgeRun, type StreamResult } from './run-verdict.js';
import { scheduleCompanies } from './schedule-companies.js';
import { unreadableKey } from './stream-error.js';
import { dueCompanies, type SyncCompany } from './sync-companies.js';

/** What finishing a run needs of the service. */
export interface FinishParts {
  database: Database;
  opsMerge: OpsMerge;
  jobs: Jobs;
  logger: Logger;
}

/** Finishes a run after its streams: health of the integration, next due times, coverage, tickets, and its record. */
export async function finishRun(
  parts: FinishParts,
  integration: IntegrationRow,
  run: Pick<ActiveRun, 'record' | 'access' | 'shared'>,
  results: readonly StreamResult[],
): Promise<void> {
  const { database, logger } = parts;
  const { tenantId } = integration;
  const { record, access, shared } = run;
  const { now, companies, unread, changedClients } = shared;
  if (results.some(({ state }) => state === 'DISCONNECTED'))
    return record.end('CANCELLED', access.calls, [], 'DISCONNECTED');
  const { state, succeeded, firstError, synced } = judgeRun(results);
  await saveIntegrationHealth(database, integration, {
    state: state === 'FAILED' ? 'FAILING' : 'CONNECTED',
    error: firstError,
    succeededAt: synced ? now : null,
    learnt: learntColumns(access.gravityZone),
  });
  await saveZone(database, access.integration, access.gravityZone.learnt.naiveOffsetMinutes, new Date());
  const due = dueCompanies(companies);
  await scheduleCompanies(parts, integration, due, { readAt: now, succeeded, failed: !synced, unread }, new Date());
  const clientIds = [...new Set(due.flatMap(({ clientId }) => clientId ?? []))];
  const toRecord = clientsToRecord(due, changedClients, now);
  if (toRecord.length > 0)
    await database.forTenant(tenantId, async (transaction) => {
      await recordCoverage(transaction, tenantId, toRecord, now);
      await checkDegradation(transaction, { tenantId, jobs: parts.jobs, now }, toRecord);
    });
  // If core does not answer, tickets keep the status last read until the next run.
  for (const follow of [followTickets, followPlatformTickets])
    await follow(parts, tenantId, clientIds, new Date()).catch((error: Error) =>
      logger.warn({ error: error.message }, 'the status of tickets could not be read'),
    );
  await record.end(state, access.calls, synced ? clientIds : [], firstError?.code);
}

/** Finishes a run whose key could not be decrypted, before any stream. */
export async function finishWithoutKey(
  parts: FinishParts,
  integration: IntegrationRow,
  run: { record: RunRecord; companies: ReadonlyMap<string, SyncCompany>; now: Date },
): Promise<void> {
  const { record, companies, now } = run;
  await saveIntegrationHealth(parts.database, integration, {
    state: 'FAILING',
    error: unreadableKey,
    succeededAt: null,
  });
  const nothingRead = { readAt: now, succeeded: new Set<string>(), failed: true, unread: new Set<string>() };
  await scheduleCompanies(parts, integration, dueCompanies(companies), nothingRead, new Date());
  await record.end('FAILED', 0, [], unreadableKey.code);
}

/** What the calls of the run have shown of this GravityZone, for the next one; unknown values keep what is stored. */
function learntColumns({ learnt }: GravityZone): Partial<IntegrationRow> {
  const { pageSize, flavour } = learnt;
  return {
    ...(pageSize !== null && { pageSize }),
    ...(flavour !== null && { flavour }),
  };
}
