import {
  type Attributes,
  type Counter,
  type Histogram,
  type Meter,
  metrics,
  type UpDownCounter,
} from '@opentelemetry/api';
import { serviceName } from './names.js';

/** Upper bounds of what takes milliseconds to seconds. */
const ofCalls = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Upper bounds of what takes seconds to an hour. */
const ofRuns = [1, 5, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_000, 3_600];
/** Upper bounds of the interval between two reads of a company: 10 minutes or an hour are aimed at, and a tenth is added. */
const ofCadence = [300, 600, 660, 720, 900, 1_200, 1_800, 2_700, 3_600, 3_960, 4_500, 7_200, 14_400, 86_400];

/**
 * Everything that is counted as it happens. Labels have few values, all of which are written in this repository: codes, states and kinds,
 * never a tenant, a host, a client or a text from a request.
 */
function createMeasures(meter: Meter) {
  const counter = (name: string, description: string) => meter.createCounter(`bitdefender.${name}`, { description });
  const level = (name: string, description: string) =>
    meter.createUpDownCounter(`bitdefender.${name}`, { description });
  const seconds = (name: string, description: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(`bitdefender.${name}_seconds`, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries },
    });
  return {
    httpRequests: seconds('http_request', 'Duration of HTTP requests, by route, method and class of status.', ofCalls),
    operations: seconds(
      'graphql_operation',
      'Duration of GraphQL operations, by kind, transport and outcome.',
      ofCalls,
    ),
    sockets: level('sockets', 'Open WebSockets.'),
    eventStreams: level('event_streams', 'Open event streams of subscriptions.'),
    subscriptions: level('subscriptions', 'Running subscriptions.'),
    liveEvents: counter('live_events', 'Changes delivered to subscribers, by topic.'),
    liveLag: seconds(
      'live_lag',
      'Time from the commit of a change to its delivery, by topic; once for subscribers who are served together.',
      ofCalls,
    ),
    statements: seconds('statement', 'Duration of SQL statements, by kind.', ofCalls),
    gravityZoneCalls: seconds('gravityzone_call', 'Duration of calls to GravityZone, by bucket and outcome.', ofCalls),
    gravityZoneWaits: seconds(
      'gravityzone_wait',
      'Wait of a call for its turn in the rate budget, by bucket.',
      ofCalls,
    ),
    coreCalls: seconds('core_call', 'Duration of calls to OpsMerge core, by operation and outcome.', ofCalls),
    runs: seconds('run', 'Duration of ended sync runs, by outcome and reason.', ofRuns),
    streams: seconds('stream', 'Duration of ended streams of runs, by stream, outcome and reason.', ofRuns),
    cadence: seconds('cadence', 'Time between two successful reads of a company, by activity.', ofCadence),
    clientMerges: counter('client_merges', 'Clients whose data followed a merge, by outcome.'),
    sweeps: seconds('sweep', 'Duration of sweeps of device states, by outcome.', ofRuns),
    jobs: seconds('job', 'Duration of jobs taken from the queue, by queue and outcome.', ofRuns),
    ticks: counter('ticks', 'Ticks, by task and outcome.'),
    threats: counter('threats', 'New threats, by source.'),
    deliveries: counter('deliveries', 'Attempts to deliver an action, by kind and outcome.'),
  } satisfies Record<string, Counter | Histogram | UpDownCounter>;
}

export type Measures = ReturnType<typeof createMeasures>;

const made = new WeakMap<object, Measures>();

/** What is counted as it happens. Without a configured reader, counting does nothing. */
export function measures(): Measures {
  const provider = metrics.getMeterProvider();
  let known = made.get(provider);
  if (known === undefined) {
    known = createMeasures(provider.getMeter(serviceName));
    made.set(provider, known);
  }
  return known;
}

/** Starts a stopwatch; its function records the seconds since the start. */
export function startTimer(): (histogram: Histogram, labels: Attributes) => void {
  const startedAt = performance.now();
  return (histogram, labels) => histogram.record((performance.now() - startedAt) / 1_000, labels);
}
