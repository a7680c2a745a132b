import { Field, ID, InputType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';
import { SeverityEnum } from '../../graphql/severity.type.js';
import { AlertKindEnum, AlertState } from './alert.type.js';

export const AlertOrder = graphEnum('BitdefenderAlertOrder', 'In which order alerts are listed.', {
  NEWEST: 'Raised last first.',
  OLDEST: 'Raised first first.',
  MOST_SEVERE: 'Most severe first, then newest.',
});
export type AlertOrder = keyof typeof AlertOrder;

@InputType('BitdefenderAlertFilter', {
  description: 'Filter of alerts. An alert must match every value that is set.',
})
export class AlertFilter {
  @Field(() => AlertKindEnum, { nullable: true, description: 'Only those about this.' })
  kind?: AlertKindEnum | null;

  @Field(() => [AlertState], { nullable: true, description: 'Only those that stand at one of these.' })
  state?: AlertState[] | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Minimum severity (inclusive).' })
  minimumSeverity?: SeverityEnum | null;

  @Field(() => ID, { nullable: true, description: 'Only actions of this client.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: "Only of this device's machine: of all its twins." })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only the one of this threat.' })
  threatId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those of the threats of this outbreak.' })
  outbreakId?: string | null;

  @Field(() => ID, { nullable: true, description: "Only this technician's." })
  assigneeId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only assigned alerts (true), or only unassigned ones (false).',
  })
  assigned?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that something kept from acting, or only the others.',
  })
  suppressed?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Only those this mute or rule suppressed.' })
  suppressedById?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those of which a maintenance window holds actions at the moment, or only the others.',
  })
  held?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those with a ticket, or only those without.' })
  hasTicket?: boolean | null;

  @Field(() => Date, { nullable: true, description: 'Raised at this time or later.' })
  raisedFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Raised before this time.' })
  raisedBefore?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A part of the title, or of the name, file path or host name of the threat, in any case; at least 3 characters, unless it is blank, which is no search.',
  })
  search?: string | null;
}
