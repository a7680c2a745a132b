import DataLoader from 'dataloader';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Connection } from '../connection/connection.type.js';
import { VisibilityReport } from '../connection/visibility.type.js';
import type { VisibilityReader } from '../device/visibility/visibility.reader.js';
import { loaderOf, type RequestContext } from '../graphql/context.js';
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
      return new DataLoader((ids) => this.reader.ofCompanies(context.viewer.tenantId, ids));
    }).load(id);
  }
}

@Resolver(() => Connection)
export class ConnectionVisibilityResolver {
  constructor(private readonly reader: VisibilityReader) {}

  @FieldResolver(() => VisibilityReport, {
    description: 'What can and cannot be seen of detections in the mapped companies.',
  })
  visibility(@Root() { id }: Connection, @Ctx() context: RequestContext): Promise<VisibilityReport> {
    return loaderOf<string, VisibilityReport>(context, 'connectionVisibility', () => {
      return new DataLoader((ids) => this.reader.ofConnections(context.viewer.tenantId, ids));
    }).load(id);
  }
}
