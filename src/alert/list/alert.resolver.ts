import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { loadDevice } from '../../device/detail/device.loader.js';
import type { DeviceReader } from '../../device/detail/device.reader.js';
import { Device } from '../../device/detail/device.type.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import { type ConnectionPage, type PageArguments, pageArguments, pageSize } from '../../graphql/paging.js';
import type { Jobs } from '../../queue/ports.js';
import type { ThreatResolver } from '../../threat/list/threat.resolver.js';
import { Threat } from '../../threat/list/threat.type.js';
import type { AlertReader } from './alert.reader.js';
import { Alert, AlertDelivery, AlertState } from './alert.type.js';
import { AlertChangeKindEnum, AlertChangeType } from './alert-change.type.js';
import { DecideAlertsInput, DecideAlertsPayload } from './alert-decision.type.js';
import { AlertFilter, AlertOrder } from './alert-filter.type.js';
import { AlertConnection } from './alert-page.type.js';
import { decideAlerts } from './decide-alerts.js';

const maximumChanges = 500;

const Page = pageArguments();

@Resolver(() => Alert)
export class AlertResolver {
  constructor(
    private readonly parts: { database: Database; jobs: Jobs },
    private readonly reader: AlertReader,
    private readonly threats: ThreatResolver,
    private readonly devices: DeviceReader,
  ) {}

  @Query(() => AlertConnection, {
    description: 'Alerts of every state, newest first by default.',
  })
  bitdefenderAlerts(
    @Ctx() { viewer }: RequestContext,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Filter of the list.' })
    filter: AlertFilter | null,
    @Arg('orderBy', () => AlertOrder, { defaultValue: AlertOrder.NEWEST, description: 'In which order.' })
    orderBy: AlertOrder,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<Alert>> {
    return this.reader.page(viewer.tenantId, filter ?? {}, { ...paging, order: orderBy });
  }

  @Query(() => [AlertChangeType], {
    description: 'Changes of alerts after a cursor, oldest first, for subscribers that were disconnected.',
  })
  bitdefenderAlertChanges(
    @Ctx() { viewer }: RequestContext,
    @Arg('after', () => String, { description: 'The cursor of the last change that was seen.' }) after: string,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Number of items per page, 1 to 500.' })
    first: number,
  ): Promise<AlertChangeType[]> {
    return this.reader.changesAfter(viewer.tenantId, after, pageSize(first, maximumChanges));
  }

  @Subscription(() => AlertChangeType, {
    description: 'Alerts as they are raised or reopened; open ones that nothing suppresses by default.',
    subscribe: ({ args, context }) => changesFor(context, args, raisings),
  })
  bitdefenderAlertRaised(
    @Root() change: AlertChangeType,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Filter of the list.' })
    _filter: AlertFilter | null,
    @Arg('after', () => String, { nullable: true, description: 'Begin behind this cursor, not now.' }) _after?: string,
  ): AlertChangeType {
    return change;
  }

  @Subscription(() => AlertChangeType, {
    description: 'Everything that happens to alerts; to all of them by default.',
    subscribe: ({ args, context }) => changesFor(context, args, Object.values(AlertChangeKindEnum)),
  })
  bitdefenderAlertChanged(
    @Root() change: AlertChangeType,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Filter of the list.' })
    _filter: AlertFilter | null,
    @Arg('after', () => String, { nullable: true, description: 'Begin behind this cursor, not now.' }) _after?: string,
  ): AlertChangeType {
    return change;
  }

  @PayloadMutation(DecideAlertsPayload, {
    description: 'Acknowledges, snoozes, assigns, resolves or reopens alerts in bulk.',
  })
  decideBitdefenderAlerts(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DecideAlertsInput, { description: 'The decision.' }) input: DecideAlertsInput,
  ): Promise<DecideAlertsPayload> {
    return payloadOf(async () => {
      const refused = await decideAlerts(this.parts, viewer, input);
      const alerts = await this.reader.byIds(viewer.tenantId, input.ids);
      const missing = { code: 'NOT_FOUND' as const, message: 'There is no such alert.' };
      return {
        outcomes: input.ids.map((id, index) => {
          const alert = alerts.get(id) ?? null;
          const error = alert === null ? missing : refused.get(alert.id);
          return { id, alert, userErrors: error ? [{ ...error, field: ['input', 'ids', `${index}`] }] : [] };
        }),
      };
    });
  }

  @FieldResolver(() => Threat, { nullable: true, description: 'Threat; null for an outbreak or a notice.' })
  threat(@Root() alert: Alert, @Ctx() context: RequestContext): Promise<Threat | null> | null {
    return alert.threatId === null ? null : this.threats.reference(context, alert.threatId);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The machine; null unless it is about one we know.' })
  device(@Root() alert: Alert, @Ctx() context: RequestContext): Promise<Device | null> | null {
    return alert.deviceId === null ? null : loadDevice(context, this.devices, alert.deviceId);
  }

  @FieldResolver(() => [AlertDelivery], {
    description:
      'Its deliveries: what rules requested for it, oldest first. One of a kind unknown to this release is left out.',
  })
  deliveries(
    @Root() alert: Alert,
    @Arg('first', () => Int, { defaultValue: 10, description: 'Number of items, 1 to 100.' }) first: number,
  ): AlertDelivery[] {
    return alert.deliveries.slice(0, pageSize(first));
  }

  @FieldResolver(() => [AlertChangeType], {
    description: 'The latest 100 changes of the alert and their actors, oldest first.',
  })
  changes(@Root() alert: Alert, @Ctx() context: RequestContext): Promise<AlertChangeType[]> {
    const loader = loaderOf<Alert, AlertChangeType[]>(context, 'alertChanges', () => {
      const load = async (alerts: readonly Alert[]) => {
        const found = await this.reader.changesOf(context.viewer.tenantId, alerts);
        return alerts.map(({ id }) => found.get(id) ?? []);
      };
      return new Loader(load, { cacheKeyFn: ({ id }) => id });
    });
    return loader.load(alert);
  }
}

const raisings: readonly `${AlertChangeKindEnum}`[] = ['RAISED', 'REOPENED'];

/** The source behind both subscriptions. */
function changesFor(
  context: RequestContext,
  args: { filter?: AlertFilter | null; after?: string | null },
  kinds: readonly `${AlertChangeKindEnum}`[],
): AsyncIterable<AlertChangeType> {
  const filter = args.filter ?? (kinds === raisings ? { state: [AlertState.OPEN], suppressed: false } : {});
  return context.live.alerts(context.viewer, { kinds, after: args.after ?? null, filter });
}
