import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Company } from '../company/company.type.js';
import { Device } from '../device/detail/device.type.js';
import type { RequestContext } from '../graphql/context.js';
import type { References } from '../graphql/schema.js';
import { Integration } from '../integration/integration.type.js';
import { Threat } from '../threat/list/threat.type.js';
import { Finding } from './diagnostics.type.js';

/** From a finding to what it is about: read as other subgraphs read it, batched over the request. */
@Resolver(() => Finding)
export class FindingLinksResolver {
  constructor(private readonly references: References) {}

  @FieldResolver(() => Integration, { nullable: true, description: 'Integration concerned; null if none.' })
  integration(@Root() { integrationId }: Finding, @Ctx() context: RequestContext): unknown {
    return this.find(context, 'BitdefenderIntegration', integrationId);
  }

  @FieldResolver(() => Company, { nullable: true, description: 'Company concerned; null if none.' })
  company(@Root() { companyId }: Finding, @Ctx() context: RequestContext): unknown {
    return this.find(context, 'BitdefenderCompany', companyId);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'Device concerned; null if none.' })
  device(@Root() { deviceId }: Finding, @Ctx() context: RequestContext): unknown {
    return this.find(context, 'BitdefenderDevice', deviceId);
  }

  @FieldResolver(() => Threat, { nullable: true, description: 'Threat concerned; null if none.' })
  threat(@Root() { threatId }: Finding, @Ctx() context: RequestContext): unknown {
    return this.find(context, 'BitdefenderThreat', threatId);
  }

  private find(context: RequestContext, type: string, id: string | null | undefined): unknown {
    return id ? this.references[type]?.(context, id) : null;
  }
}
