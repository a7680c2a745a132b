import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { fieldsOfNodes } from '../../graphql/lists/selected-fields.js';
import { type ConnectionPage, pageSize } from '../../graphql/paging.js';
import type { ThreatReader } from './threat.reader.js';
import { criteriaOf, Threat, ThreatEvent, ThreatFilter, ThreatListArguments } from './threat.type.js';
import { ThreatConnection } from './threat-page.type.js';
import { changesFor, detectionsFor } from './wanted-events.js';

const maximumChanges = 500;

@Resolver(() => Threat)
export class ThreatResolver {
  constructor(private readonly reader: ThreatReader) {}

  @Query(() => ThreatConnection, { description: 'List of threats; unresolved ones of HIGH and above by default.' })
  async bitdefenderThreats(
    @Ctx() { viewer }: RequestContext,
    @Args() { filter, orderBy, ...paging }: ThreatListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionPage<Threat>> {
    const criteria = criteriaOf(filter);
    const [page] = await this.reader.pages(viewer.tenantId, { kind: 'TENANT' }, criteria, {
      order: orderBy,
      fields: fieldsOfNodes(info),
      ...paging,
    });
    return page as ConnectionPage<Threat>;
  }

  @Query(() => Threat, { nullable: true, description: 'Threat by its id; null if it does not exist.' })
  async bitdefenderThreat(
    @Ctx() { viewer }: RequestContext,
    @Arg('id', () => ID, { description: 'Id of the threat in OpsMerge.' }) id: string,
  ): Promise<Threat | null> {
    return (await this.reader.byIds(viewer.tenantId, [id])).get(id) ?? null;
  }

  @Query(() => [ThreatEvent], {
    description: 'Changes of threats after a cursor, oldest first, for subscribers that were disconnected.',
  })
  bitdefenderThreatChanges(
    @Ctx() { viewer }: RequestContext,
    @Arg('after', () => String, { description: 'Cursor of the last event received.' }) after: string,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Number of changes, 1 to 500.' }) first: number,
  ): Promise<ThreatEvent[]> {
    return this.reader.changesAfter(viewer.tenantId, after, pageSize(first, maximumChanges));
  }

  @Subscription(() => ThreatEvent, {
    description: 'New, recurring, reopened and newly mapped threats; unresolved ones of HIGH and above by default.',
    subscribe: ({ args, context }) => detectionsFor(context, args),
  })
  bitdefenderThreatDetected(
    @Root() event: ThreatEvent,
    @Arg('filter', () => ThreatFilter, { nullable: true, description: 'Filter of the threats.' })
    _filter: ThreatFilter | null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Cursor after which the events start; only new events by default.',
    })
    _after?: string,
  ): ThreatEvent {
    return event;
  }

  @Subscription(() => ThreatEvent, {
    description: 'All changes of threats; those of HIGH and above with any status by default.',
    subscribe: ({ args, context }) => changesFor(context, args),
  })
  bitdefenderThreatChanged(
    @Root() event: ThreatEvent,
    @Arg('filter', () => ThreatFilter, { nullable: true, description: 'Filter of the threats.' })
    _filter: ThreatFilter | null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Cursor after which the events start; only new events by default.',
    })
    _after?: string,
  ): ThreatEvent {
    return event;
  }

  /** Resolves a reference of another subgraph to a threat; null for an unknown id. */
  reference(context: RequestContext, id: string): Promise<Threat | null> {
    return loaderOf<string, Threat | null>(context, 'threat', () => {
      return new Loader(async (ids) => {
        const found = await this.reader.byIds(context.viewer.tenantId, ids);
        return ids.map((wanted) => found.get(wanted) ?? null);
      });
    }).load(id);
  }
}
