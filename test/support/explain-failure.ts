import type { Client } from 'pg';

/** What a person wants to see when a wait was in vain. */
export interface Witness {
  database: Client;
  /** Everything that was logged. */
  logged: () => string;
  /** The last request and its answer. */
  lastAnswer: () => unknown;
}

const witnesses = new Set<Witness>();

/** Has failures of waits report what this environment did. Returns the function that ends it. */
export function addWitness(witness: Witness): () => void {
  witnesses.add(witness);
  return () => witnesses.delete(witness);
}

const longest = 4_000;
const shortened = (value: unknown) => (JSON.stringify(value, null, 1) ?? 'undefined').slice(0, longest);

/** Why `check` was waited for in vain: what it last gave, the last answer, the newest runs with their streams, and the last problems logged. */
export async function explainFailure(check: () => unknown, lastValue: unknown): Promise<string> {
  const parts = [`Waited for: ${check.toString().slice(0, 400)}`, `It last gave: ${shortened(lastValue)}`];
  for (const { database, logged, lastAnswer } of witnesses) {
    parts.push(`Last request and answer: ${shortened(lastAnswer())}`);
    const runs = await database
      .query(
        `select run.state, run.trigger, run.plan, run.queued_at, run.started_at, run.ended_at,
                (select json_agg(to_jsonb(part) - 'tenant_id' - 'run_id') from sync_stream as part
                 where part.tenant_id = run.tenant_id and part.run_id = run.id) as streams
         from sync_run as run order by run.queued_at desc limit 3`,
      )
      .then(
        ({ rows }) => rows,
        (error: Error) => error.message,
      );
    parts.push(`Newest runs: ${shortened(runs)}`);
    const problems = logged()
      .split('\n')
      .filter((line) => /"level":(40|50|60)/.test(line));
    parts.push(`Last problems logged:\n${problems.slice(-5).join('\n').slice(-longest)}`);
  }
  return parts.join('\n');
}
