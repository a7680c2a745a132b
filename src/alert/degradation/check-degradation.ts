import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { laterAlertKinds, storedValue } from '../../database/later-values.js';
import { severities } from '../../domain/severity.js';
import type { Jobs } from '../../queue/ports.js';
import { unsettledAmong } from '../../tenant/merging-clients.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { heldInVain } from '../hold/hold.store.js';
import { actUponAlert } from '../raising/act-upon-alert.js';
import type { AlertRule } from '../rule/alert-rule.js';
import { readRules } from '../rule/read-rules.js';
import { changeLifecycles, lifecycleChange, recordAlertChanges, type StoredLifecycle } from '../state/alert-changes.js';
import { followThreat } from '../state/alert-state.js';
import { degradationFacts, isAboutDegradation, isCoveredByRules } from './covered-by-rules.js';
import { degradations, degradationTexts } from './degradations.js';
import { readDegraded } from './degraded.reader.js';
import {
  type Degraded,
  degradationSubject,
  degradationText,
  followDegradation,
  type StandingDegradation,
} from './follow-degradation.js';

interface Context {
  tenantId: string;
  jobs: Jobs;
  now: Date;
}

interface StoredDegradation extends StoredLifecycle, StandingDegradation {
  subject: string;
  title: string;
  detail: string;
}

/** New alerts of one check, the most severe first; the next check raises the rest. Each asks the rules. */
const mostRaised = 100;

/**
 * Looks at the machines and licences of these clients: raises an alert for each client and cause that a rule covers, brings those that stand
 * up to date, and resolves those that have healed. One of which all is stale stands as before, and so do those of clients that rest, and of
 * clients that are merged until all their machines have followed. Three statements where no rule is about it and none stands. The
 * transaction must hold the tenant's lock.
 */
export async function checkDegradation(
  transaction: Transaction<Tables>,
  context: Context,
  among: readonly string[],
): Promise<void> {
  const { tenantId, now } = context;
  const unsettled = await unsettledAmong(transaction, tenantId, among);
  const clientIds = among.filter((clientId) => !unsettled.has(clientId));
  const rules = await readRules(transaction, tenantId);
  const standing = await readStanding(transaction, tenantId, clientIds);
  if (standing.size === 0 && !rules.some(isAboutDegradation)) return;
  const settings = await readTenantSettings(transaction, tenantId);
  const found = await readDegraded(transaction, tenantId, clientIds, { settings, now });
  await followStanding(transaction, context, standing, found);
  const news = found.filter((each) => each.count > 0 && !standing.has(degradationSubject(each)));
  await raiseNew(transaction, context, { rules, zone: settings.timeZone }, news);
}

async function readStanding(
  transaction: Transaction<Tables>,
  tenantId: string,
  clientIds: readonly string[],
): Promise<Map<string, StoredDegradation>> {
  const subjects = clientIds.flatMap((clientId) =>
    degradations.map((cause) => degradationSubject({ clientId, cause })),
  );
  const { rows } = await sql<StoredDegradation>`
    select id, subject, title, detail, state, taken_over_by, assignee_id, snoozed_until, raised_at,
           ${heldInVain} as held_in_vain
    from alert where tenant_id = ${tenantId} and subject = any(${subjects}::text[]) order by raised_at, id`.execute(
    transaction,
  );
  return new Map(rows.map((row) => [row.subject, row]));
}

async function followStanding(
  transaction: Transaction<Tables>,
  context: Context,
  standing: ReadonlyMap<string, StoredDegradation>,
  found: readonly Degraded[],
): Promise<void> {
  const { tenantId, jobs, now } = context;
  const present = new Map(found.map((each) => [degradationSubject(each), each]));
  const followed = [...standing.values()].flatMap((before) => {
    const degraded = present.get(before.subject);
    // What it is about is stale: neither healed nor known to be degraded.
    if (degraded?.count === 0) return [];
    return [{ before, degraded, ...followDegradation(before, degraded !== undefined, now) }];
  });
  await changeLifecycles(transaction, tenantId, followed, { actor: 'opsmerge', jobs, now });
  for (const { before, degraded, after, acts } of followed) {
    if (degraded === undefined || after.state === 'RESOLVED') continue;
    const text = degradationText(degraded);
    if (!acts && text.title === before.title && text.detail === before.detail) continue;
    await sql`
      update alert set title = ${text.title}, detail = ${text.detail}, changed_at = ${now},
                       raised_at = case when ${acts} then ${now}::timestamptz else raised_at end
      where tenant_id = ${tenantId} and id = ${before.id}::uuid`.execute(transaction);
    const update = { alertId: before.id, kind: 'UPDATED', actor: 'opsmerge', detail: { title: text.title } } as const;
    if (after === before) await recordAlertChanges(transaction, tenantId, [update], now);
    if (acts) await askRules(transaction, context, before.id, degraded);
  }
}

async function raiseNew(
  transaction: Transaction<Tables>,
  context: Context,
  { rules, zone }: { rules: readonly AlertRule[]; zone: string },
  found: readonly Degraded[],
): Promise<void> {
  if (found.length === 0) return;
  const { tenantId, now } = context;
  const covered = found
    .filter((each) => isCoveredByRules(each, { rules, zone, now }))
    .toSorted((one, other) => degradations.indexOf(one.cause) - degradations.indexOf(other.cause))
    .slice(0, mostRaised);
  for (const each of covered) {
    const id = randomUUID();
    const { title, detail } = degradationText(each);
    const { column, beside } = storedValue(laterAlertKinds, 'DEGRADATION');
    await sql`
      insert into alert (tenant_id, id, kind, kind_basis, cause, subject, alert_type, title, detail, severity, state, client_id,
                         raised_at, changed_at)
      values (${tenantId}, ${id}, ${column}, ${beside}, ${each.cause}, ${degradationSubject(each)}, 'bitdefender', ${title},
              ${detail}, ${severities.indexOf(degradationTexts[each.cause].severity)}, 'OPEN', ${each.clientId}, ${now},
              ${now})`.execute(transaction);
    const raised = lifecycleChange(id, null, followThreat(null, { unresolved: true, changed: true }), {
      actor: 'opsmerge',
    });
    await recordAlertChanges(transaction, tenantId, raised === null ? [] : [raised], now);
    await askRules(transaction, context, id, each);
  }
}

/** What of one client degrades in the same way within an hour shares its actions. */
const askRules = (transaction: Transaction<Tables>, context: Context, alertId: string, found: Degraded) =>
  actUponAlert(transaction, context, alertId, degradationTexts[found.cause].name, degradationFacts(found, context.now));
