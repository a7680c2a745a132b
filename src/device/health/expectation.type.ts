import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload, versionDescription, versionInputDescription } from '../../graphql/errors.js';

@ObjectType('BitdefenderOwnExpectations', {
  description: 'Expectations set for this client, or for the tenant, itself.',
})
export class OwnExpectations {
  @Field(() => [String], {
    nullable: true,
    description: 'Names of the policies a machine may have; null if not set here.',
  })
  policies!: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Names of the modules that must be on; null if not set here.' })
  modules!: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days without contact after which a machine counts as not seen; null if not set here.',
  })
  notSeenDays!: number | null;
}

@ObjectType('BitdefenderExpectations', {
  description: 'Expectations of protected machines. A machine that does not meet them has a gap.',
})
export class Expectations {
  @Field(() => [String], { description: 'Names in Bitdefender of the policies a machine may have; empty for any.' })
  policies!: string[];

  @Field(() => [String], { description: "Bitdefender's names of the modules that must be on." })
  modules!: string[];

  @Field(() => Int, { description: 'Days without contact after which a machine counts as not seen.' })
  notSeenDays!: number;

  @Field(() => OwnExpectations, { description: 'The expectations that are set here and not inherited.' })
  own!: OwnExpectations;

  @Field(() => String, { description: versionDescription })
  version!: string;
}

@InputType('SetBitdefenderExpectationsInput', {
  description:
    'Input of `setBitdefenderExpectations`. Fields that are left out stay as they are; null resets a field, so that a client inherits from the tenant and the tenant has the default.',
})
export class SetExpectationsInput {
  @Field(() => ID, { nullable: true, description: 'Id of the client; left out or null for the tenant.' })
  clientId?: string | null;

  @Field(() => String, { nullable: true, description: versionInputDescription('expectations') })
  version?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Names in Bitdefender of the policies a machine may have; empty for any.',
  })
  policies?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Bitdefender's names of the modules that must be on, such as `firewall`.",
  })
  modules?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days without contact after which a machine counts as not seen, 1 to 365.',
  })
  notSeenDays?: number | null;
}

@ObjectType()
export abstract class ExpectationsPayload extends Payload {
  @Field(() => Expectations, { nullable: true, description: 'The new expectations; null if there are errors.' })
  expectations?: Expectations | null;
}
