import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/errors.js';

@ObjectType('BitdefenderOwnExpectations', { description: 'What was set for just this client, or just the tenant.' })
export class OwnExpectations {
  @Field(() => [String], { nullable: true, description: 'The policies a machine may have; null: not set here.' })
  policies!: string[] | null;

  @Field(() => [String], { nullable: true, description: 'The modules that must be on; null: not set here.' })
  modules!: string[] | null;

  @Field(() => Int, { nullable: true, description: 'After how many days it counts as not seen; null: not set here.' })
  notSeenDays!: number | null;
}

@ObjectType('BitdefenderExpectations', {
  description: 'What is expected of protected machines; what falls short of it is a gap.',
})
export class Expectations {
  @Field(() => [String], { description: "BD's names of the policies a machine may have; empty: any." })
  policies!: string[];

  @Field(() => [String], { description: "BD's names of the modules that must be on." })
  modules!: string[];

  @Field(() => Int, { description: 'After how many days without a word from it a machine counts as not seen.' })
  notSeenDays!: number;

  @Field(() => OwnExpectations, { description: 'What of this was set here and not inherited.' })
  own!: OwnExpectations;
}

@InputType('SetBitdefenderExpectationsInput', {
  description:
    'What to expect from now on. What is left out stays; null takes it back: a client then has what the tenant has, the tenant the default.',
})
export class SetExpectationsInput {
  @Field(() => ID, { nullable: true, description: 'Of this client only; left out, of the tenant.' })
  clientId?: string | null;

  @Field(() => [String], { nullable: true, description: "BD's names of the policies a machine may have; empty: any." })
  policies?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "BD's names of the modules that must be on, such as `firewall`.",
  })
  modules?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'After how many days a machine counts as not seen, 1 to 365.' })
  notSeenDays?: number | null;
}

@ObjectType('SetBitdefenderExpectationsPayload', { description: 'What is expected now, or why it was not changed.' })
export class ExpectationsPayload extends Payload {
  @Field(() => Expectations, { nullable: true, description: 'What is expected.' })
  expectations?: Expectations | null;
}
