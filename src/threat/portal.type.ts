import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../graphql/paging.js';

export enum PortalSeverity {
  MINOR = 'MINOR',
  MODERATE = 'MODERATE',
  SERIOUS = 'SERIOUS',
}
registerEnumType(PortalSeverity, {
  name: 'PortalBitdefenderSeverity',
  description: 'How grave a threat was, in plain words.',
  valuesConfig: {
    MINOR: { description: 'Unwanted, but hardly dangerous.' },
    MODERATE: { description: 'Malicious, and worth knowing.' },
    SERIOUS: { description: 'Dangerous.' },
  },
});

export enum PortalOutcome {
  STOPPED = 'STOPPED',
  HANDLED = 'HANDLED',
  BEING_HANDLED = 'BEING_HANDLED',
}
registerEnumType(PortalOutcome, {
  name: 'PortalBitdefenderOutcome',
  description: 'What became of a threat, in plain words.',
  valuesConfig: {
    STOPPED: { description: 'The protection stopped it.' },
    HANDLED: { description: 'It has been dealt with.' },
    BEING_HANDLED: { description: 'Somebody is dealing with it.' },
  },
});

@ObjectType('PortalBitdefenderThreat', { description: 'A threat to one of your machines.' })
export class PortalThreat {
  @Field(() => ID, { description: 'The id of the threat.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => PortalSeverity, { description: 'How grave it was.' })
  severity!: PortalSeverity;

  @Field(() => PortalOutcome, { description: 'What became of it.' })
  outcome!: PortalOutcome;

  @Field(() => String, { nullable: true, description: 'The machine.' })
  hostName!: string | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was detected.' })
  detectedAt!: Date;
}

/** A page of a portal user's threats. */
export const PortalThreatConnection = connectionType('PortalBitdefenderThreat', () => PortalThreat);

@ObjectType('PortalBitdefenderThreatCounts', { description: 'How many threats your machines had.' })
export class PortalThreatCounts {
  @Field(() => Int, { description: 'Since midnight.' })
  today!: number;

  @Field(() => Int, { description: 'Since Monday.' })
  thisWeek!: number;

  @Field(() => Int, { description: 'Since the first of the month.' })
  thisMonth!: number;
}
