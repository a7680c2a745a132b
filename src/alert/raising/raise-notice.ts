import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { type Severity, severities } from '../../domain/severity.js';
import type { Jobs } from '../../queue/ports.js';
import { heldInVain } from '../hold/hold.store.js';
import {
  type AlertChange,
  changeLifecycles,
  lifecycleChange,
  readLifecycles,
  recordAlertChanges,
} from '../state/alert-changes.js';
import { followThreat, reopened } from '../state/alert-state.js';
import { actUponAlert, factsWithoutThreat } from './act-upon-alert.js';

/** What keeps this service from its work. */
export interface Notice {
  /** What it is about, the same as long as it lasts: a tenant has one notice for it. */
  subject: string;
  title: string;
  /** What to do, in sentences. Holds no secret. */
  detail: string;
  severity: Severity;
}

/** A notice that lasts asks its rules again after this time, and one that comes and goes no sooner, unless they were never asked. */
const repeatMilliseconds = 24 * 3_600_000;

/**
 * Raises a notice, or brings the one of its subject up to date. Rules are asked when it is new and then at most daily,
 * while nobody has taken it over. The transaction must hold the tenant's lock.
 */
export async function raiseNotice(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  { subject, title, detail, severity }: Notice,
): Promise<void> {
  const { tenantId, now } = context;
  const before = await transaction
    .selectFrom('alert')
    .select(['id', 'raisedAt', 'title', 'detail', heldInVain.as('heldInVain')])
    .where('tenantId', '=', tenantId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  const [standing = null] = before ? await readLifecycles(transaction, tenantId, 'id', [before.id]) : [];
  const returns = standing?.state === 'RESOLVED' && standing.takenOverBy === null;
  const isDue =
    before === undefined ||
    (returns && before.heldInVain) ||
    now.getTime() - before.raisedAt.getTime() >= repeatMilliseconds;
  const isTaken = standing?.state === 'ACKNOWLEDGED' || standing?.state === 'SNOOZED';
  const acts = isDue && !isTaken;
  // A person who resolved what still lasts is left in peace until the day is over.
  const reopens = returns || (standing?.state === 'RESOLVED' && acts);
  if (before !== undefined && !acts && !reopens && before.title === title && before.detail === detail) return;
  const id = before?.id ?? randomUUID();
  await sql`
    insert into alert (tenant_id, id, kind, subject, alert_type, title, detail, severity, state, raised_at, changed_at)
    values (${tenantId}, ${id}, 'NOTICE', ${subject}, 'bitdefender', ${title}, ${detail},
            ${severities.indexOf(severity)}, 'OPEN', ${now}, ${now})
    on conflict (tenant_id, subject) do update set
      title = excluded.title, detail = excluded.detail, severity = excluded.severity, changed_at = excluded.changed_at,
      state = case when ${reopens} then 'OPEN' else alert.state end,
      taken_over_by = case when ${reopens} then null else alert.taken_over_by end,
      raised_at = case when ${acts} then excluded.raised_at else alert.raised_at end`.execute(transaction);
  const after = standing === null ? followThreat(null, { unresolved: true, changed: true }) : standing;
  const change = lifecycleChange(id, standing, reopens ? reopened(after) : after, { actor: 'opsmerge' });
  const update: AlertChange = { alertId: id, kind: 'UPDATED', actor: 'opsmerge', detail: { title } };
  await recordAlertChanges(transaction, tenantId, [change ?? update], now);
  if (!acts) return;
  const facts = { ...factsWithoutThreat, kind: 'NOTICE', severity, clientId: null, at: now } as const;
  await actUponAlert(transaction, context, id, title, facts);
}

/** What the notice was about is over. */
export async function resolveNotice(
  transaction: Transaction<Tables>,
  { tenantId, jobs, now }: { tenantId: string; jobs: Jobs; now: Date },
  subject: string,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from alert where tenant_id = ${tenantId} and subject = ${subject} and state <> 'RESOLVED'`.execute(
    transaction,
  );
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  const alerts = await readLifecycles(transaction, tenantId, 'id', ids);
  const decided = alerts.map((before) => ({ before, after: { ...reopened(before), state: 'RESOLVED' as const } }));
  await changeLifecycles(transaction, tenantId, decided, { actor: 'opsmerge', jobs, now });
}
