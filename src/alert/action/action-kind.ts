import type { Queries } from '../../database/database.js';
import type { OpsMerge } from '../../opsmerge/opsmerge.js';
import type { DeliveryToSend } from '../delivery/read-delivery.js';
import type { WebhookSender } from '../webhook/webhook-sender.js';

/** The values of an action by name, as the graph or the database has them: any may be missing or of another type. */
export type ActionValues = Readonly<Record<string, unknown>>;

/** What is wrong with one value of an action, and what to do about it. */
export interface ActionProblem {
  field: string;
  message: string;
}

/** Where deliveries go. */
export interface Sinks {
  opsMerge: OpsMerge;
  webhooks: WebhookSender;
}

/** A field of the graph that holds one value of an action. */
export interface ActionField {
  /** As type-graphql takes it. */
  type: () => object;
  description: string;
}

/** What rules need to know of a kind of action. */
export interface RulePart<Action extends { kind: string }> {
  description: string;
  /** Whether it can only be done for an alert of one client. */
  needsClient?: boolean;
  /** One for each value. */
  fields: { readonly [Name in Exclude<keyof Action, 'kind'>]-?: ActionField };
  /** The action with the values of its kind alone; a required text that is missing is empty, and refused by `validate`. */
  read(values: ActionValues): Action;
  validate(values: ActionValues): ActionProblem[];
  /** The values that name something the tenant does not have. */
  findUnknown?(queries: Queries, tenantId: string, values: ActionValues): Promise<ActionProblem[]>;
}

/** What the delivery needs to know of a kind of action. */
export interface DeliveryPart {
  description: string;
  /** Whether further occurrences are sent after it as a note. */
  takesNotes?: boolean;
  /**
   * Sends it under its id as the idempotency key. Returns what is to be remembered of it. Throws DeliveryRefused or an
   * OpsMergeError that is not retryable when a repetition would be refused too, and anything else to be repeated.
   */
  send(sinks: Sinks, tenantId: string, delivery: DeliveryToSend): Promise<Record<string, string | null>>;
}

/** A kind of action: rules can ask for those with `rule`, and those with `delivery` are sent. */
export interface ActionKind<Action extends { kind: string } = { kind: string; [value: string]: unknown }> {
  rule?: RulePart<Action>;
  delivery?: DeliveryPart;
}

/** Every kind by its name. Each file of `kinds/` adds its own, so that the registry does not compile without its line. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the files of the kinds.
export interface ActionKinds {}

/** A value as text; empty for anything else. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The problem of a required text that is empty; none when it is not. */
export const requireText = (field: string, value: unknown, message: string): ActionProblem[] =>
  textOf(value).trim() === '' ? [{ field, message }] : [];
