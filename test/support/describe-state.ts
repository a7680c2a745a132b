import { Client } from 'pg';
import { connectionOptions } from '../../src/database-url.js';

/** What one wants to know of a service that does not get on. */
const stateQueries = {
  integrations: 'select id, state, tree_due_at, last_error_code, last_error_message from connection',
  companies: 'select id, client_id, next_sync_at, failures from company',
  runs: 'select id, trigger, state, attempt, share_done, queued_at, started_at, ended_at from sync_run',
  streams: 'select run_id, stream, state, fetched, stored, warnings, error_message from sync_stream',
  actions: 'select id, kind, state, threat_name from alert_action',
  jobs: 'select id, name, state, retry_count, created_on, start_after, started_on, heartbeat_on, output from pgboss.job',
  sessions: `select pid, application_name, state, wait_event_type, wait_event, now() - xact_start as since,
               pg_blocking_pids(pid) as waits_for, left(query, 120) as statement
             from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
};

/** The rows that matter and the last lines of each process. On a session of its own: that of the test may hold locks. */
export async function describeState(
  databaseUrl: string,
  services: readonly { said: readonly string[] }[],
  lines = 30,
): Promise<string> {
  const database = new Client(connectionOptions(databaseUrl));
  await database.connect();
  const report: string[] = [];
  try {
    for (const [name, query] of Object.entries(stateQueries)) {
      const { rows } = await database.query(query);
      report.push(`${name}:`, ...rows.map((row) => `  ${JSON.stringify(row)}`));
    }
  } finally {
    await database.end();
  }
  for (const [index, { said }] of services.entries())
    report.push(`process ${index + 1} of ${services.length}:`, ...said.slice(-lines).map((line) => `  ${line}`));
  return report.join('\n');
}
