import { ID } from 'type-graphql';
import { uuidOrNone } from '../../../database/uuid.js';
import { webhookPayload } from '../../delivery/delivery-text.js';
import { type ActionKind, type ActionValues, requireText, textOf } from '../action-kind.js';

const read = ({ webhookId }: ActionValues) => ({ kind: 'WEBHOOK' as const, webhookId: textOf(webhookId) });

export const webhook = {
  rule: {
    description: 'Sends a signed request to a webhook of the tenant. Requires `webhookId`.',
    fields: { webhookId: { type: () => ID, description: 'Webhook to send to. Required for WEBHOOK.' } },
    read,
    validate: ({ webhookId }) => requireText('webhookId', webhookId, 'Name the webhook to send to.'),
    async findUnknown(queries, tenantId, { webhookId }) {
      const known = await queries
        .selectFrom('webhook')
        .select('id')
        .where('tenantId', '=', tenantId)
        .where('id', '=', uuidOrNone(textOf(webhookId)))
        .executeTakeFirst();
      return known === undefined ? [{ field: 'webhookId', message: 'There is no such webhook.' }] : [];
    },
  },
  delivery: {
    description: 'Sends a signed request to a webhook of the tenant.',
    takesNotes: true,
    async send({ webhooks }, tenantId, delivery) {
      const { webhookId } = read(delivery.parameters);
      await webhooks.send(tenantId, webhookId, delivery.id, webhookPayload('alert.raised', delivery, {}));
      return {};
    },
  },
} satisfies ActionKind<ReturnType<typeof read>>;

declare module '../action-kind.js' {
  interface ActionKinds {
    WEBHOOK: typeof webhook;
  }
}
