import { messageOf } from '../../delivery/delivery-text.js';
import { type ActionKind, type ActionValues, requireText, textOf } from '../action-kind.js';

const read = ({ onCall }: ActionValues) => ({ kind: 'PAGE' as const, onCall: textOf(onCall) });

export const page = {
  rule: {
    description: 'Pages the on-call schedule. Requires `onCall`.',
    fields: { onCall: { type: () => String, description: 'On-call schedule to page. Required for PAGE.' } },
    read,
    validate: ({ onCall }) => requireText('onCall', onCall, 'Name the on-call to page.'),
  },
  delivery: {
    description: 'Pages the on-call schedule.',
    async send({ opsMerge }, tenantId, delivery) {
      const { onCall } = read(delivery.parameters);
      await opsMerge.page(tenantId, { ...messageOf(delivery), onCall });
      return {};
    },
  },
} satisfies ActionKind<ReturnType<typeof read>>;

declare module '../action-kind.js' {
  interface ActionKinds {
    PAGE: typeof page;
  }
}
