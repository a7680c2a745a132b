import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { Integration } from '../../integration/integration.type.js';
import { type FailedRowReader, mostFailedRows } from './failed-row.reader.js';
import { FailedRow } from './failed-row.type.js';

@Resolver(() => Integration)
export class FailedRowResolver {
  constructor(private readonly reader: FailedRowReader) {}

  @FieldResolver(() => [FailedRow], {
    description: `Rows that could not be read or used, at most ${mostFailedRows}, those with most failures first: all that are read again one by one, and those of the last sync.`,
  })
  failedRows(@Root() { id }: Integration, @Ctx() context: RequestContext): Promise<FailedRow[]> {
    return loaderOf<string, FailedRow[]>(context, 'connectionFailedRows', () => {
      return new Loader((ids) => this.reader.ofIntegrations(context.viewer.tenantId, ids));
    }).load(id);
  }
}
