import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Database } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import { UserReference, userOf } from '../../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import { type ConnectionPage, type PageArguments, pageArguments, shortPage } from '../../graphql/paging.js';
import { loadIntegration } from '../../integration/integration.reader.js';
import { Integration } from '../../integration/integration.type.js';
import type { Queue } from '../../queue/queue.js';
import type { SyncReader } from './sync.reader.js';
import { SyncClientInput, SyncClientPayload, SyncRun, SyncRunConnection } from './sync.type.js';
import { requestSyncNow } from './sync-now.service.js';

const Page = pageArguments(shortPage);

@Resolver(() => SyncRun)
export class SyncResolver {
  constructor(
    private readonly database: Database,
    private readonly reader: SyncReader,
    private readonly queue: Queue,
  ) {}

  @Query(() => SyncRun, { nullable: true, description: 'Sync run by ID; null if it does not exist.' })
  async bitdefenderSyncRun(
    @Ctx() { viewer }: RequestContext,
    @Arg('id', () => ID, { description: 'ID of the run.' }) id: string,
  ): Promise<SyncRun | null> {
    return (await this.reader.byIds(viewer.tenantId, [id]))[0] ?? null;
  }

  @Query(() => SyncRunConnection, { description: 'Sync runs of the tenant, newest first.' })
  bitdefenderSyncRuns(
    @Ctx() { viewer }: RequestContext,
    @Arg('integrationId', () => ID, { nullable: true, description: 'ID of an integration: only its runs.' })
    integrationId: string | null,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<SyncRun>> {
    return this.reader.page(viewer.tenantId, integrationId ?? null, paging);
  }

  @PayloadMutation(SyncClientPayload, {
    description:
      'Sync the companies of a client now, ahead of scheduled runs. Joins a queued run if one exists; while a run is in progress, another follows it. At most 60 runs per client and hour.',
  })
  syncBitdefenderClient(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SyncClientInput, { description: 'Client to sync.' }) input: SyncClientInput,
  ): Promise<SyncClientPayload> {
    return payloadOf(async () => ({
      runs: await this.reader.byIds(
        viewer.tenantId,
        await requestSyncNow(this.database, this.queue, viewer, input.clientId),
      ),
    }));
  }

  @Subscription(() => SyncRun, {
    description: 'Sync runs of the tenant, each time one makes progress.',
    subscribe: ({ args, context }) => context.live.runs(context.viewer.tenantId, args.runId ?? null),
  })
  bitdefenderSyncProgressed(
    @Root() run: SyncRun,
    @Arg('runId', () => ID, {
      nullable: true,
      description: 'ID of a run: only this run, starting with its current state.',
    })
    _runId?: string,
  ): SyncRun {
    return run;
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'User who requested it; null for the schedule.' })
  requestedByUser(@Root() { requestedBy }: SyncRun): UserReference | null {
    return userOf(requestedBy);
  }

  @FieldResolver(() => Integration, { description: 'Integration that is read.' })
  async integration(@Root() { integrationId }: SyncRun, @Ctx() context: RequestContext): Promise<Integration> {
    const integration = await loadIntegration(context, this.database, integrationId);
    if (integration === null) throw new Error('A run has no integration.');
    return integration;
  }
}
