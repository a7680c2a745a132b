import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { UserError } from '../../graphql/errors.js';
import { Alert } from './alert.type.js';

export enum AlertDecision {
  ACKNOWLEDGE = 'ACKNOWLEDGE',
  SNOOZE = 'SNOOZE',
  ASSIGN = 'ASSIGN',
  RESOLVE = 'RESOLVE',
  REOPEN = 'REOPEN',
}
registerEnumType(AlertDecision, {
  name: 'BitdefenderAlertDecision',
  description: 'What a person decides about alerts.',
  valuesConfig: {
    ACKNOWLEDGE: { description: 'It is mine now: it no longer follows its threat by itself.' },
    SNOOZE: {
      description: 'It is put aside: wants `until`. It follows its threat, and reopens when its threat comes back.',
    },
    ASSIGN: { description: "It is this technician's: `assigneeId`, or nobody's if that is left out. Its state stays." },
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

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'For SNOOZE: until when, within a year.' })
  until?: Date | null;

  @Field(() => ID, { nullable: true, description: 'For ASSIGN: the technician.' })
  assigneeId?: string | null;

  @Field(() => String, { nullable: true, description: 'A note for the log, up to 2,000 characters.' })
  note?: string | null;
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
