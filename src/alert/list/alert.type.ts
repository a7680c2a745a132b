import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { ClientReference, TicketReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';
import { SeverityEnum, Threat } from '../../threat/list/threat.type.js';
import { type DeliveryKind, deliveryDescriptions } from '../action/action-kinds.js';

export const AlertState = graphEnum('BitdefenderAlertState', 'Where an alert stands.', {
  OPEN: 'It wants attention.',
  ACKNOWLEDGED: 'Somebody has taken it over: it no longer follows its threat by itself.',
  SNOOZED: 'It is put aside until a time, or until its threat comes back; then it is OPEN again.',
  RESOLVED: 'It is done, mostly because its threat is.',
});
export type AlertState = keyof typeof AlertState;

export const AlertKindEnum = graphEnum('BitdefenderAlertKind', 'What an alert is about.', {
  THREAT: 'One threat; each has one such alert.',
  OUTBREAK: 'Threats on many machines of one client in a short time.',
  NOTICE: 'Something that keeps this service from its work, such as a connection that fails.',
});
export type AlertKindEnum = keyof typeof AlertKindEnum;

export const ActionState = graphEnum('BitdefenderAlertActionState', 'How far an action is.', {
  PENDING: 'It is under way or will be tried again.',
  DONE: 'OpsMerge core has carried it out.',
  DEAD: 'It was tried long enough without success.',
});
export type ActionState = keyof typeof ActionState;

export const ActionKind = graphEnum('BitdefenderAlertActionKind', 'What an action does.', deliveryDescriptions);
export type ActionKind = DeliveryKind;

export const SuppressedBy = graphEnum('BitdefenderSuppressedBy', 'What kept an alert from acting.', {
  HISTORY: 'Its threat is from before the company was mapped.',
  MUTE: 'A mute covered it.',
  RULE: 'A rule suppressed it.',
});
export type SuppressedBy = keyof typeof SuppressedBy;

@ObjectType('BitdefenderAlertAction', {
  description: 'One thing a rule asked for; alerts of one malware may share it.',
})
export class AlertDelivery {
  @Field(() => ID, { description: 'Its id, which core sees as the idempotency key.' })
  id!: string;

  @Field(() => ActionKind, { description: 'What it does.' })
  kind!: ActionKind;

  @Field(() => String, { description: 'The name of the rule that asked for it, as it was then.' })
  ruleName!: string;

  @Field(() => ActionState, { description: 'How far it is.' })
  state!: ActionState;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => Int, { description: 'How many alerts share it.' })
  occurrences!: number;

  @Field(() => String, { nullable: true, description: 'What the last try met with.' })
  lastError!: string | null;
}

export const RoutingOutcomeEnum = graphEnum(
  'BitdefenderRoutingOutcome',
  'Whether the rules ask for a ticket for an alert, and if not, why.',
  {
    TICKET: 'A rule asks for one.',
    NO_TICKET_WANTED: 'Rules matched; none of them asks for a ticket.',
    NO_RULE_MATCHED: 'No rule matched.',
    SUPPRESSED_BY_RULE: 'A rule suppressed it.',
    MUTED: 'A mute covered it.',
    HISTORY: 'Its threat is from before the company was mapped.',
    NOT_ASKED: 'No rule has been asked.',
  },
);
export type RoutingOutcomeEnum = keyof typeof RoutingOutcomeEnum;

@ObjectType('BitdefenderRuleVerdict', { description: 'What one rule said of an alert, as the rule was then.' })
export class RuleVerdictType {
  @Field(() => ID, { description: 'The rule.' })
  ruleId!: string;

  @Field(() => String, { description: 'Its name.' })
  ruleName!: string;

  @Field(() => Boolean, { description: 'Whether all it asks for held.' })
  matched!: boolean;

  @Field(() => String, { description: 'Why, in a sentence.' })
  why!: string;
}

@ObjectType('BitdefenderAlertRouting', {
  description: 'What the rules said of an alert when they were last asked. Later changes of rules do not alter it.',
})
export class AlertRouting {
  @Field(() => RoutingOutcomeEnum, { description: 'Whether they ask for a ticket.' })
  outcome!: `${RoutingOutcomeEnum}`;

  @Field(() => String, { description: 'The same, and why, in sentences.' })
  message!: string;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When they were asked.' })
  at!: Date | null;

  @Field(() => [RuleVerdictType], { description: 'What each rule that was asked said, in order.' })
  rules!: RuleVerdictType[];
}

@ObjectType('BitdefenderAlert', {
  description: 'What OpsMerge raises: one for each threat, and for outbreaks and troubles.',
})
export class Alert {
  @Field(() => ID, { description: 'Our id of the alert.' })
  id!: string;

  @Field(() => AlertKindEnum, { description: 'What it is about.' })
  kind!: AlertKindEnum;

  @Field(() => String, { description: 'Always `bitdefender`.' })
  alertType!: string;

  @Field(() => String, { description: "The threat's name, or in a line what else it is about." })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What else there is to say of an outbreak or a notice.' })
  detail!: string | null;

  @Field(() => SeverityEnum, { description: "The threat's severity; the gravest one of an outbreak." })
  severity!: SeverityEnum;

  @Field(() => AlertState, { description: 'Where it stands.' })
  state!: AlertState;

  @Field(() => SuppressedBy, { nullable: true, description: 'What kept it from acting; null if nothing did.' })
  suppressedBy!: SuppressedBy | null;

  @Field(() => String, { nullable: true, description: 'The same in a sentence.' })
  suppressedReason!: string | null;

  @Field(() => TicketReference, { nullable: true, description: 'Its ticket, once there is one.' })
  ticket!: TicketReference | null;

  @Field(() => String, { nullable: true, description: 'The address of its ticket.' })
  ticketUrl!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "How far its ticket is, in core's words; read again with the client's syncs.",
  })
  ticketState!: string | null;

  @Field(() => ClientReference, { nullable: true, description: 'The client; null for a notice.' })
  client!: ClientReference | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was raised.' })
  raisedAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who took it over: the subject of the token.' })
  takenOverBy!: string | null;

  @Field(() => ID, { nullable: true, description: "The technician whose it is; null while it is nobody's." })
  assigneeId!: string | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it reopens by itself; only of SNOOZED.' })
  snoozedUntil!: Date | null;

  @Field(() => String, { nullable: true, description: 'The name of the machine; null unless it is about one.' })
  hostName!: string | null;

  @Field(() => [AlertDelivery], { description: 'What was asked for.' })
  actions!: AlertDelivery[];

  @Field(() => ID, { nullable: true, description: 'The alert of the outbreak its threat is part of.' })
  outbreakId!: string | null;

  @Field(() => AlertRouting, { description: 'What the rules said of it, and so why it has a ticket or none.' })
  routing!: AlertRouting;

  @Field(() => Threat, { nullable: true, description: 'The threat; null unless it is about one.' })
  threat?: Threat | null;

  threatId!: string | null;
  deviceId!: string | null;
  suppressedById!: string | null;
}

/** A page of alerts. */
export const AlertConnection = connectionType('BitdefenderAlert', () => Alert);
