import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../graphql/context.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import type { ExpectationService } from './expectation.service.js';
import { Expectations, ExpectationsPayload, SetExpectationsInput } from './expectation.type.js';

@Resolver(() => Expectations)
export class ExpectationResolver {
  constructor(private readonly service: ExpectationService) {}

  @Query(() => Expectations, {
    description: 'Expectations of the protected machines of the tenant, or of a client.',
  })
  bitdefenderExpectations(
    @Ctx() { viewer }: RequestContext,
    @Arg('clientId', () => ID, { nullable: true, description: 'Id of the client; null for the tenant.' }) clientId:
      | string
      | null,
  ): Promise<Expectations> {
    return this.service.read(viewer.tenantId, clientId || null);
  }

  @PayloadMutation(ExpectationsPayload, {
    description: 'Sets the expectations of protected machines: policies, modules and days without contact.',
  })
  setBitdefenderExpectations(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SetExpectationsInput, { description: 'The expectations to set.' }) input: SetExpectationsInput,
  ): Promise<ExpectationsPayload> {
    return payloadOf(async () => ({ expectations: await this.service.set(viewer, input) }));
  }
}
