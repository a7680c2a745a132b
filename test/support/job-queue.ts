import { Client } from 'pg';

import { connectionOptions } from '../../src/database-url.js';
import { atEndOfFile } from './end-of-file.js';

/** The queue's own tables, for tests that cannot wait as long as the queue would. */
export interface JobQueue {
  /** How long deliveries that wait would wait yet, the longest, in seconds; null when none waits. */
  longestWait(): Promise<number | null>;
  /** Lets every delivery that waits begin now. */
  raisePriority(): Promise<void>;
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** Opens a session of its own, which ends with the test file. */
export async function openJobQueue(databaseUrl: string): Promise<JobQueue> {
  const client = new Client(connectionOptions(databaseUrl));
  await client.connect();
  atEndOfFile(() => client.end());
  const query = async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[];
  const waiting = "name in ('deliver', 'publish') and state in ('created', 'retry') and start_after > now()";
  return {
    query,
    async longestWait() {
      const [row] = await query<{ seconds: number | null }>(
        `select extract(epoch from max(start_after) - now())::float as seconds from pgboss.job where ${waiting}`,
      );
      return row?.seconds ?? null;
    },
    async raisePriority() {
      await query(`update pgboss.job set start_after = now() where ${waiting}`);
    },
  };
}
