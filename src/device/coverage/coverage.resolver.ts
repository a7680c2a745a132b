import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import type { CoverageReader } from './coverage.reader.js';
import { Coverage, CoverageDay } from './coverage.type.js';

@Resolver(() => Coverage)
export class CoverageResolver {
  constructor(private readonly reader: CoverageReader) {}

  @Query(() => Coverage, { description: 'Coverage of all clients, or of one client, as of the last sync.' })
  bitdefenderCoverage(
    @Ctx() context: RequestContext,
    @Arg('clientId', () => ID, { nullable: true, description: 'Id of the client; null for all clients.' }) clientId:
      | string
      | null,
  ): Promise<Coverage> {
    return clientId ? loadCoverage(context, this.reader, clientId) : this.reader.ofTenant(context.viewer.tenantId);
  }

  @FieldResolver(() => [CoverageDay], {
    description:
      'Daily coverage, oldest first; today is the current coverage. Days without a record, such as those before the first sync, are left out.',
  })
  trend(
    @Root() coverage: Coverage,
    @Ctx() context: RequestContext,
    @Arg('days', () => Int, { defaultValue: 30, description: 'Number of days including today, 1 to 400.' })
    days: number,
  ): Promise<CoverageDay[]> {
    const loader = loaderOf<Coverage, CoverageDay[]>(context, `coverageTrend ${days}`, () => {
      return new Loader((coverages) => this.reader.trends(context.viewer.tenantId, coverages, days), {
        cacheKeyFn: ({ clientId }) => clientId ?? '',
      });
    });
    return loader.load(coverage);
  }
}

/** Loads the coverage of a client, batched with those of the other clients of the request. */
export function loadCoverage(context: RequestContext, reader: CoverageReader, clientId: string): Promise<Coverage> {
  const loader = loaderOf<string, Coverage>(context, 'coverage', () => {
    return new Loader((ids) => reader.ofClients(context.viewer.tenantId, ids));
  });
  return loader.load(clientId);
}
