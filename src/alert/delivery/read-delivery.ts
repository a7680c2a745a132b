import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { laterAlertKinds, laterValue } from '../../database/later-values.js';
import { clientInCore } from '../../tenant/merging-clients.js';
import { agentOfThreat } from '../../threat/owners/machine-threats.sql.js';
import { heldFor } from '../hold/hold-text.js';

/** What is sent of an alert. */
export interface DescribedAlert {
  kind: string;
  title: string;
  detail: string | null;
  severity: number;
  hostName: string | null;
  filePath: string | null;
  action: string | null;
  link: string | null;
  detectedAt: Date | null;
  /** Whether a maintenance window held it, in a sentence without its end; null if none did. */
  held: string | null;
}

/** What is stored of what held an alert until the moment at which a delivery was requested for it. */
export interface HeldBefore {
  heldFrom: Date | null;
  releasedAt: Date | null;
  heldBy: string | null;
}

/** SQL of the same, beside `alert`; `requestedAt` is that moment. */
export const heldColumns = sql`hold.held_from, hold.released_at, hold.window_name as held_by`;
export const heldBefore = (requestedAt: string) => sql`
  alert_hold as hold on hold.tenant_id = alert.tenant_id and hold.alert_id = alert.id
    and hold.released_at = ${sql.ref(requestedAt)}`;

/** The sentence about it; null where nothing held the alert. */
export const heldSentence = ({ heldFrom, releasedAt, heldBy }: HeldBefore): string | null =>
  heldFrom === null || releasedAt === null || heldBy === null ? null : heldFor(heldFrom, releasedAt, heldBy);

/** The machines of an action: all are counted, some are named. */
export interface Machines {
  count: number;
  names: string[];
}

/** A stored action with what sending it needs, except for the contents of a note. */
export interface StoredDelivery {
  id: string;
  /** May be unknown to this release. */
  kind: string;
  state: string;
  parameters: Record<string, unknown>;
  ruleName: string;
  clientId: string | null;
  aboutActionId: string | null;
  /** The first of its alerts. */
  alert: DescribedAlert & { id: string; agentId: string | null; raisedAt: Date };
  /** Where the action a note is about went. */
  target: { ticketId: string | null; webhookId: string | null };
}

/** A delivery that is complete: a note has its contents. */
export interface DeliveryToSend extends StoredDelivery {
  note: (StoredDelivery['target'] & { occurrences: number; machines: Machines }) | null;
}

/** How many machines a note names. */
const namedMachines = 50;

/** Reads an action for its delivery; undefined when it does not exist or none of its alerts is left. */
export async function readDelivery(
  database: Database,
  tenantId: string,
  id: string,
): Promise<StoredDelivery | undefined> {
  const { rows } = await sql<
    Omit<StoredDelivery, 'alert' | 'target'> &
      Omit<StoredDelivery['alert'], 'kind' | 'held'> &
      HeldBefore &
      StoredDelivery['target'] & { alertId: string; alertKind: string }
  >`
    select action.id, action.rule_name, action.kind, action.state, action.parameters,
           ${clientInCore(tenantId, sql`action.client_id`)} as client_id,
           action.about_action_id, about.parameters ->> 'webhookId' as webhook_id,
           about.result ->> 'ticketId' as ticket_id, alert.id as alert_id, ${laterValue(laterAlertKinds)} as alert_kind, alert.title,
           coalesce(alert.detail, threat.explanation) as detail, alert.severity, alert.raised_at, coalesce(device.name, threat.host_name) as host_name,
           ${agentOfThreat} as agent_id, threat.file_path, threat.action, threat.link, threat.detected_at, ${heldColumns}
    from alert_action as action
    left join alert_action as about on about.tenant_id = action.tenant_id and about.id = action.about_action_id
    join alert_occurrence as occurrence on occurrence.tenant_id = action.tenant_id
      and occurrence.action_id = coalesce(about.id, action.id)
    join alert on alert.tenant_id = action.tenant_id and alert.id = occurrence.alert_id
    left join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
    left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
    left join ${heldBefore('action.created_at')}
    where action.tenant_id = ${tenantId} and action.id = ${id}::uuid
    order by threat.detected_at, alert.id limit 1`.execute(database.query);
  const [row] = rows;
  if (row === undefined) return undefined;
  const {
    kind,
    state,
    parameters,
    ruleName,
    webhookId,
    clientId,
    aboutActionId,
    ticketId,
    alertId,
    alertKind,
    heldFrom,
    releasedAt,
    heldBy,
    ...described
  } = row;
  return {
    id,
    kind,
    state,
    parameters,
    ruleName,
    clientId,
    aboutActionId,
    alert: { ...described, id: alertId, kind: alertKind, held: heldSentence({ heldFrom, releasedAt, heldBy }) },
    target: { ticketId, webhookId },
  };
}

/** The machines of an action, some of them by name. */
export async function readMachines(database: Database, tenantId: string, actionId: string): Promise<Machines> {
  const { rows } = await sql<{ name: string; count: number }>`
    select coalesce(max(device.name), max(threat.host_name), 'unknown') as name, (count(*) over ())::int as count
    from alert_occurrence as occurrence
    join alert on alert.tenant_id = occurrence.tenant_id and alert.id = occurrence.alert_id
    join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
    left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
    where occurrence.tenant_id = ${tenantId} and occurrence.action_id = ${actionId}::uuid
    group by coalesce(threat.bd_device_id, threat.host_key, threat.host_name)
    order by 1 limit ${namedMachines}`.execute(database.query);
  return { count: rows[0]?.count ?? 0, names: rows.map(({ name }) => name) };
}
