import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Rule } from '../alert/rule/rule.type.js';
import type { Database } from '../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../graphql/context.js';
import { ClientSite } from './client.type.js';
import { readSitesById } from './client-sites.js';

/** From a rule to the sites of its scope. */
@Resolver(() => Rule)
export class RuleSitesResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [ClientSite], {
    description: 'Sites that its scope lists, but for those at which there is no agent; empty if it lists none.',
  })
  async sites(@Root() { scope }: Rule, @Ctx() context: RequestContext): Promise<ClientSite[]> {
    const loader = loaderOf<string, ClientSite | null>(
      context,
      'sitesById',
      () => new Loader((ids) => readSitesById(this.database, context.viewer.tenantId, ids)),
    );
    const found = await Promise.all((scope.siteIds ?? []).map((id) => loader.load(id)));
    return found.filter((site) => site !== null);
  }
}
