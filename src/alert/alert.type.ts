import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ClientReference, TicketReference } from '../graphql/core-types.js';
import { UserError } from '../graphql/errors.js';
import { connectionType } from '../graphql/paging.js';
import { SeverityEnum, Threat } from '../threat/threat.type.js';

export enum AlertState {
  OPEN = 'OPEN',
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  RESOLVED = 'RESOLVED',
}
registerEnumType(AlertState, {
  name: 'BitdefenderAlertState',
  description: 'Where an alert stands.',
  valuesConfig: {
    OPEN: { description: 'It wants attention.' },
    ACKNOWLEDGED: { description: 'Somebody has taken it over: it no longer follows its threat by itself.' },
    RESOLVED: { description: 'It is done, mostly because its threat is.' },
  },
});

export enum AlertKindEnum {
  THREAT = 'THREAT',
  OUTBREAK = 'OUTBREAK',
  NOTICE = 'NOTICE',
}
registerEnumType(AlertKindEnum, {
  name: 'BitdefenderAlertKind',
  description: 'What an alert is about.',
  valuesConfig: {
    THREAT: { description: 'One threat; each has one such alert.' },
    OUTBREAK: { description: 'Threats on many machines of one client in a short time.' },
    NOTICE: { description: 'Something that keeps this service from its work, such as a connection that fails.' },
  },
});

export enum ActionState {
  PENDING = 'PENDING',
  DONE = 'DONE',
  DEAD = 'DEAD',
}
registerEnumType(ActionState, {
  name: 'BitdefenderAlertActionState',
  description: 'How far an action is.',
  valuesConfig: {
    PENDING: { description: 'It is under way or will be tried again.' },
    DONE: { description: 'OpsMerge core has carried it out.' },
    DEAD: { description: 'It was tried long enough without success.' },
  },
});

export enum ActionKind {
  CREATE_TICKET = 'CREATE_TICKET',
  NOTE = 'NOTE',
  NOTIFY = 'NOTIFY',
  PAGE = 'PAGE',
}
registerEnumType(ActionKind, {
  name: 'BitdefenderAlertActionKind',
  description: 'What an action does.',
  valuesConfig: {
    CREATE_TICKET: { description: 'Creates a ticket.' },
    NOTE: { description: 'Adds a note to the ticket of another action: how many occurrences there are by now.' },
    NOTIFY: { description: 'Sends a notification to a channel.' },
    PAGE: { description: 'Pages who is on call.' },
  },
});

export enum SuppressedBy {
  HISTORY = 'HISTORY',
  RULE = 'RULE',
}
registerEnumType(SuppressedBy, {
  name: 'BitdefenderSuppressedBy',
  description: 'What kept an alert from acting.',
  valuesConfig: {
    HISTORY: { description: 'Its threat is from before the company was mapped.' },
    RULE: { description: 'A rule suppressed it.' },
  },
});

@ObjectType('BitdefenderAlertAction', {
  description: 'One thing a rule asked for; alerts of one malware may share it.',
})
export class AlertAction {
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

  @Field(() => [AlertAction], { description: 'What was asked for.' })
  actions!: AlertAction[];

  @Field(() => Threat, { nullable: true, description: 'The threat; null unless it is about one.' })
  threat?: Threat | null;

  threatId!: string | null;
}

/** A page of alerts. */
export const AlertConnection = connectionType('BitdefenderAlert', () => Alert);

@InputType('BitdefenderAlertFilter', { description: 'Which alerts to show.' })
export class AlertFilter {
  @Field(() => AlertKindEnum, { nullable: true, description: 'Only those about this.' })
  kind?: AlertKindEnum | null;

  @Field(() => AlertState, { nullable: true, description: 'Only those that stand here.' })
  state?: AlertState | null;

  @Field(() => ID, { nullable: true, description: 'Only of this client.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only the one of this threat.' })
  threatId?: string | null;
}

export enum AlertDecision {
  ACKNOWLEDGE = 'ACKNOWLEDGE',
  RESOLVE = 'RESOLVE',
  REOPEN = 'REOPEN',
}
registerEnumType(AlertDecision, {
  name: 'BitdefenderAlertDecision',
  description: 'What a person decides about alerts.',
  valuesConfig: {
    ACKNOWLEDGE: { description: 'It is mine now: it no longer follows its threat by itself.' },
    RESOLVE: { description: 'It is done, unless its threat comes back.' },
    REOPEN: { description: 'It wants attention again, and follows its threat.' },
  },
});

@InputType('DecideBitdefenderAlertsInput', { description: 'A decision about alerts; their threats stay as they are.' })
export class DecideAlertsInput {
  @Field(() => [ID], { description: 'The alerts, at most 500.' })
  ids!: string[];

  @Field(() => AlertDecision, { description: 'What is decided.' })
  decision!: AlertDecision;
}

@ObjectType('BitdefenderAlertOutcome', { description: 'What became of one alert of the request.' })
export class AlertOutcome {
  @Field(() => ID, { description: 'The alert as it was asked for.' })
  id!: string;

  @Field(() => Alert, { nullable: true, description: 'The alert as it is now; null where there is none.' })
  alert!: Alert | null;

  @Field(() => [UserError], { description: 'Why this one was refused; empty when it was done.' })
  userErrors!: UserError[];
}

@ObjectType('DecideBitdefenderAlertsPayload', { description: 'A result for each alert.' })
export class DecideAlertsPayload {
  @Field(() => [AlertOutcome], { nullable: true, description: 'In the order of the request.' })
  outcomes?: AlertOutcome[];

  @Field(() => [UserError], { description: 'What is wrong with the request as a whole.' })
  userErrors!: UserError[];
}
