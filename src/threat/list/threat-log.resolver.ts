import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { type ConnectionPage, type PageArguments, pageArguments, shortPage, spanOf } from '../../graphql/paging.js';
import { Threat } from './threat.type.js';
import { readThreatLogs } from './threat-log.js';
import { ThreatLog, type ThreatLogEntry } from './threat-log.type.js';

const Page = pageArguments(shortPage);

/** The history of a threat. */
@Resolver(() => Threat)
export class ThreatLogResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => ThreatLog, { description: 'History of the threat with the actor of each change, newest first.' })
  changes(
    @Root() { id }: Threat,
    @Ctx() context: RequestContext,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<ThreatLogEntry>> {
    const span = spanOf(paging, shortPage);
    const name = `threatLog ${JSON.stringify(span)}`;
    return loaderOf<string, ConnectionPage<ThreatLogEntry>>(context, name, () => {
      return new Loader((ids) => readThreatLogs(this.database, context.viewer.tenantId, ids, span));
    }).load(id);
  }
}
