import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { VisibilityReader } from '../device/visibility/visibility.reader.js';
import { Loader, loaderOf, type RequestContext } from '../graphql/context.js';
import { Integration } from '../integration/integration.type.js';
import { VisibilityReport } from '../integration/visibility.type.js';
import { Company } from './company.type.js';

@Resolver(() => Company)
export class CompanyVisibilityResolver {
  constructor(private readonly reader: VisibilityReader) {}

  @Query(() => VisibilityReport, {
    description: 'What can and cannot be seen of detections in the mapped companies of the tenant.',
  })
  bitdefenderVisibility(@Ctx() { viewer }: RequestContext): Promise<VisibilityReport> {
    return this.reader.ofTenant(viewer.tenantId);
  }

  @FieldResolver(() => VisibilityReport, { description: 'What can and cannot be seen of detections in the company.' })
  visibility(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<VisibilityReport> {
    return loaderOf<string, VisibilityReport>(context, 'companyVisibility', () => {
      return new Loader((ids) => this.reader.ofCompanies(context.viewer.tenantId, ids));
    }).load(id);
  }
}

@Resolver(() => Integration)
export class IntegrationVisibilityResolver {
  constructor(private readonly reader: VisibilityReader) {}

  @FieldResolver(() => VisibilityReport, {
    description: 'What can and cannot be seen of detections in the mapped companies.',
  })
  visibility(@Root() { id }: Integration, @Ctx() context: RequestContext): Promise<VisibilityReport> {
    return loaderOf<string, VisibilityReport>(context, 'connectionVisibility', () => {
      return new Loader((ids) => this.reader.ofIntegrations(context.viewer.tenantId, ids));
    }).load(id);
  }
}
