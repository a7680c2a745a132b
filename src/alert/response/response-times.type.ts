import { ArgsType, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { ResponsePromiseType } from '../../tenant/tenant-settings.type.js';
import { CountContext } from '../../threat/counts/threat-counts.type.js';
import { mostMonths } from './response-months.js';

/** Clients that can be asked for together. */
export const mostResponseClients = 20;

@ObjectType('BitdefenderResponseTimes', {
  description:
    'Times from the first detection of a threat to each step, in whole seconds, rounded down; 0 where the clocks of Bitdefender and this service disagree.',
})
export class ThreatResponseTimes {
  @Field(() => Int, { description: 'Seconds until the threat was stored here, after a poll of GravityZone.' })
  knownSeconds!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds until its alert was raised; null if there is none, as while its company is unmapped.',
  })
  alertSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds until its alert had its first ticket in OpsMerge; null if it never had one.',
  })
  ticketSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds until a person first acted on it here: resolved, reopened, assigned, noted or marked the threat, or decided about its alert or that of its outbreak; null if no one did. What is done in GravityZone or in the ticket is not seen.',
  })
  personSeconds!: number | null;
}

@ObjectType('BitdefenderResponseStep', { description: 'One step of the threats of a client and month.' })
export class ResponseStepNumbers {
  @Field(() => Int, { description: 'Number of threats that reached it.' })
  reached!: number;

  @Field(() => Int, { nullable: true, description: 'Median of their seconds from detection; null if there are none.' })
  p50Seconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds from detection within which 95 % of them reached it; null if there are none.',
  })
  p95Seconds!: number | null;

  @Field(() => Int, { description: 'Number of unresolved threats that are still to reach it.' })
  waiting!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of threats that reached it in time; null without a promise.',
  })
  kept!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of threats that wait for it longer than promised; null without a promise.',
  })
  overdue!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share (0 to 1) that reached it in time, of those that reached it or are overdue; null without a promise, and if there are none.',
  })
  keptShare!: number | null;
}

@ObjectType('BitdefenderResponseMonth', { description: 'Response times of the threats first detected in a month.' })
export class ResponseMonth {
  @Field(() => String, { description: 'Month, such as 2026-03.' })
  month!: string;

  @Field(() => Date, { description: 'Start of the month (inclusive).' })
  from!: Date;

  @Field(() => Date, { description: 'End of the month (exclusive).' })
  to!: Date;

  @Field(() => Int, { description: 'Number of threats that are measured; without those found by the first read.' })
  threats!: number;

  @Field(() => Int, { description: 'Number of threats removed because of their age, of which no times are known.' })
  removed!: number;

  @Field(() => ResponseStepNumbers, { description: 'From detection until it was stored here, after a poll.' })
  known!: ResponseStepNumbers;

  @Field(() => ResponseStepNumbers, { description: 'From detection until its alert was raised.' })
  alert!: ResponseStepNumbers;

  @Field(() => ResponseStepNumbers, {
    description: 'From detection until its alert had a ticket. Only threats for which a rule asked for one wait.',
  })
  ticket!: ResponseStepNumbers;

  @Field(() => ResponseStepNumbers, {
    description: 'From detection until a person acted on it here. Threats whose alert is suppressed do not wait.',
  })
  person!: ResponseStepNumbers;
}

@ObjectType('BitdefenderClientResponse', { description: 'Response times of one client by month.' })
export class ClientResponse {
  @Field(() => ClientReference, { description: 'Client.' })
  client!: ClientReference;

  @Field(() => [ResponseMonth], { description: 'Months, newest first, also those without threats.' })
  months!: ResponseMonth[];
}

@ObjectType('BitdefenderResponseReport', {
  description: 'Times from detection to each step by client and month, measured against the promise of the tenant.',
})
export class ResponseReport extends CountContext {
  @Field(() => ResponsePromiseType, { description: 'Promise that the months are measured against: that of now.' })
  promise!: ResponsePromiseType;

  @Field(() => [ClientResponse], { description: 'Clients in the order of `clientIds`, each once.' })
  clients!: ClientResponse[];
}

@ArgsType()
export class ResponseReportArguments {
  @Field(() => [ID], { description: `Clients, 1 to ${mostResponseClients} items.` })
  clientIds!: string[];

  @Field(() => Int, { defaultValue: 6, description: `Number of months, 1 to ${mostMonths}; this month is the newest.` })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: "IANA time zone of the months, such as Europe/Berlin; the tenant's by default.",
  })
  timeZone?: string | null;
}
