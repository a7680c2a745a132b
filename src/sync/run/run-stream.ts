import { analyseAsRowsArrive } from '../../database/statistics.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import type { Logger } from '../../logger.js';
import { measures, startTimer } from '../../telemetry/measures.js';
import { failSpan, inSpan } from '../../telemetry/spans.js';
import { newOutcome, type RunRecord } from '../history/sync-run.store.js';
import { deviceStates } from '../stream/device-states-stream.js';
import { incidents } from '../stream/incidents-stream.js';
import { inventory } from '../stream/inventory-stream.js';
import { matching } from '../stream/matching-stream.js';
import { hasExchange } from '../stream/quarantine-kinds.js';
import { exchangeQuarantine, quarantine } from '../stream/quarantine-stream.js';
import { report } from '../stream/report-stream.js';
import { DisconnectedError, type Stream, type StreamContext } from '../stream/stream-context.js';
import { shareDone } from './progress.js';
import type { RunAccess } from './run-access.js';
import type { StreamResult } from './run-verdict.js';
import { streamError } from './stream-error.js';

/** The streams with their names in the record of a run, in the order in which they run. */
export const streams: readonly (readonly [string, Stream])[] = [
  ['INVENTORY', inventory],
  ['MATCHING', matching],
  ['INCIDENTS', incidents],
  ['QUARANTINE', quarantine],
  ['DETAILS', deviceStates],
  ['EXCHANGE_QUARANTINE', exchangeQuarantine],
  ['REPORT', report],
];

/** A run while its streams run. */
export interface ActiveRun {
  runId: string;
  record: RunRecord;
  access: RunAccess;
  /** What the context of each stream has in common. */
  shared: Omit<StreamContext, 'integration' | 'gravityZone' | 'progressed'>;
  logger: Logger;
  /** Aborts when the service stops. */
  stopping: AbortSignal;
  /** Aborts when the integration is ended. */
  ended: AbortSignal;
}

/** Runs all streams, each whether or not another failed. Stops when the integration was ended; rejects when the service stops. */
export async function runAllStreams(run: ActiveRun): Promise<StreamResult[]> {
  const results: StreamResult[] = [];
  for (const [index, [name, stream]] of streams.entries()) {
    if (!(await isWanted(run, name))) continue;
    const result = await runStream(run, { index, count: streams.length, name, stream });
    results.push(result);
    if (result.state === 'DISCONNECTED') break;
  }
  return results;
}

/** Whether there may be anything to read: mail servers, a report that an admin has named. */
async function isWanted({ shared, access: { integration } }: ActiveRun, name: string): Promise<boolean> {
  if (name === 'REPORT') return integration.reportName !== null;
  return name !== 'EXCHANGE_QUARANTINE' || hasExchange(shared.database, integration);
}

interface Step {
  index: number;
  /** How many streams the run has. */
  count: number;
  name: string;
  stream: Stream;
}

/** A key or an address that was changed meanwhile is not a failure: the stream that used the old one starts again. */
async function runStream(run: ActiveRun, step: Step): Promise<StreamResult> {
  for (;;) {
    const record = startTimer();
    const result = await inSpan(`stream ${step.name}`, { attributes: { stream: step.name } }, async (span) => {
      const tried = await tryStream(run, step);
      if (tried !== 'ACCESS_CHANGED' && tried.error !== null) failSpan(span, tried.error.code);
      return tried;
    });
    if (result === 'ACCESS_CHANGED') continue;
    const { name, state, error } = result;
    record(measures().streams, { stream: name, outcome: state, reason: error?.code ?? 'NONE' });
    return result;
  }
}

async function tryStream(
  run: ActiveRun,
  { index, count, name, stream }: Step,
): Promise<StreamResult | 'ACCESS_CHANGED'> {
  const { access, record } = run;
  const outcome = newOutcome();
  const callsBefore = access.calls;
  const countCalls = () => {
    outcome.calls = access.calls - callsBefore;
  };
  const analyse = analyseAsRowsArrive(run.shared.database);
  const soFar = (share: number) => ({ shareDone: shareDone(index, count, share), calls: access.calls });
  const context: StreamContext = {
    ...run.shared,
    integration: access.integration,
    gravityZone: access.gravityZone,
    async progressed(share) {
      countCalls();
      await record.progress(name, outcome, soFar(share));
      await analyse(outcome.stored).catch((err) =>
        run.logger.warn({ err, runId: run.runId }, 'tables were not analysed'),
      );
    },
  };
  await record.stream(name, 'RUNNING', outcome, soFar(0));
  try {
    await stream(context, outcome).finally(countCalls);
    await record.stream(name, 'SUCCEEDED', outcome, soFar(1));
    return { name, state: 'SUCCEEDED', error: null };
  } catch (error) {
    run.stopping.throwIfAborted();
    const disconnected = run.ended.aborted || error instanceof DisconnectedError;
    if (!disconnected && error instanceof GravityZoneError && (await access.reopenIfChanged())) return 'ACCESS_CHANGED';
    const problem = streamError(disconnected ? new DisconnectedError() : error);
    if (problem.code === 'INTERNAL')
      run.logger.error({ err: error, runId: run.runId, stream: name }, 'a stream failed');
    await record.stream(name, 'FAILED', outcome, soFar(1), problem);
    return { name, state: disconnected ? 'DISCONNECTED' : 'FAILED', error: problem };
  }
}
