import { setTimeout as sleep } from 'node:timers/promises';
import { retryActions } from '../support/graph-documents.js';
import type { Stage } from './stage.js';

/** Much longer than any recovery: what does not hold by then never will. */
const patienceSeconds = 240;
/** How often what waits for a time becomes due at once. */
const hurrySeconds = 5;

/** How long it took until everything held, in seconds, or what still does not. */
export interface Recovery {
  seconds: number;
  problems: string[];
}

/**
 * Everything works again: waits until no problem is left, or patience is. What a person would do is done (actions that were given up are
 * repeated), and what waits for a time is due.
 */
export async function recover(stage: Stage, problems: () => Promise<string[]>): Promise<Recovery> {
  for (const replica of stage.replicas) {
    replica.shiftClock(0);
    replica.proxy.cut();
  }
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  let hurriedAt = Number.NEGATIVE_INFINITY;
  let left = ['not every replica serves'];
  while (seconds() < patienceSeconds) {
    if (seconds() - hurriedAt > hurrySeconds) {
      hurriedAt = seconds();
      await hurry(stage);
    }
    await sleep(500);
    if (stage.replicas.some((replica) => replica.serving() === null)) continue;
    left = await problems();
    if (left.length === 0) break;
  }
  return { seconds: Math.round(seconds()), problems: left };
}

async function hurry(stage: Stage): Promise<void> {
  for (const tenant of stage.tenants) {
    const dead = await stage.rows<{ id: string }>(
      `select id from alert_action where tenant_id = $1 and state = 'DEAD'`,
      [tenant.id],
    );
    if (dead.length > 0) await stage.ask(tenant, retryActions, { input: { ids: dead.map(({ id }) => id) } });
  }
  await stage.rows(`update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`);
  // As after the longest wait there is; not while a run is under way, whose end decides when it is due next.
  await stage.rows(
    `update company set next_sync_at = now() where client_id is not null and next_sync_at > now()
       and (failures > 0 or last_synced_at is null or last_synced_at < now() - interval '5 seconds')
       and not exists (select from sync_run where sync_run.tenant_id = company.tenant_id and sync_run.ended_at is null)`,
  );
  await stage.rows(
    `update connection set tree_due_at = now() where tree_due_at > now()
       and not exists (select from sync_run where sync_run.tenant_id = connection.tenant_id and sync_run.ended_at is null)`,
  );
  await stage.rows('update threat_source set details_due_at = now() where details_due_at > now()');
  await stage.rows('update rate_budget set blocked_until = null');
}
