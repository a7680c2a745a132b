import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('BitdefenderAlertsBySeverity', { description: 'Number of alerts of each severity.' })
export class AlertsBySeverity {
  @Field(() => Int, { description: 'Number of alerts of severity UNKNOWN.' })
  unknown!: number;

  @Field(() => Int, { description: 'Number of alerts of severity LOW.' })
  low!: number;

  @Field(() => Int, { description: 'Number of alerts of severity MEDIUM.' })
  medium!: number;

  @Field(() => Int, { description: 'Number of alerts of severity HIGH.' })
  high!: number;

  @Field(() => Int, { description: 'Number of alerts of severity CRITICAL.' })
  critical!: number;
}

@ObjectType('BitdefenderAlertCounts', {
  description:
    'Number of alerts that are not resolved. All but `suppressed` leave out what a mute, a rule or history suppresses.',
})
export class AlertCounts {
  @Field(() => Int, { description: 'Number of alerts in the state OPEN, which need attention.' })
  open!: number;

  @Field(() => AlertsBySeverity, { description: 'The open ones by severity.' })
  openBySeverity!: AlertsBySeverity;

  @Field(() => Int, { description: 'Number of open alerts without an assigned user.' })
  openUnassigned!: number;

  @Field(() => Int, { description: 'Number of open alerts with a ticket.' })
  openWithTicket!: number;

  @Field(() => Int, { description: 'Number of alerts that a user has taken over.' })
  acknowledged!: number;

  @Field(() => Int, { description: 'Number of alerts that are set aside.' })
  snoozed!: number;

  @Field(() => Int, { description: 'Number of alerts, not resolved, that a mute, a rule or history suppresses.' })
  suppressed!: number;
}
