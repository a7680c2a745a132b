import { messageOf } from '../../delivery/delivery-text.js';
import { type ActionKind, type ActionValues, requireText, textOf } from '../action-kind.js';

const read = ({ channel }: ActionValues) => ({ kind: 'NOTIFY' as const, channel: textOf(channel) });

export const notify = {
  rule: {
    description: 'Sends a notification. Requires `channel`.',
    fields: { channel: { type: () => String, description: 'Channel to notify. Required for NOTIFY.' } },
    read,
    validate: ({ channel }) => requireText('channel', channel, 'Name the channel to notify.'),
  },
  delivery: {
    description: 'Sends a notification to a channel.',
    async send({ opsMerge }, tenantId, delivery) {
      const { channel } = read(delivery.parameters);
      await opsMerge.notify(tenantId, { ...messageOf(delivery), clientId: delivery.clientId, channel });
      return {};
    },
  },
} satisfies ActionKind<ReturnType<typeof read>>;

declare module '../action-kind.js' {
  interface ActionKinds {
    NOTIFY: typeof notify;
  }
}
