import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { ClientReference } from '../../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import { type ConnectionPage, type PageArguments, pageArguments, pageSize } from '../../graphql/paging.js';
import type { Jobs } from '../../queue/ports.js';
import { AlertDelivery } from '../list/alert.type.js';
import type { DeliveryMachines, DeliveryReader, DeliveryRow } from './alert-delivery.reader.js';
import {
  AlertDeliveryConnection,
  AlertDeliveryFilter,
  AlertMachine,
  RetryDeliveriesInput,
  RetryDeliveriesPayload,
} from './alert-delivery.type.js';
import { retryDeliveries } from './retry-deliveries.js';

const Page = pageArguments();

@Resolver(() => AlertDelivery)
export class AlertDeliveryResolver {
  constructor(
    private readonly parts: { database: Database; jobs: Jobs },
    private readonly reader: DeliveryReader,
  ) {}

  @Query(() => AlertDeliveryConnection, {
    description:
      'What rules requested, newest first. DEAD deliveries can be retried; a delivery of a kind unknown to this release is left out.',
  })
  bitdefenderAlertDeliveries(
    @Ctx() { viewer }: RequestContext,
    @Arg('filter', () => AlertDeliveryFilter, { nullable: true, description: 'Filter of the list.' })
    filter: AlertDeliveryFilter | null,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<AlertDelivery>> {
    return this.reader.page(viewer.tenantId, filter ?? {}, paging);
  }

  @PayloadMutation(RetryDeliveriesPayload, {
    description: 'Retries DEAD deliveries under their idempotency keys, so that none is carried out twice.',
  })
  retryBitdefenderAlertDeliveries(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => RetryDeliveriesInput, { description: 'Filter of the list.' }) input: RetryDeliveriesInput,
  ): Promise<RetryDeliveriesPayload> {
    return payloadOf(async () => {
      const refused = await retryDeliveries(this.parts, viewer, input.ids);
      const deliveries = await this.reader.byIds(viewer.tenantId, input.ids);
      const missing = { code: 'NOT_FOUND' as const, message: 'There is no such delivery.' };
      return {
        outcomes: input.ids.map((id, index) => {
          const delivery = deliveries.get(id) ?? null;
          const error = delivery === null ? missing : refused.get(delivery.id);
          return { id, delivery, userErrors: error ? [{ ...error, field: ['input', 'ids', `${index}`] }] : [] };
        }),
      };
    });
  }

  @FieldResolver(() => String, { description: 'Name of the malware, or the subject of an outbreak or a notice.' })
  async about(@Root() delivery: AlertDelivery, @Ctx() context: RequestContext): Promise<string> {
    return (await this.row(delivery, context)).threatName;
  }

  @FieldResolver(() => ClientReference, { nullable: true, description: 'The client; null for a notice.' })
  async client(@Root() delivery: AlertDelivery, @Ctx() context: RequestContext): Promise<ClientReference | null> {
    const { clientId } = await this.row(delivery, context);
    return clientId === null ? null : { id: clientId };
  }

  @FieldResolver(() => Date, { description: 'Time of the request.' })
  async createdAt(@Root() delivery: AlertDelivery, @Ctx() context: RequestContext): Promise<Date> {
    return (await this.row(delivery, context)).createdAt;
  }

  @FieldResolver(() => Date, {
    description: 'Time of the last attempt, state change or added occurrence.',
  })
  async changedAt(@Root() delivery: AlertDelivery, @Ctx() context: RequestContext): Promise<Date> {
    return (await this.row(delivery, context)).changedAt;
  }

  @FieldResolver(() => Int, { description: 'Number of machines its alerts are on.' })
  async machineCount(@Root() delivery: AlertDelivery, @Ctx() context: RequestContext): Promise<number> {
    return (await this.machinesOf(delivery, context, 1)).count;
  }

  @FieldResolver(() => [AlertMachine], { description: 'Machines its alerts are on, latest detection first.' })
  async machines(
    @Root() delivery: AlertDelivery,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Number of items per page, at most 100.' })
    first: number,
  ): Promise<AlertMachine[]> {
    return (await this.machinesOf(delivery, context, pageSize(first))).last;
  }

  private machinesOf({ id }: AlertDelivery, context: RequestContext, first: number): Promise<DeliveryMachines> {
    const loader = loaderOf<string, DeliveryMachines>(context, `deliveryMachines ${first}`, () => {
      return new Loader(async (ids) => {
        const found = await this.reader.machinesOf(context.viewer.tenantId, ids, first);
        return ids.map((wanted) => found.get(wanted) ?? { count: 0, last: [] });
      });
    });
    return loader.load(id);
  }

  /** The row of a delivery; those of lists have it with them. */
  private async row(delivery: AlertDelivery, context: RequestContext): Promise<DeliveryRow> {
    if ('threatName' in delivery) return delivery as DeliveryRow;
    const loader = loaderOf<string, DeliveryRow>(context, 'delivery', () => {
      return new Loader(async (ids) => {
        const found = await this.reader.byIds(context.viewer.tenantId, ids);
        return ids.map((id) => found.get(id) ?? new Error('The delivery is gone.'));
      });
    });
    return loader.load(delivery.id);
  }
}
