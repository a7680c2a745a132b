import { type DeliveryParts, deliverAction, giveUpAction } from '../alert/delivery/deliver.js';
import { deliverPublication, giveUpPublication } from '../alert/publication/deliver-publication.js';
import { followClients } from '../client/life/follow-clients.js';
import { acrossTenants } from '../database/tenancy.js';
import { type DigestDeliveryParts, deliverDigest, giveUpDigest } from '../digest/deliver-digest.js';
import { requestResealing } from '../integration/key/reseal-keys.js';
import type { Sealer } from '../integration/key/sealing.js';
import { type JobWorks, runJob } from '../job/run-job.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import { observed } from '../queue/observed.js';
import type { Queue } from '../queue/queue.js';
import { lookAtSeats } from '../seat/look-at-seats.js';
import { runSync, type SyncParts } from './run/run-sync.js';
import { sweepStates } from './sweep/sweep-states.js';
import { startTick } from './tick/tick.js';

export interface WorkerParts extends SyncParts {
  queue: Queue;
  opsMerge: OpsMerge;
  sealer: Sealer;
  delivery: DeliveryParts;
  digests: DigestDeliveryParts;
  works: JobWorks;
  /** How old the state of a device may become, in hours. */
  stateHours: number;
  /** How many calls a second a sweep may make. */
  callsPerSecond: number;
  /** The cron expression of the tick. */
  tick: string;
}

/**
 * Starts what a process with the role `worker` does: the workers of the queue, and the tick that fills it. The returned
 * function stops the tick; the workers stop with the queue.
 */
export async function startWorker(parts: WorkerParts): Promise<() => Promise<void>> {
  const { database, queue, sealer, delivery, digests, works, logger } = parts;
  await queue.work({
    sync: observed('run', (job, signal) => runSync(parts, job, signal)),
    sweep: observed('sweep', (job, signal) => sweepStates(parts, job, signal)),
    seats: observed('seats', (job, signal) => lookAtSeats(parts, job, signal)),
    clients: observed('clients', ({ tenantId }, signal) =>
      followClients({ database, jobs: queue, logger }, tenantId, signal),
    ),
    job: observed('job', (job, signal) => runJob({ database, works, logger }, job, signal)),
    deliver: observed('deliver', ({ tenantId, actionId }) => deliverAction(delivery, tenantId, actionId)),
    giveUp: observed('deliver-dead', ({ tenantId, actionId }) => giveUpAction(delivery, tenantId, actionId)),
    publish: observed('publish', ({ tenantId, publicationId }) =>
      deliverPublication(delivery, tenantId, publicationId),
    ),
    giveUpPublication: observed('publish-dead', ({ tenantId, publicationId }) =>
      giveUpPublication(delivery, tenantId, publicationId),
    ),
    digest: observed('digest', ({ tenantId, digestId }) => deliverDigest(digests, tenantId, digestId)),
    giveUpDigest: observed('digest-dead', ({ tenantId, digestId }) => giveUpDigest(digests, tenantId, digestId)),
  });
  await acrossTenants(() => requestResealing({ database, queue, sealer }, new Date()));
  const tick = startTick({ database, opsMerge: parts.opsMerge, queue, logger, expression: parts.tick });
  return () => tick.stop();
}
