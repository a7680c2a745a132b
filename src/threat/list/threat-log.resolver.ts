import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import type { ConnectionPage } from '../../graphql/paging.js';
import { Threat } from './threat.type.js';
import { readThreatLogs } from './threat-log.js';
import { ThreatLog, type ThreatLogEntry } from './threat-log.type.js';

/** The history of a threat. */
@Resolver(() => Threat)
export class ThreatLogResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => ThreatLog, { description: 'History of the threat with the actor of each change, newest first.' })
  changes(
    @Root() { id }: Threat,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 20, description: 'Page size, at most 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor after which the page starts.' }) after?: string,
  ): Promise<ConnectionPage<ThreatLogEntry>> {
    const name = `threatLog ${JSON.stringify([first, after])}`;
    return loaderOf<string, ConnectionPage<ThreatLogEntry>>(context, name, () => {
      return new Loader((ids) => readThreatLogs(this.database, context.viewer.tenantId, ids, { first, after }));
    }).load(id);
  }
}
