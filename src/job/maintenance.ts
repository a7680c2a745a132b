import type { Logger } from '../logger.js';
import type { JobContext, JobWork } from './run-job.js';

/** One step of the daily maintenance of a tenant. */
export interface MaintenanceStep {
  name: string;
  run(context: Omit<JobContext, 'report'>): Promise<void>;
}

/** The daily maintenance: each step runs whether or not another failed. Rejects if one failed, so that the job is retried. */
export function createMaintenance(steps: readonly MaintenanceStep[], logger: Logger): JobWork {
  return async ({ report, ...context }) => {
    const failures: unknown[] = [];
    for (const [index, step] of steps.entries()) {
      try {
        await step.run(context);
      } catch (error) {
        context.signal.throwIfAborted();
        logger.error({ err: error, step: step.name }, 'a maintenance step failed');
        failures.push(error);
      }
      await report(index + 1, steps.length);
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not every maintenance step succeeded.');
  };
}
