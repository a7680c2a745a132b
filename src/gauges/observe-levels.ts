import { type Attributes, metrics, type Observable, type ObservableResult } from '@opentelemetry/api';
import type { Database } from '../database/database.js';
import { acrossTenants } from '../database/tenancy.js';
import { serviceName } from '../telemetry/names.js';
import { addCallbacks } from './callbacks.js';
import { observeProcess } from './observe-process.js';
import { type Levels, readLevels } from './read-levels.js';
import { remember } from './remember.js';

/** What is observed of the service. */
export interface Observed {
  database: Pick<Database, 'query' | 'pools'>;
  /** The schema of the queue's tables. */
  queueSchema: string;
  /** Whether live events are received at the moment. */
  isListening: () => boolean;
  /** The intervals aimed at between two reads of a company, in seconds. */
  cadence: { active: number; quiet: number };
}

/** How long a reading of the database serves whoever asks. */
const rememberedMilliseconds = 5_000;
const patienceMilliseconds = 4_000;
/** A reason that a gauge may show; the column is free text. */
const code = /^[A-Z0-9_]{1,40}$/;

type Series = [value: number, labels?: Attributes];

interface Level {
  name: string;
  description: string;
  /** The values with their labels. */
  read: (levels: Levels) => Series[];
}

const fromDatabase: readonly Level[] = [
  {
    name: 'connections',
    description: 'Connections to GravityZone, by state, and by reason where they fail.',
    read: ({ integrations }) =>
      integrations.map(({ state, reason, count }) => [count, { state, reason: reasonLabel(reason) }]),
  },
  {
    name: 'companies',
    description: 'Mapped companies, by activity of the client and freshness of the data.',
    read: ({ companies }) =>
      companies.map(({ active, stale, count }) => [
        count,
        { activity: active ? 'active' : 'quiet', freshness: stale ? 'stale' : 'fresh' },
      ]),
  },
  {
    name: 'oldest_due_seconds',
    description: 'Time since the company became due that has waited longest for a run to read it.',
    read: ({ oldestDue }) => [[oldestDue]],
  },
  {
    name: 'oldest_run_seconds',
    description: 'Time since the start of the run that has been running longest.',
    read: ({ oldestRun }) => [[oldestRun]],
  },
  {
    name: 'queue_waiting',
    description: 'Jobs that may start and have not started, by queue.',
    read: ({ queues }) => queues.map(({ name, waiting }) => [waiting, { queue: name }]),
  },
  {
    name: 'queue_active',
    description: 'Jobs that are running, by queue.',
    read: ({ queues }) => queues.map(({ name, active }) => [active, { queue: name }]),
  },
  {
    name: 'queue_oldest_seconds',
    description: 'Time since the job could have started that has waited longest, by queue.',
    read: ({ queues }) => queues.map(({ name, oldest }) => [oldest, { queue: name }]),
  },
  {
    name: 'deliveries_pending',
    description: 'Deliveries that are not done yet, retried ones included.',
    read: ({ deliveries }) => [[deliveries.pending]],
  },
  {
    name: 'deliveries_dead',
    description: 'Deliveries that were given up and not retried by a person.',
    read: ({ deliveries }) => [[deliveries.dead]],
  },
  {
    name: 'oldest_delivery_seconds',
    description: 'Age of the oldest pending delivery.',
    read: ({ deliveries }) => [[deliveries.oldest]],
  },
];

const reasonLabel = (reason: string | null) => (reason === null ? 'NONE' : code.test(reason) ? reason : 'OTHER');

/**
 * Observes what is read when metrics are collected: the database over all tenants, pool, listener and process. Without a configured reader
 * nothing is read. Returns what ends it.
 */
export function observeLevels({ database, queueSchema, isListening, cadence }: Observed): () => void {
  const meter = metrics.getMeter(serviceName);
  const gauge = (name: string, description: string) =>
    meter.createObservableGauge(`bitdefender.${name}`, { description });
  const levels = remember(() => acrossTenants(() => readLevels(database, queueSchema)), {
    milliseconds: rememberedMilliseconds,
    patience: patienceMilliseconds,
  });
  const isUp = gauge('database_up', '1 while the database answers, else 0.');
  const gauges = fromDatabase.map(({ name, description, read }) => ({
    gauge: gauge(name, description),
    complete: completeSeries(read),
  }));
  const observe = async (result: BatchResult) => {
    const known = await levels();
    result.observe(isUp, known === null ? 0 : 1);
    for (const level of gauges)
      for (const [value, labels] of level.complete(known)) result.observe(level.gauge, value, labels);
  };
  const observed = [isUp, ...gauges.map((level) => level.gauge)];
  meter.addBatchObservableCallback(observe, observed);

  const connections = (result: ObservableResult) => {
    for (const [pool, { total, idle }] of Object.entries(database.pools())) {
      result.observe(total - idle, { pool, state: 'used' });
      result.observe(idle, { pool, state: 'idle' });
    }
  };
  const removeLocal = addCallbacks([
    [gauge('pool_connections', 'Connections for statements, by pool and state.'), connections],
    [
      gauge('pool_waiting', 'Callers that wait for a connection, by pool.'),
      (result) => {
        for (const [pool, { waiting }] of Object.entries(database.pools())) result.observe(waiting, { pool });
      },
    ],
    [
      gauge('pool_prepared_statements', 'Statements prepared on the connection that has most of them, by pool.'),
      (result) => {
        for (const [pool, { prepared }] of Object.entries(database.pools())) result.observe(prepared, { pool });
      },
    ],
    [
      gauge('listener_up', '1 while live events are received, else 0.'),
      (result) => result.observe(isListening() ? 1 : 0),
    ],
    [
      gauge('cadence_aimed_seconds', 'Interval aimed at between two reads of a company, by activity of its client.'),
      (result) => {
        for (const [activity, seconds] of Object.entries(cadence)) result.observe(seconds, { activity });
      },
    ],
  ]);
  const endProcess = observeProcess(meter);
  return () => {
    endProcess();
    removeLocal();
    meter.removeBatchObservableCallback(observe, observed);
  };
}

/**
 * Adds the series that were read before and are not there now, since a gauge keeps the last value of each for ever: 0 where there is
 * nothing left to count, and no number (NaN) for all of them while the database does not answer.
 */
export function completeSeries(read: (levels: Levels) => Series[]): (levels: Levels | null) => Series[] {
  const seen = new Map<string, Attributes | undefined>();
  return (levels) => {
    const now = levels === null ? [] : read(levels);
    const present = new Set(now.map(([, labels]) => JSON.stringify(labels)));
    for (const [, labels] of now) seen.set(JSON.stringify(labels), labels);
    const absent = levels === null ? Number.NaN : 0;
    const missing = [...seen].filter(([key]) => !present.has(key)).map(([, labels]): Series => [absent, labels]);
    return [...now, ...missing];
  };
}

interface BatchResult {
  observe(metric: Observable, value: number, labels?: Attributes): void;
}
