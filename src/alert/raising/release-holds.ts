import { sql, type Transaction } from 'kysely';
import { type Database, type Tables } from '../../database/database.js';
import { laterAlertKinds, laterValue } from '../../database/later-values.js';
import type { AlertFacts } from '../../domain/alert-rule.js';
import { type Severity, severities } from '../../domain/severity.js';
import type { Jobs } from '../../queue/ports.js';
import { clientRests } from '../../tenant/resting-clients.js';
import { degradationFacts } from '../degradation/covered-by-rules.js';
import { type Degradation, degradationTexts } from '../degradation/degradations.js';
import { readHolds, storeHolds } from '../hold/hold.store.js';
import { actUponAlert, factsWithoutThreat } from './act-upon-alert.js';
import { outbreakFacts, outbreakName } from './outbreak-text.js';
import { raiseAlerts } from './raise-alerts.js';

/** Decided in one transaction: the tenant's lock is held for as long as it takes. */
const batch = 200;

interface Context {
  tenantId: string;
  jobs: Jobs;
  now: Date;
}

interface DueAlert {
  alertId: string;
  /** Null for an alert that is gone. */
  kind: string | null;
  threatId: string | null;
  title: string;
  severity: number;
  state: string;
  cause: Degradation | null;
  clientId: string | null;
}

/**
 * Decides again about what maintenance windows held and is due: it waits on, or it goes through the rules as if it were raised now; what is
 * resolved never acts. What is due is in the database, so any replica may do it at any time, and a missed tick loses nothing. Returns how
 * many alerts were looked at. An alert of a client that rests waits until it no longer does. What fails for one tenant keeps no other one
 * from its turn; rejects at the end then.
 */
export async function releaseHolds({ database, jobs }: { database: Database; jobs: Jobs }, now: Date): Promise<number> {
  const due = await sql<{ tenantId: string }>`
    select distinct tenant_id from alert_hold where look_at <= ${now}`.execute(database.query);
  let looked = 0;
  const failures: unknown[] = [];
  const release = async (tenantId: string) => {
    for (let found = batch; found === batch; looked += found)
      found = await database.forTenant(tenantId, (transaction) => releaseBatch(transaction, { tenantId, jobs, now }));
  };
  for (const { tenantId } of due.rows) await release(tenantId).catch((error: unknown) => failures.push(error));
  if (failures.length > 0)
    throw new AggregateError(failures, 'What windows held could not be decided for each tenant.');
  return looked;
}

async function releaseBatch(transaction: Transaction<Tables>, context: Context): Promise<number> {
  const { tenantId, now } = context;
  const due = await readDue(transaction, context);
  if (due.length === 0) return 0;
  const ids = due.map(({ alertId }) => alertId);
  // An outbreak before its members, which join what is published of it.
  const outbreaks = due.flatMap(({ kind, alertId }) => (kind === 'OUTBREAK' ? [alertId] : []));
  const facts = await outbreakFacts(transaction, tenantId, outbreaks);
  for (const alert of due) {
    const asked = alert.kind === 'OUTBREAK' ? facts.get(alert.alertId) : factsOf(alert, now);
    if (asked === undefined) continue;
    const waited = { over: alert.state === 'RESOLVED' };
    await actUponAlert(transaction, context, alert.alertId, nameOf(alert), asked, waited);
  }
  const threats = due.flatMap(({ threatId }) => threatId ?? []);
  await raiseAlerts(transaction, { ...context, actor: 'opsmerge', cameBack: new Set() }, threats);
  await endOthers(transaction, context, ids);
  return due.length;
}

async function readDue(transaction: Transaction<Tables>, { tenantId, now }: Context): Promise<DueAlert[]> {
  const { rows } = await sql<DueAlert>`
    select hold.alert_id, case when alert.id is not null then ${laterValue(laterAlertKinds)} end as kind, alert.threat_id,
           alert.title, alert.severity, alert.state, alert.cause, alert.client_id
    from alert_hold as hold
    left join alert on alert.tenant_id = hold.tenant_id and alert.id = hold.alert_id
    where hold.tenant_id = ${tenantId} and hold.look_at <= ${now} and (alert.id is null or not ${clientRests('alert')})
    order by (alert.kind = 'OUTBREAK') desc nulls last, hold.held_from, hold.alert_id limit ${batch}`.execute(
    transaction,
  );
  return rows;
}

/** What rules can see of an alert that is about neither threat nor outbreak; undefined for these. */
function factsOf({ kind, cause, clientId, severity }: DueAlert, now: Date): AlertFacts | undefined {
  if (kind === 'DEGRADATION' && cause !== null && clientId !== null) return degradationFacts({ clientId, cause }, now);
  if (kind !== 'NOTICE') return undefined;
  return { ...factsWithoutThreat, kind, severity: severities[severity] as Severity, clientId: null, at: now };
}

const nameOf = ({ kind, title, cause }: DueAlert): string =>
  kind === 'OUTBREAK' ? outbreakName : cause === null ? title : degradationTexts[cause].name;

/** What nothing could be decided about is over, or it would be due for ever: its alert is gone, or its company is no longer mapped. */
async function endOthers(transaction: Transaction<Tables>, context: Context, ids: readonly string[]): Promise<void> {
  const { now } = context;
  const left = [...(await readHolds(transaction, context.tenantId, ids)).values()].filter(
    ({ lookAt }) => lookAt !== null && lookAt <= now,
  );
  const decisions = left.map((before) => ({ alertId: before.alertId, before, hold: null, outcome: 'GONE' as const }));
  await storeHolds(transaction, context, decisions);
}
