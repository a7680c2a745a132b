import DataLoader from 'dataloader';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Connection } from '../../connection/connection.type.js';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import { type FailedRowReader, mostFailedRows } from './failed-row.reader.js';
import { FailedRow } from './failed-row.type.js';

@Resolver(() => Connection)
export class FailedRowResolver {
  constructor(private readonly reader: FailedRowReader) {}

  @FieldResolver(() => [FailedRow], {
    description: `Rows that could not be read or used, at most ${mostFailedRows}, those with most failures first: all that are read again one by one, and those of the last sync.`,
  })
  failedRows(@Root() { id }: Connection, @Ctx() context: RequestContext): Promise<FailedRow[]> {
    return loaderOf<string, FailedRow[]>(context, 'connectionFailedRows', () => {
      return new DataLoader((ids) => this.reader.ofConnections(context.viewer.tenantId, ids));
    }).load(id);
  }
}
