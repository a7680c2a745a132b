import { measures, startTimer } from '../telemetry/measures.js';
import { inSpan, SpanKind } from '../telemetry/spans.js';

/** The same worker, whose jobs continue the trace in which they were queued, and are counted under the name of their queue. */
export function observed<Job extends { traceparent?: string }, Rest extends unknown[]>(
  queue: string,
  work: (job: Job, ...rest: Rest) => Promise<void>,
): (job: Job, ...rest: Rest) => Promise<void> {
  return async (job, ...rest) => {
    const record = startTimer();
    let outcome = 'done';
    try {
      const options = { kind: SpanKind.CONSUMER, attributes: { queue }, parent: job.traceparent ?? '' };
      await inSpan(`job ${queue}`, options, () => work(job, ...rest));
    } catch (error) {
      outcome = 'failed';
      throw error;
    } finally {
      record(measures().jobs, { queue, outcome });
    }
  };
}
