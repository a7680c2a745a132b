import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/errors.js';
import { DigestStanding, WeekdayEnum } from './digest.type.js';

@ObjectType('BitdefenderTeamDigest', {
  description: 'Weekly digest of a team of OpsMerge: whether it is on, and when it comes.',
})
export class TeamDigestType extends DigestStanding {
  @Field(() => ID, { description: 'ID of the team in OpsMerge.' })
  teamId!: string;

  @Field(() => String, { description: 'Name of the team when the digest was last switched on or changed.' })
  teamName!: string;
}

@InputType('SetBitdefenderTeamDigestInput', { description: 'Whether and when the digest of a team comes.' })
export class SetTeamDigestInput {
  @Field(() => ID, { description: 'ID of the team in OpsMerge.' })
  teamId!: string;

  @Field(() => Boolean, { description: 'Whether it is on.' })
  enabled!: boolean;

  @Field(() => WeekdayEnum, { nullable: true, description: 'Day on which it comes; unchanged if null.' })
  weekday?: WeekdayEnum | null;

  @Field(() => Int, {
    nullable: true,
    description: "Hour at which it comes, 0 to 23, in the tenant's time zone; unchanged if null.",
  })
  hour?: number | null;
}

@ObjectType()
export abstract class TeamDigestPayload extends Payload {
  @Field(() => TeamDigestType, { nullable: true, description: 'Digest of the team; null if the change was refused.' })
  digest?: TeamDigestType | null;
}
