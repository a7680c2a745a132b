import { type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { json, type Tables } from '../../database/database.js';
import type { Suppression } from '../../domain/alert-rule.js';
import { type AlertChange, recordAlertChanges } from '../state/alert-changes.js';
import type { Hold } from './hold-routing.js';
import { heldText, releasedText } from './hold-text.js';

/** What waits of an alert, as it is stored. */
export type HoldRow = Selectable<Tables['alertHold']>;

/** What was decided about an alert: what waited before, what waits from now on, and why the rest does not. */
export interface HoldDecision {
  alertId: string;
  before: HoldRow | null;
  hold: Hold | null;
  /** What happens if nothing waits any longer. */
  outcome: ReleaseOutcome;
}

export type ReleaseOutcome = 'ASKED' | 'RESOLVED' | 'SUPPRESSED' | 'GONE';

/** What becomes of an alert that no longer waits. */
export const outcomeOf = (suppressed: Suppression | null, over: boolean): ReleaseOutcome =>
  suppressed !== null ? 'SUPPRESSED' : over ? 'RESOLVED' : 'ASKED';

/** What waits is decided again at least this often: the time zone, the machine or the client may be others. */
const mostPauseMilliseconds = 15 * 60_000;

/**
 * SQL of whether a row of `alert` was over when the windows that held it ended, so that no rule has acted since it was raised: when it comes
 * back, its rules are asked, however soon.
 */
export const heldInVain: RawBuilder<boolean> = sql<boolean>`exists (
  select from alert_hold as hold
  where hold.tenant_id = alert.tenant_id and hold.alert_id = alert.id and hold.released_at >= alert.raised_at
    and not exists (select from alert_occurrence as occurrence where occurrence.tenant_id = hold.tenant_id
      and occurrence.alert_id = hold.alert_id and occurrence.at >= hold.held_from))`;

/** What waits of these alerts, or waited last. The transaction must hold the tenant's lock. */
export async function readHolds(
  transaction: Transaction<Tables>,
  tenantId: string,
  alertIds: readonly string[],
): Promise<Map<string, HoldRow>> {
  const { rows } = await sql<HoldRow>`
    select * from alert_hold
    where tenant_id = ${tenantId} and alert_id = any(${[...alertIds]}::uuid[])`.execute(transaction);
  return new Map(rows.map((row) => [row.alertId, row]));
}

/** What waits now, of what waits or waited. */
export const waitingOf = (held: HoldRow | undefined): HoldRow | null => (held?.lookAt ? held : null);

/**
 * Stores what waits from now on, and what no longer does, with the log. What waits as before is left as it is. The transaction must hold
 * the tenant's lock.
 */
export async function storeHolds(
  transaction: Transaction<Tables>,
  { tenantId, now }: { tenantId: string; now: Date },
  decisions: readonly HoldDecision[],
): Promise<void> {
  const rows: object[] = [];
  const released: string[] = [];
  const changes: AlertChange[] = [];
  const record = (alertId: string, note: string) =>
    changes.push({ alertId, kind: 'UPDATED', actor: 'opsmerge', detail: { note } });
  for (const { alertId, before, hold, outcome } of decisions) {
    if (hold === null) {
      if (before === null) continue;
      released.push(alertId);
      record(alertId, releasedText(before, now, outcome));
      continue;
    }
    const isKnown =
      before !== null &&
      before.windowId === hold.window.id &&
      before.heldUntil.getTime() === hold.until.getTime() &&
      JSON.stringify(before.ruleIds) === JSON.stringify(hold.ruleIds);
    if (isKnown && before.lookAt !== null && before.lookAt > now) continue;
    if (!isKnown) record(alertId, heldText(hold));
    rows.push({
      alert_id: alertId,
      window_id: hold.window.id,
      window_name: hold.window.name,
      rule_ids: hold.ruleIds,
      held_until: hold.until,
      look_at: new Date(Math.min(hold.until.getTime(), now.getTime() + mostPauseMilliseconds)),
    });
  }
  if (rows.length > 0)
    await sql`
      insert into alert_hold (tenant_id, alert_id, window_id, window_name, rule_ids, held_from, held_until, look_at, released_at)
      select ${tenantId}, alert_id, window_id, window_name, nullif(rule_ids, 'null'::jsonb), ${now}, held_until, look_at, null
      from jsonb_to_recordset(${json(rows)}) as given (
        alert_id uuid, window_id uuid, window_name text, rule_ids jsonb, held_until timestamptz, look_at timestamptz)
      on conflict (tenant_id, alert_id) do update set
        window_id = excluded.window_id, window_name = excluded.window_name, rule_ids = excluded.rule_ids,
        held_from = case when alert_hold.look_at is null then excluded.held_from else alert_hold.held_from end,
        held_until = excluded.held_until, look_at = excluded.look_at, released_at = null`.execute(transaction);
  if (released.length > 0)
    await sql`
      update alert_hold set look_at = null, released_at = ${now}
      where tenant_id = ${tenantId} and alert_id = any(${released}::uuid[])`.execute(transaction);
  await recordAlertChanges(transaction, tenantId, changes, now);
}

/** Has all that waits decided again at the next tick, after a window was changed. The transaction must hold the tenant's lock. */
export async function reviewHolds(
  transaction: Transaction<Tables>,
  { tenantId, now }: { tenantId: string; now: Date },
): Promise<void> {
  await sql`update alert_hold set look_at = ${now} where tenant_id = ${tenantId} and look_at > ${now}`.execute(
    transaction,
  );
}
