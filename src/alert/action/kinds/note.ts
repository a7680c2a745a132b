import { noteOf, webhookPayload } from '../../delivery/delivery-text.js';
import { DeliveryRefused } from '../../webhook/webhook-sender.js';
import type { ActionKind } from '../action-kind.js';

/** Follows a ticket or a webhook delivery that gained occurrences. No rule asks for it. */
export const note = {
  delivery: {
    description: 'Adds the current number of occurrences to the ticket of another action, or posts it to its webhook.',
    async send({ opsMerge, webhooks }, tenantId, delivery) {
      if (delivery.note === null) throw new Error('A note needs what it is about.');
      const { ticketId, webhookId, occurrences, machines } = delivery.note;
      const idempotencyKey = delivery.id;
      if (webhookId !== null) {
        const payload = webhookPayload('alert.occurrences', delivery, { occurrences, machines });
        await webhooks.send(tenantId, webhookId, idempotencyKey, payload);
        return {};
      }
      if (ticketId === null) throw new DeliveryRefused('There is no ticket to add a note to.');
      await opsMerge.addTicketNote(tenantId, { idempotencyKey, ticketId, body: noteOf(occurrences, machines) });
      return {};
    },
  },
} satisfies ActionKind;

declare module '../action-kind.js' {
  interface ActionKinds {
    NOTE: typeof note;
  }
}
