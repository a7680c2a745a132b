/**
 * The path of one threat, hop by hop:
 *
 *  1. `queueDueRuns` (sync/tick/tick.ts) finds a company that is due; `requestRun` (sync/history/sync-run.store.ts)
 *     queues a run of its integration.
 *  2. `openQueue` (queue/queue.ts) hands the job to a free replica, whose worker (app.ts) calls `runSync` below.
 *  3. `runAllStreams` (sync/run/run-stream.ts) runs the streams in turn: `inventory` and `matching` make the device and
 *     its agent known first.
 *  4. `incidents` (sync/stream/incidents-stream.ts) reads pages through `incidents` (gravityzone/reads/incidents.ts), and
 *     `quarantine` (sync/stream/quarantine-stream.ts) those of the quarantine.
 *  5. `draftOfIncident` or `draftOfQuarantineItem` (threat/intake/draft.ts) makes a draft of each row; `storeDrafts`
 *     (sync/stream/store-drafts.ts) finds its company.
 *  6. `storeThreats` (threat/intake/store-threats.ts) drops what is stored already and writes the rest, in one
 *     transaction with the next two hops.
 *  7. `createAlerting` (alert/raising/create-alerting.ts) raises the alert through `raiseAlerts` (alert/raising/raise-alerts.ts)
 *     and queues its actions.
 *  8. `appendChanges` (live/change-log.ts) logs the change and notifies every replica on commit.
 *  9. `watchThreats` (threat/list/watch-threats.ts) reads the change for each subscriber; `deliverAction`
 *     (alert/delivery/deliver.ts) carries the actions out.
 */

import { type IntegrationRow } from '../../database/tables/rows.js';
import { readIntegration } from '../../integration/integration.store.js';
import { type OpenGravityZone } from '../../integration/open-gravityzone.js';
import { type LiveEvents } from '../../live/live-events.js';
import { type Queue } from '../../queue/queue.js';
import { type Alerting } from '../../threat/intake/alerting.js';
import { forgetFutureTimes } from '../cadence/future-times.js';
import { type RunRecord, recordRun } from '../history/sync-run.store.js';
import { type FinishParts, finishRun, finishWithoutKey } from './finish-run.js';
import { abortOnDisconnect } from './integration-state.js';
import { planRun } from './plan-run.js';
import { openAccess } from './run-access.js';
import { type ActiveRun, runAllStreams } from './run-stream.js';
import { readCompanies } from './sync-companies.js';

export interface SyncParts extends FinishParts {
  alerting: Alerting;
  queue: Pick<Queue, 'sync' | 'raisePriority' | 'withoutJob'>;
  openGravityZone: OpenGravityZone;
  liveEvents: LiveEvents;
  /** The time limit of one run, in seconds. Less than an hour, after which the queue gives a run up. */
  runSeconds: number;
}

interface RunStart {
  integration: IntegrationRow;
  runId: string;
  record: RunRecord;
  stopping: AbortSignal;
  ended: AbortSignal;
}

/**
 * One pass over an integration's due companies. Each stream runs and fails on its own, and its outcome is recorded.
 * Safe to repeat: a run cut off by a crash starts again from its start and finds what it stored unchanged.
 * Rejects only when the service stops, so that the queue hands the run to another replica.
 */
export async function runSync(
  parts: SyncParts,
  job: { tenantId: string; connectionId: string; runId: string },
  stopping: AbortSignal,
): Promise<void> {
  const { database } = parts;
  const { tenantId, connectionId, runId } = job;
  const record = recordRun(database, parts.queue, job);
  // Listens before it reads, so that an end in between is not missed.
  const disconnect = abortOnDisconnect(parts, { tenantId, id: connectionId });
  try {
    await forgetFutureTimes(database.query, new Date(), { tenantId, connectionId });
    const integration = await readIntegration(database.query, tenantId, connectionId);
    if (integration === undefined || integration.state === 'DISCONNECTED')
      await record.end('CANCELLED', 0, [], 'DISCONNECTED');
    else await syncIntegration(parts, { integration, runId, record, stopping, ended: disconnect.ended });
  } finally {
    disconnect.stop();
  }
}

/** Plans the run, runs its streams and finishes it. */
async function syncIntegration(parts: SyncParts, start: RunStart): Promise<void> {
  const { database } = parts;
  const { integration, runId, record, stopping, ended } = start;
  if (!(await record.start())) return;
  const now = new Date();
  const companies = await readCompanies(database.query, integration, now);
  const plan = await planRun(database, integration, companies, now);
  await record.planned(plan.reason);
  const access = openAccess(parts, integration);
  if (access === null) return finishWithoutKey(parts, integration, { record, companies, now });
  const run: ActiveRun = {
    ...{ runId, record, access, stopping, ended, logger: parts.logger },
    shared: {
      ...{ database, opsMerge: parts.opsMerge, alerting: parts.alerting, companies, plan, now },
      signal: AbortSignal.any([stopping, ended, AbortSignal.timeout(parts.runSeconds * 1_000)]),
      mappings: { version: integration.mappingVersion },
      unread: new Set(),
      changedClients: new Set(),
    },
  };
  const results = await runAllStreams(run).finally(() => access.close());
  await finishRun(parts, integration, run, results);
}
