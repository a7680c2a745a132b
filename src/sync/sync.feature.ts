import type { Database } from '../database/database.js';
import type { Live } from '../graphql/context.js';
import type { LiveEvents } from '../live/live-events.js';
import type { Queue } from '../queue/queue.js';
import { createCadenceReader } from './cadence/cadence.reader.js';
import { createFailedRowReader } from './failed/failed-row.reader.js';
import { FailedRowResolver } from './failed/failed-row.resolver.js';
import { createFreshnessReader } from './freshness/freshness.reader.js';
import { ClientFreshnessResolver, IntegrationFreshnessResolver } from './freshness/freshness.resolver.js';
import { createStateAgeReader } from './freshness/state-age.reader.js';
import { clearRuns } from './history/clear-runs.js';
import { createSyncReader, watchRuns } from './history/sync.reader.js';
import { SyncResolver } from './history/sync.resolver.js';

/** Sync runs, the freshness of their data, and the cadence of clients. */
export function syncFeature(parts: {
  database: Database;
  liveEvents: LiveEvents;
  queue: Queue;
  /** How old the state of a device may become, in hours. */
  stateHours: number;
}) {
  const { database } = parts;
  const runs = createSyncReader(database);
  const freshness = createFreshnessReader(database);
  const stateAges = createStateAgeReader(database, parts.stateHours);
  const live: Pick<Live, 'runs'> = { runs: watchRuns({ ...parts, reader: runs }) };
  return {
    resolvers: [
      new SyncResolver(database, runs, parts.queue),
      new ClientFreshnessResolver(freshness, createCadenceReader(database), stateAges),
      new IntegrationFreshnessResolver(freshness, stateAges),
      new FailedRowResolver(createFailedRowReader(database)),
    ],
    live,
    maintenance: [clearRuns],
  };
}
