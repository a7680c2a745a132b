import DataLoader from 'dataloader';
import { Arg, Args, Ctx, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import type { ConnectionPage } from '../../graphql/paging.js';
import { meets, type ThreatReader } from './threat.reader.js';
import {
  defaultFilter,
  StatusFilter,
  Threat,
  ThreatConnection,
  ThreatEvent,
  ThreatEventKind,
  ThreatFilter,
  ThreatListArguments,
} from './threat.type.js';

const maximumChanges = 500;

@Resolver(() => Threat)
export class ThreatResolver {
  constructor(private readonly reader: ThreatReader) {}

  @Query(() => ThreatConnection, { description: 'Threats; unresolved ones of HIGH and above by default.' })
  async bitdefenderThreats(
    @Ctx() { viewer }: RequestContext,
    @Args() { filter, orderBy, ...paging }: ThreatListArguments,
  ): Promise<ConnectionPage<Threat>> {
    const criteria = filter ?? defaultFilter;
    const [page] = await this.reader.pages(viewer.tenantId, { kind: 'TENANT' }, criteria, {
      order: orderBy,
      ...paging,
    });
    return page as ConnectionPage<Threat>;
  }

  @Query(() => Threat, { nullable: true, description: 'One threat; null if there is none of this id.' })
  async bitdefenderThreat(
    @Ctx() { viewer }: RequestContext,
    @Arg('id', () => ID, { description: 'Our id of the threat.' }) id: string,
  ): Promise<Threat | null> {
    return (await this.reader.byIds(viewer.tenantId, [id])).get(id) ?? null;
  }

  @Query(() => [ThreatEvent], {
    description: 'What happened to threats behind a cursor, in order: what a subscriber who was away has missed.',
  })
  bitdefenderThreatChanges(
    @Ctx() { viewer }: RequestContext,
    @Arg('after', () => String, { description: 'The cursor of the last event that was seen.' }) after: string,
    @Arg('first', () => Int, { defaultValue: 100, description: 'How many, at most 500.' }) first: number,
  ): Promise<ThreatEvent[]> {
    return this.reader.changesAfter(viewer.tenantId, after, Math.min(Math.max(first, 1), maximumChanges));
  }

  @Subscription(() => ThreatEvent, {
    description:
      'New, returning and newly mapped threats as they are taken in; unresolved ones of HIGH and above by default.',
    subscribe: ({ args, context }) => eventsFor(context, args, detections),
  })
  bitdefenderThreatDetected(
    @Root() event: ThreatEvent,
    @Arg('filter', () => ThreatFilter, { nullable: true, description: 'Which ones.' }) _filter: ThreatFilter | null,
    @Arg('after', () => String, { nullable: true, description: 'Begin behind this cursor, not now.' }) _after?: string,
  ): ThreatEvent {
    return event;
  }

  @Subscription(() => ThreatEvent, {
    description: 'Everything that happens to threats; those of HIGH and above and of any status by default.',
    subscribe: ({ args, context }) => eventsFor(context, args, Object.values(ThreatEventKind)),
  })
  bitdefenderThreatChanged(
    @Root() event: ThreatEvent,
    @Arg('filter', () => ThreatFilter, { nullable: true, description: 'Which ones.' }) _filter: ThreatFilter | null,
    @Arg('after', () => String, { nullable: true, description: 'Begin behind this cursor, not now.' }) _after?: string,
  ): ThreatEvent {
    return event;
  }

  /** Threats by their ids, for references of other subgraphs; unknown ids give null. */
  reference(context: RequestContext, id: string): Promise<Threat | null> {
    return loaderOf<string, Threat | null>(context, 'threat', () => {
      return new DataLoader(async (ids) => {
        const found = await this.reader.byIds(context.viewer.tenantId, ids);
        return ids.map((wanted) => found.get(wanted) ?? null);
      });
    }).load(id);
  }
}

const detections: readonly `${ThreatEventKind}`[] = ['DETECTED', 'RECURRED', 'REOPENED', 'MAPPED'];

/** The source behind both subscriptions. */
function eventsFor(
  context: RequestContext,
  args: { filter?: ThreatFilter | null; after?: string | null },
  kinds: readonly `${ThreatEventKind}`[],
): AsyncIterable<ThreatEvent> {
  const usual = kinds === detections ? defaultFilter : { ...defaultFilter, status: StatusFilter.ALL };
  const filter = args.filter ?? usual;
  const accepts = ({ threat }: ThreatEvent) => meets(threat, filter);
  const { clientId = null, deviceId = null } = filter;
  return context.live.threats(context.viewer, { kinds, after: args.after ?? null, clientId, deviceId, accepts });
}
