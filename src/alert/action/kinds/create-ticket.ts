import { ID, Int } from 'type-graphql';
import { graphEnum } from '../../../graphql/graph-enum.js';
import type { TicketPriority } from '../../../opsmerge/inputs.js';
import { messageOf } from '../../delivery/delivery-text.js';
import { type ActionKind, type ActionValues, requireText, textOf } from '../action-kind.js';

const Priority = graphEnum('BitdefenderTicketPriority', 'Priority of a ticket created by a rule.', {
  LOW: 'Low.',
  MEDIUM: 'Medium.',
  HIGH: 'High; the default.',
  CRITICAL: 'Critical.',
});

type CreateTicket = {
  kind: 'CREATE_TICKET';
  priority: TicketPriority;
  team: string;
  assigneeId?: string;
  dueInMinutes?: number;
};

function read({ priority, team, assigneeId, dueInMinutes }: ActionValues): CreateTicket {
  return {
    kind: 'CREATE_TICKET',
    priority: Object.values(Priority).find((known) => known === priority) ?? 'HIGH',
    team: textOf(team),
    ...(textOf(assigneeId) !== '' && { assigneeId: textOf(assigneeId) }),
    ...(typeof dueInMinutes === 'number' && { dueInMinutes }),
  };
}

export const createTicket = {
  rule: {
    description: 'Creates a ticket. Requires `team`; `priority` defaults to HIGH.',
    needsClient: true,
    fields: {
      priority: { type: () => Priority, description: 'Priority of the ticket. Defaults to HIGH.' },
      team: { type: () => String, description: 'Team that gets the ticket. Required for CREATE_TICKET.' },
      assigneeId: {
        type: () => ID,
        description:
          'OpsMerge id of the technician who gets the ticket. Checked by OpsMerge when the ticket is created.',
      },
      dueInMinutes: { type: () => Int, description: 'Minutes from the detection until the ticket is due; at least 1.' },
    },
    read,
    validate(values) {
      const { team, dueInMinutes: due } = read(values);
      const problems = requireText('team', team, 'Name the team that gets the ticket.');
      if (due !== undefined && !(Number.isInteger(due) && due > 0))
        problems.push({
          field: 'dueInMinutes',
          message: 'A ticket is due in a whole number of minutes, at least 1.',
        });
      return problems;
    },
  },
  delivery: {
    description: 'Creates a ticket.',
    takesNotes: true,
    async send({ opsMerge }, tenantId, delivery) {
      const { clientId, alert } = delivery;
      if (clientId === null) throw new Error('A ticket needs a client.');
      const { priority, team, assigneeId, dueInMinutes: due } = read(delivery.parameters);
      const ticket = await opsMerge.createTicket(tenantId, {
        ...messageOf(delivery),
        clientId,
        ...(alert.agentId !== null && { agentId: alert.agentId }),
        priority,
        team,
        ...(assigneeId !== undefined && { assigneeId }),
        ...(due !== undefined && { dueAt: new Date((alert.detectedAt ?? alert.raisedAt).getTime() + due * 60_000) }),
      });
      return { ticketId: ticket.id, url: ticket.url, state: ticket.state };
    },
  },
} satisfies ActionKind<CreateTicket>;

declare module '../action-kind.js' {
  interface ActionKinds {
    CREATE_TICKET: typeof createTicket;
  }
}
