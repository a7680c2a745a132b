import { type ActionKind, type ActionValues, textOf } from '../action-kind.js';

type Suppress = {
  kind: 'SUPPRESS';
  reason?: string;
};

const read = ({ reason }: ActionValues): Suppress => ({
  kind: 'SUPPRESS',
  ...(textOf(reason) !== '' && { reason: textOf(reason) }),
});

/** Nothing is sent: the routing drops every action of the alert. */
export const suppress = {
  rule: {
    description: 'Suppresses the alert: no action is carried out, not even one of an earlier rule.',
    fields: { reason: { type: () => String, description: 'Why alerts are suppressed. Used by SUPPRESS.' } },
    read,
    validate: () => [],
  },
} satisfies ActionKind<Suppress>;

declare module '../action-kind.js' {
  interface ActionKinds {
    SUPPRESS: typeof suppress;
  }
}
