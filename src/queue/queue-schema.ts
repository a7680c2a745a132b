import { createHash } from 'node:crypto';
import { type Client } from 'pg';
import { PgBoss } from 'pg-boss';
import pgBossPackage from 'pg-boss/package.json' with { type: 'json' };
import { whileLocked } from '../database/migrate.js';
import { connectionOptions } from '../database-url.js';

/** A crashed replica's job is picked up by another when its heartbeat is missing. */
const heartbeatSeconds = 10;

/** How often a background job is repeated before it counts as failed. */
export const jobRetries = 5;

/**
 * The name of the schema of the queue that belongs to our tables in `schema`: installations in several schemas of one
 * database must not take each other's jobs. A name that pg-boss would refuse is replaced by its digest.
 */
export function queueSchemaOf(schema: string): string {
  if (schema === 'public') return 'pgboss';
  if (/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) return `pgboss_${schema}`;
  return `pgboss_${createHash('sha256').update(schema).digest('hex').slice(0, 24)}`;
}

/** Whether the queue's tables are missing, or older than this release needs; reads only. */
export async function isQueueBehind(client: Client, schema: string): Promise<boolean> {
  const found = await client.query<{ table: string | null }>('select to_regclass($1) as table', [`${schema}.version`]);
  if (!found.rows[0]?.table) return true;
  const { rows } = await client.query<{ version: number }>(`select version from ${schema}.version`);
  return (rows[0]?.version ?? 0) < pgBossPackage.pgboss.schema;
}

/** Creates the queue's tables or takes them to this release, and builds the indexes that pg-boss leaves for later. */
export async function migrateQueue(databaseUrl: string, schema: string): Promise<void> {
  const options = connectionOptions(databaseUrl);
  const boss = new PgBoss({
    ...options,
    application_name: `${options.application_name}-migrations`,
    schema,
    max: 2,
    schedule: false,
    supervise: false,
    bamIntervalSeconds: 10,
  });
  const errors: Error[] = [];
  boss.on('error', (error) => errors.push(error));
  try {
    await whileLocked(() => boss.start());
    await createQueues(boss);
    await untilBuilt(boss, errors);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Creates the queues that are missing: rows, not tables. */
export async function createQueues(boss: PgBoss): Promise<void> {
  const common = { notify: true, heartbeatSeconds, expireInSeconds: 3_600 };
  // Not with the policy `singleton`: a job that may not start yet would block those of others.
  await boss.createQueue('run', { ...common, retryLimit: 5, retryDelay: 5, retryBackoff: true });
  await boss.createQueue('job', { ...common, retryLimit: jobRetries, retryDelay: 5, retryBackoff: true });
  // Not retried: the next tick asks again.
  await boss.createQueue('sweep', { ...common, policy: 'exclusive', retryLimit: 0 });
  await boss.createQueue('seats', { ...common, policy: 'exclusive', retryLimit: 0 });
  await boss.createQueue('clients', { ...common, policy: 'exclusive', retryLimit: 0 });
  await boss.createQueue('deliver-dead', { notify: true, retryLimit: 100, retryBackoff: true, retryDelayMax: 600 });
  await boss.createQueue('deliver', {
    ...common,
    retryLimit: 30,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 600,
    deadLetter: 'deliver-dead',
  });
  // Beside `deliver`, since workers of 0.1.0 would take a publication for an action that is gone.
  await boss.createQueue('publish-dead', { notify: true, retryLimit: 100, retryBackoff: true, retryDelayMax: 600 });
  await boss.createQueue('publish', {
    ...common,
    retryLimit: 30,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 600,
    deadLetter: 'publish-dead',
  });
  // For about a day: one that is later than the longest delay is skipped.
  await boss.createQueue('digest-dead', { notify: true, retryLimit: 100, retryBackoff: true, retryDelayMax: 600 });
  await boss.createQueue('digest', {
    ...common,
    retryLimit: 30,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 3_600,
    deadLetter: 'digest-dead',
  });
}

async function untilBuilt(boss: PgBoss, errors: readonly Error[]): Promise<void> {
  for (;;) {
    const waiting = (await boss.getBamStatus()).some(({ status }) => status !== 'completed');
    if (!waiting) return;
    if (errors[0]) throw errors[0];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
