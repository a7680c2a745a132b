import { sql } from 'kysely';
import { type Database, json } from '../database/database.js';
import type { CreateTicketInput } from '../opsmerge/inputs.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import { severities } from '../threat/severity.js';

interface ActionWithAlert {
  kind: string;
  state: string;
  parameters: Record<string, unknown>;
  clientId: string | null;
  alertKind: string;
  title: string;
  detail: string | null;
  severity: number;
  hostName: string | null;
  agentId: string | null;
  filePath: string | null;
  action: string | null;
  link: string | null;
  detectedAt: Date | null;
  raisedAt: Date;
}

/**
 * Carries out one action in core. The action's id is the idempotency key, so a repetition after a crash or a lost answer
 * changes nothing there. Throws what core threw, for the queue to try again.
 */
export async function deliverAction(
  parts: { database: Database; opsMerge: OpsMerge },
  tenantId: string,
  actionId: string,
): Promise<void> {
  const { database, opsMerge } = parts;
  const action = await readAction(database, tenantId, actionId);
  if (action === undefined || action.state === 'DONE') return;
  try {
    const result = await carryOut(opsMerge, tenantId, actionId, action);
    await database.forTenant(tenantId, async (transaction) => {
      const done = { state: 'DONE', lastError: null, changedAt: new Date() };
      await transaction
        .updateTable('alertAction')
        .set({ ...done, result: json(result), attempts: sql<number>`attempts + 1` })
        .where('tenantId', '=', tenantId)
        .where('id', '=', actionId)
        .execute();
      if (action.kind === 'CREATE_TICKET')
        await sql`
          update alert set ticket_id = ${result.ticketId}, ticket_url = ${result.url}, ticket_state = ${result.state},
                           changed_at = now()
          where tenant_id = ${tenantId} and ticket_id is null and id in (
            select alert_id from alert_occurrence where tenant_id = ${tenantId} and action_id = ${actionId}::uuid)`.execute(
          transaction,
        );
    });
  } catch (error) {
    await database.query
      .updateTable('alertAction')
      .set({ attempts: sql<number>`attempts + 1`, lastError: (error as Error).message, changedAt: new Date() })
      .where('tenantId', '=', tenantId)
      .where('id', '=', actionId)
      .execute();
    throw error;
  }
}

/** Marks an action that was tried long enough: it stays, visibly undone. */
export async function giveUpAction(database: Database, tenantId: string, actionId: string): Promise<void> {
  await database.query
    .updateTable('alertAction')
    .set({ state: 'DEAD', changedAt: new Date() })
    .where('tenantId', '=', tenantId)
    .where('id', '=', actionId)
    .where('state', '=', 'PENDING')
    .execute();
}

async function readAction(
  database: Database,
  tenantId: string,
  actionId: string,
): Promise<ActionWithAlert | undefined> {
  const { rows } = await sql<ActionWithAlert>`
    select action.kind, action.state, action.parameters, action.client_id, alert.kind as alert_kind, alert.title,
           alert.detail, alert.severity, alert.raised_at, coalesce(device.name, threat.host_name) as host_name, device.agent_id, threat.file_path,
           threat.action, threat.link, threat.detected_at
    from alert_action as action
    join alert_occurrence as occurrence on occurrence.tenant_id = action.tenant_id and occurrence.action_id = action.id
    join alert on alert.tenant_id = action.tenant_id and alert.id = occurrence.alert_id
    left join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
    left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
    where action.tenant_id = ${tenantId} and action.id = ${actionId}
    order by threat.detected_at, alert.id limit 1`.execute(database.query);
  return rows[0];
}

async function carryOut(
  opsMerge: OpsMerge,
  tenantId: string,
  actionId: string,
  action: ActionWithAlert,
): Promise<Record<string, string | null>> {
  const { parameters, clientId } = action;
  const place = action.alertKind === 'THREAT' ? ` on ${action.hostName ?? 'an unknown machine'}` : '';
  const title = `Bitdefender: ${action.title}${place}`;
  const common = { idempotencyKey: actionId, clientId, title, body: bodyOf(action) };
  switch (action.kind) {
    case 'CREATE_TICKET': {
      const due = parameters.dueInMinutes as number | undefined;
      if (clientId === null) throw new Error('A ticket needs a client.');
      const ticket = await opsMerge.createTicket(tenantId, {
        ...common,
        clientId,
        ...(action.agentId !== null && { agentId: action.agentId }),
        priority: parameters.priority as CreateTicketInput['priority'],
        team: String(parameters.team),
        ...(typeof parameters.assigneeId === 'string' && { assigneeId: parameters.assigneeId }),
        ...(due !== undefined && { dueAt: new Date((action.detectedAt ?? action.raisedAt).getTime() + due * 60_000) }),
      });
      return { ticketId: ticket.id, url: ticket.url, state: ticket.state };
    }
    case 'NOTIFY':
      await opsMerge.notify(tenantId, { ...common, channel: String(parameters.channel) });
      return {};
    case 'PAGE':
      await opsMerge.page(tenantId, {
        idempotencyKey: actionId,
        title,
        body: common.body,
        onCall: String(parameters.onCall),
      });
      return {};
    default:
      throw new Error(`There is no action "${action.kind}".`);
  }
}

function bodyOf(action: ActionWithAlert): string {
  const lines: [string, string | null][] = [
    [action.alertKind === 'THREAT' ? 'Threat' : 'Alert', action.title],
    ['Severity', severities[action.severity] ?? 'UNKNOWN'],
    ['Device', action.hostName],
    ['File', action.filePath],
    ['Action taken', action.action],
    ['Detected', action.detectedAt?.toISOString() ?? null],
    ['In GravityZone', action.link],
    ['Detail', action.detail],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])).join('\n');
}
