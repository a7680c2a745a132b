import { sql, type Transaction } from 'kysely';
import { json, type Tables } from '../../database/database.js';
import { type AlertFacts } from '../../domain/alert-rule.js';
import { type Jobs } from '../../queue/ports.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { requestDeliveries } from '../delivery/request-deliveries.js';
import { outcomeOf, readHolds, storeHolds, waitingOf } from '../hold/hold.store.js';
import { holdRouting } from '../hold/hold-routing.js';
import { readWindows } from '../hold/window.store.js';
import { readMutes } from '../mute/mute.reader.js';
import { requestPublications } from '../publication/request-publications.js';
import { recordOf } from '../rule/explain-routing.js';
import { readRules } from '../rule/read-rules.js';
import { routeAlert } from '../rule/route-alert.js';

/** What rules can see of an alert that is about no single threat. */
export const factsWithoutThreat = {
  family: 'UNKNOWN',
  threatName: '',
  action: 'UNKNOWN',
  stillActive: true,
  status: 'UNRESOLVED',
  companyId: '',
  deviceId: null,
  siteId: null,
  hostname: '',
  machineKind: 'UNKNOWN',
  cause: null,
} as const satisfies Partial<AlertFacts>;

/**
 * Asks the rules about a stored alert that is about no single threat, keeps what they said, and requests what they want, but for what
 * maintenance windows hold. `waited` is given when what they hold is decided again, and not the alert raised: whether it is over by now.
 * Alerts of one `name` in a client share their actions for an hour. The transaction must hold the tenant's lock.
 */
export async function actUponAlert(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  alertId: string,
  name: string,
  facts: AlertFacts,
  waited?: { over: boolean },
): Promise<void> {
  const { tenantId, now } = context;
  const { timeZone, alertsRoutedBy } = await readTenantSettings(transaction, tenantId);
  // Notices say that another way is blocked, and have no client: they never depend on the platform's rules.
  const { clientId } = facts;
  const by = facts.kind === 'NOTICE' ? 'OWN_RULES' : alertsRoutedBy;
  const routed = routeAlert({
    alert: facts,
    rules: await readRules(transaction, tenantId),
    zone: timeZone,
    history: false,
    mutes: await readMutes(transaction, tenantId, facts.at),
    by,
    now,
  });
  const { suppressed } = routed;
  const windows = await readWindows(transaction, tenantId, timeZone);
  const standing = waitingOf((await readHolds(transaction, tenantId, [alertId])).get(alertId));
  const over = waited?.over ?? false;
  const only = waited === undefined ? null : (standing?.ruleIds ?? null);
  const { actions, publishes, hold } = holdRouting({ windows, alert: facts, routed, standing, only, over, now });
  const isAsked = only === null ? hold?.ruleIds !== null && !over : actions.length > 0;
  // What was said of an alert on which other rules have acted stays.
  if (only === null || isAsked)
    await sql`
      update alert set suppressed_by = ${suppressed?.by ?? null}, suppressed_reason = ${suppressed?.reason ?? null},
                       suppressed_by_id = ${suppressed?.id ?? null},
                       routing = ${isAsked ? json(recordOf(routed, now)) : null}
      where tenant_id = ${tenantId} and id = ${alertId}::uuid`.execute(transaction);
  await storeHolds(transaction, context, [{ alertId, before: standing, hold, outcome: outcomeOf(suppressed, over) }]);
  if (publishes && clientId !== null) await requestPublications(transaction, context, [{ alertId, clientId, name }]);
  else await requestDeliveries(transaction, context, [{ alertId, clientId, name, actions }]);
}
