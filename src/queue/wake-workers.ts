import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Queries } from '../database/database.js';

/** The loop that wakes workers; ends with `stop`. */
export interface Waking {
  stop(): Promise<void>;
}

const everyMilliseconds = 1_000;

/**
 * Names of the queues, in that schema, with a job that may start now: one statement for all, instead of one for each
 * worker.
 */
export async function readyQueues(queries: Queries, schema: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(`${schema}.queue`)} queue where exists (select from ${sql.table(`${schema}.job`)} job
      where job.name = queue.name and not job.blocked
        and job.state < 'active' and job.start_after <= now())`.execute(queries);
  return rows.map(({ name }) => name);
}

/** Asks once a second which queues have something to do and wakes their workers. */
export function wakeWorkers(parts: {
  readyQueues: () => Promise<string[]>;
  wake: (queue: string) => void;
  /** Receives the error of a question that failed; the next one is asked all the same. */
  onProblem: (error: Error) => void;
  /** The pause between two questions; a second by default. */
  pauseMilliseconds?: number;
}): Waking {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await parts.readyQueues().then((names) => names.forEach(parts.wake), parts.onProblem);
      await delay(parts.pauseMilliseconds ?? everyMilliseconds, stopping.signal);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Waits that long, or until the signal aborts. */
function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
