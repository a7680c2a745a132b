import type { StoredAction } from '../../domain/alert-rule.js';
import type {
  ActionField,
  ActionKind,
  ActionKinds,
  ActionProblem,
  ActionValues,
  DeliveryPart,
  RulePart,
} from './action-kind.js';
import { createTicket } from './kinds/create-ticket.js';
import { note } from './kinds/note.js';
import { notify } from './kinds/notify.js';
import { page } from './kinds/page.js';
import { suppress } from './kinds/suppress.js';
import { webhook } from './kinds/webhook.js';

/**
 * Every kind of action, in the order of the graph's enums. A new kind is a file in `kinds/` and a line here: the types, the
 * enums and fields of the graph, validation and delivery follow from it.
 */
const registry: ActionKinds = {
  CREATE_TICKET: createTicket,
  NOTE: note,
  NOTIFY: notify,
  PAGE: page,
  WEBHOOK: webhook,
  SUPPRESS: suppress,
} satisfies { [Kind in keyof ActionKinds]: ActionKind<{ kind: Kind }> };

type KindsWith<Part extends keyof ActionKind> = {
  [Kind in keyof ActionKinds]: ActionKinds[Kind] extends { [Name in Part]: object } ? Kind : never;
}[keyof ActionKinds];

/** The kinds a rule can ask for. */
export type RuleActionKind = KindsWith<'rule'>;
/** The kinds that are sent. */
export type DeliveryKind = KindsWith<'delivery'>;
/** An action of a rule: its kind with the values of that kind. */
export type RuleAction = ReturnType<ActionKinds[RuleActionKind]['rule']['read']>;

/** The same, for a kind that is only known as text. */
const kinds: ReadonlyMap<string, ActionKind> = new Map(Object.entries(registry));

/** Whether rules can ask for this kind. */
export const isRuleActionKind = (kind: string): kind is RuleActionKind => kinds.get(kind)?.rule !== undefined;
/** Whether this kind can be sent. */
export const isDeliveryKind = (kind: string): kind is DeliveryKind => kinds.get(kind)?.delivery !== undefined;

/** The kinds that can be sent. */
export const deliveryKinds: readonly DeliveryKind[] = [...kinds.keys()].filter(isDeliveryKind);
/** An alert that is given to the platform's rules is listed with them, and sent in a way of its own: see `publication/`. */
export type ListedKind = DeliveryKind | 'PUBLISH';
export const listedKinds: readonly ListedKind[] = [...deliveryKinds, 'PUBLISH'];
/** Those of them after which further occurrences are sent as a note. */
export const notedKinds: readonly DeliveryKind[] = deliveryKinds.filter(
  (kind) => kinds.get(kind)?.delivery?.takesNotes,
);

/** An action of this kind with the values that belong to it; the others are dropped. */
export const readAction = (kind: RuleActionKind, values: ActionValues): RuleAction => registry[kind].rule.read(values);

/** What rules need to know of a kind. */
export const rulePart = (kind: RuleActionKind): Omit<RulePart<{ kind: string }>, 'fields'> => registry[kind].rule;

/** What the delivery needs to know of a kind; undefined when this release does not know the kind. */
export const deliveryPart = (kind: string): DeliveryPart | undefined => kinds.get(kind)?.delivery;

/** What is wrong with the values of an action; empty when nothing is. */
export const problemsOf = (action: RuleAction): ActionProblem[] => rulePart(action.kind).validate({ ...action });

/** Stored actions, apart from the kinds that this release does not know: a newer one may have written them. */
export function readStoredActions(stored: readonly StoredAction[]): { actions: RuleAction[]; unknownKinds: string[] } {
  const actions: RuleAction[] = [];
  const unknownKinds: string[] = [];
  for (const action of stored) {
    if (isRuleActionKind(action.kind)) actions.push(readAction(action.kind, action));
    else unknownKinds.push(action.kind);
  }
  return { actions, unknownKinds };
}

/** The descriptions of the kinds with such a part, for the graph. */
const descriptionsOf = <Kind extends string>(names: readonly Kind[], part: keyof ActionKind) =>
  Object.fromEntries(names.map((name) => [name, kinds.get(name)?.[part]?.description ?? ''])) as Record<Kind, string>;

export const ruleActionDescriptions = descriptionsOf([...kinds.keys()].filter(isRuleActionKind), 'rule');
export const listedDescriptions: Record<ListedKind, string> = {
  ...descriptionsOf(deliveryKinds, 'delivery'),
  PUBLISH: "Publishes the alert and its changes to OpsMerge, for the platform's rules.",
};

/** The fields of the graph that hold the values of all kinds. */
export const ruleActionFields: [name: string, field: ActionField][] = [...kinds.values()].flatMap(({ rule }) =>
  Object.entries(rule?.fields ?? {}),
);
