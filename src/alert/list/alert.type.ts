import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { ClientReference, PlatformAlertReference, TicketReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { SeverityEnum } from '../../graphql/severity.type.js';
import { Threat } from '../../threat/list/threat.type.js';
import { type ListedKind, listedDescriptions } from '../action/action-kinds.js';
import { DegradationEnum } from '../degradation/degradation.type.js';

export const AlertState = graphEnum('BitdefenderAlertState', 'State of an alert.', {
  OPEN: 'Needs attention.',
  ACKNOWLEDGED: 'Taken over by a user; no longer follows its threat automatically.',
  SNOOZED: 'Set aside until a time or until its threat recurs; then OPEN again.',
  RESOLVED: 'Resolved, usually because its threat is.',
});
export type AlertState = keyof typeof AlertState;

export const AlertKindEnum = graphEnum('BitdefenderAlertKind', 'Subject of an alert.', {
  THREAT: 'One threat. Each threat has exactly one alert of this kind.',
  OUTBREAK: 'Threats on many machines of one client in a short time.',
  NOTICE: 'Problem of this service, such as a failing integration.',
  DEGRADATION: 'Machines of one client that are protected less than they should be or soon will be, by cause.',
});
export type AlertKindEnum = keyof typeof AlertKindEnum;

export const DeliveryState = graphEnum('BitdefenderAlertDeliveryState', 'State of a delivery.', {
  PENDING: 'In progress, or to be retried.',
  DONE: 'Carried out.',
  DEAD: 'Given up after the last retry, or because it was refused for good.',
});
export type DeliveryState = keyof typeof DeliveryState;

export const DeliveryKindEnum = graphEnum('BitdefenderAlertDeliveryKind', 'What a delivery does.', listedDescriptions);
export type DeliveryKindEnum = ListedKind;

export const SuppressedBy = graphEnum('BitdefenderSuppressedBy', 'Reason why an alert triggered no action.', {
  HISTORY: 'The threat is from before the company was mapped.',
  MUTE: 'A mute covers it.',
  RULE: 'A rule suppresses it.',
});
export type SuppressedBy = keyof typeof SuppressedBy;

@ObjectType('BitdefenderAlertDelivery', {
  description:
    "One action of a rule on its way to OpsMerge core or a webhook, or the publication of an alert for the platform's rules. Alerts of the same malware or of one outbreak may share it.",
})
export class AlertDelivery {
  @Field(() => ID, { description: 'Id of the delivery, which is its idempotency key in OpsMerge core.' })
  id!: string;

  @Field(() => DeliveryKindEnum, { description: 'Kind of the delivery.' })
  kind!: DeliveryKindEnum;

  @Field(() => String, {
    description: "Name of the rule at the time of the request; `The platform's rules` of a publication.",
  })
  ruleName!: string;

  @Field(() => DeliveryState, { description: 'State of the delivery.' })
  state!: DeliveryState;

  @Field(() => Int, { description: 'Number of attempts.' })
  attempts!: number;

  @Field(() => Int, { description: 'Number of alerts that share it.' })
  occurrences!: number;

  @Field(() => String, { nullable: true, description: 'Error of the last attempt; null if there was none.' })
  lastError!: string | null;
}

export const RoutingOutcomeEnum = graphEnum(
  'BitdefenderRoutingOutcome',
  'Whether the rules request a ticket for an alert, and why not.',
  {
    TICKET: 'A rule requests a ticket.',
    NO_TICKET_WANTED: 'Rules matched, but none of them requests a ticket.',
    NO_RULE_MATCHED: 'No rule matched.',
    SUPPRESSED_BY_RULE: 'A rule suppresses it.',
    MUTED: 'A mute covers it.',
    HISTORY: 'The threat is from before the company was mapped.',
    PLATFORM_RULES: "The platform's rules decide: no rule of this service was evaluated.",
    HELD: 'A maintenance window holds it: the rules are evaluated when that ends.',
    NOT_ASKED: 'The rules have not been evaluated.',
  },
);
export type RoutingOutcomeEnum = keyof typeof RoutingOutcomeEnum;

@ObjectType('BitdefenderRuleVerdict', {
  description: 'Result of one rule for an alert, at the time of the evaluation.',
})
export class RuleVerdictType {
  @Field(() => ID, { description: 'The rule.' })
  ruleId!: string;

  @Field(() => String, { description: 'Its name.' })
  ruleName!: string;

  @Field(() => Boolean, { description: 'Whether all of its conditions held.' })
  matched!: boolean;

  @Field(() => String, { description: 'Reason, as a sentence.' })
  why!: string;
}

@ObjectType('BitdefenderAlertRouting', {
  description: 'Latest evaluation of the rules for an alert. Later changes of rules do not alter it.',
})
export class AlertRouting {
  @Field(() => RoutingOutcomeEnum, { description: 'Whether the rules request a ticket.' })
  outcome!: `${RoutingOutcomeEnum}`;

  @Field(() => String, { description: 'Outcome and its reason, as text.' })
  message!: string;

  @Field(() => Date, { nullable: true, description: 'Time of the evaluation; null if there was none.' })
  at!: Date | null;

  @Field(() => [RuleVerdictType], { description: 'Result of each evaluated rule, in order.' })
  rules!: RuleVerdictType[];
}

@Directive('@key(fields: "id")')
@ObjectType('BitdefenderAlert', {
  description: 'Alert of a threat, an outbreak, a problem of this service or degraded protection.',
})
export class Alert {
  @Field(() => ID, { description: 'Id of the alert.' })
  id!: string;

  @Field(() => AlertKindEnum, { description: 'Subject of the alert.' })
  kind!: AlertKindEnum;

  @Field(() => String, { description: 'Always `bitdefender`.' })
  alertType!: string;

  @Field(() => String, { description: 'Name of the threat, or a one-line summary of any other alert.' })
  title!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Details of an alert that is about no single threat; null for a threat.',
  })
  detail!: string | null;

  @Field(() => SeverityEnum, { description: 'Severity of the threat; for an outbreak, the highest of its threats.' })
  severity!: SeverityEnum;

  @Field(() => AlertState, { description: 'State of the alert.' })
  state!: AlertState;

  @Field(() => SuppressedBy, {
    nullable: true,
    description: 'Why it triggered no action; null if nothing suppressed it.',
  })
  suppressedBy!: SuppressedBy | null;

  @Field(() => String, { nullable: true, description: 'Why it was suppressed, as a sentence; null if it was not.' })
  suppressedReason!: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Time until which a maintenance window holds actions for it, all or those of one rule; null if nothing is held, as of a resolved alert.',
  })
  heldUntil!: Date | null;

  @Field(() => TicketReference, { nullable: true, description: 'Ticket of the alert; null if there is none.' })
  ticket!: TicketReference | null;

  @Field(() => PlatformAlertReference, {
    nullable: true,
    description:
      "Alert of the platform to which its rules apply; null if this service's rules decide, or as long as OpsMerge has not confirmed it.",
  })
  platformAlert!: PlatformAlertReference | null;

  @Field(() => String, { nullable: true, description: 'URL of the ticket; null if there is none.' })
  ticketUrl!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "State of the ticket in OpsMerge core, refreshed by the client's syncs; null if there is none.",
  })
  ticketState!: string | null;

  @Field(() => ClientReference, { nullable: true, description: 'The client; null for a notice.' })
  client!: ClientReference | null;

  @Field(() => Date, { description: 'Time at which it was raised.' })
  raisedAt!: Date;

  @Field(() => String, { nullable: true, description: 'Subject of the user who took it over; null if no one did.' })
  takenOverBy!: string | null;

  @Field(() => ID, { nullable: true, description: 'Assigned technician; null if unassigned.' })
  assigneeId!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time at which it reopens; null unless SNOOZED with an end.',
  })
  snoozedUntil!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Host name of the machine; null if it concerns no single machine.',
  })
  hostName!: string | null;

  /** All of them; the graph shows the first ones. */
  deliveries!: AlertDelivery[];

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the alert of the outbreak its threat belongs to; null if there is none.',
  })
  outbreakId!: string | null;

  @Field(() => AlertRouting, {
    description: 'Latest evaluation of the rules, which explains why it has a ticket or none.',
  })
  routing!: AlertRouting;

  @Field(() => DegradationEnum, {
    nullable: true,
    description: 'In which way the protection is degraded; null for alerts of other kinds.',
  })
  cause!: DegradationEnum | null;

  @Field(() => Threat, { nullable: true, description: 'Threat; null for alerts of other kinds.' })
  threat?: Threat | null;

  threatId!: string | null;
  deviceId!: string | null;
  suppressedById!: string | null;
  /** The maintenance window. */
  heldById!: string | null;
}
