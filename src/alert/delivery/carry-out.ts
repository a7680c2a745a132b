import { severities } from '../../domain/severity.js';
import type { CreateTicketInput } from '../../opsmerge/inputs.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import { DeliveryRefused, type WebhookSender } from '../webhook/webhook-sender.js';
import { bodyOf, noteOf, titleOf } from './describe-action.js';
import type { ActionToDeliver } from './read-action.js';

/** Who carries actions out. */
export interface Sinks {
  opsMerge: OpsMerge;
  webhooks: WebhookSender;
}

/**
 * Does in core what an action asks for; the action's id is the key by which core tells a repetition. Returns what is to be
 * remembered of it, as strings. Throws what core threw.
 */
export async function carryOut(
  { opsMerge, webhooks }: Sinks,
  tenantId: string,
  action: ActionToDeliver,
): Promise<Record<string, string | null>> {
  const { id: idempotencyKey, parameters, clientId, alert } = action;
  const message = { idempotencyKey, title: titleOf(alert), body: bodyOf(alert) };
  switch (action.kind) {
    case 'CREATE_TICKET': {
      if (clientId === null) throw new Error('A ticket needs a client.');
      const due = parameters.dueInMinutes as number | undefined;
      const ticket = await opsMerge.createTicket(tenantId, {
        ...message,
        clientId,
        ...(alert.agentId !== null && { agentId: alert.agentId }),
        priority: parameters.priority as CreateTicketInput['priority'],
        team: String(parameters.team),
        ...(typeof parameters.assigneeId === 'string' && { assigneeId: parameters.assigneeId }),
        ...(due !== undefined && { dueAt: new Date((alert.detectedAt ?? alert.raisedAt).getTime() + due * 60_000) }),
      });
      return { ticketId: ticket.id, url: ticket.url, state: ticket.state };
    }
    case 'NOTE': {
      if (action.note === null) throw new Error('A note needs what it is about.');
      const { ticketId, webhookId, occurrences, machines } = action.note;
      if (webhookId !== null) {
        const payload = payloadOf('alert.occurrences', action, { occurrences, machines });
        await webhooks.send(tenantId, webhookId, idempotencyKey, payload);
        return {};
      }
      if (ticketId === null) throw new DeliveryRefused('There is no ticket to add a note to.');
      await opsMerge.addTicketNote(tenantId, { idempotencyKey, ticketId, body: noteOf(occurrences, machines) });
      return {};
    }
    case 'NOTIFY':
      await opsMerge.notify(tenantId, { ...message, clientId, channel: String(parameters.channel) });
      return {};
    case 'PAGE':
      await opsMerge.page(tenantId, { ...message, onCall: String(parameters.onCall) });
      return {};
    case 'WEBHOOK':
      await webhooks.send(
        tenantId,
        String(parameters.webhookId),
        idempotencyKey,
        payloadOf('alert.raised', action, {}),
      );
      return {};
    default:
      throw new Error(`There is no action "${action.kind}".`);
  }
}

/** What a receiver is told. Its `id` is the delivery's, by which it tells a repetition. */
function payloadOf(type: string, { id, clientId, ruleName, alert }: ActionToDeliver, more: object): object {
  const { severity, ...told } = alert;
  return {
    id,
    type,
    rule: { name: ruleName },
    client: clientId === null ? null : { id: clientId },
    alert: { ...told, severity: severities[severity] ?? 'UNKNOWN' },
    ...more,
  };
}
