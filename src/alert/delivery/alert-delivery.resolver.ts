import DataLoader from 'dataloader';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import { ClientReference } from '../../graphql/core-types.js';
import { payloadOf } from '../../graphql/errors.js';
import { type ConnectionPage, pageSize } from '../../graphql/paging.js';
import type { Jobs } from '../../queue/ports.js';
import { AlertDelivery } from '../list/alert.type.js';
import type { DeliveryMachines, DeliveryReader, DeliveryRow } from './alert-delivery.reader.js';
import {
  AlertDeliveryConnection,
  AlertDeliveryFilter,
  AlertMachine,
  RetryActionsInput,
  RetryActionsPayload,
} from './alert-delivery.type.js';
import { retryDeliveries } from './retry-deliveries.js';

@Resolver(() => AlertDelivery)
export class AlertDeliveryResolver {
  constructor(
    private readonly parts: { database: Database; jobs: Jobs },
    private readonly reader: DeliveryReader,
  ) {}

  @Query(() => AlertDeliveryConnection, {
    description: 'What rules asked for, the latest first: with state DEAD, what was given up and can be retried.',
  })
  bitdefenderAlertActions(
    @Ctx() { viewer }: RequestContext,
    @Arg('filter', () => AlertDeliveryFilter, { nullable: true, description: 'Which ones.' })
    filter: AlertDeliveryFilter | null,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many, at most 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Read on behind this cursor.' }) after?: string,
  ): Promise<ConnectionPage<AlertDelivery>> {
    return this.reader.page(viewer.tenantId, filter ?? {}, { first, after });
  }

  @Mutation(() => RetryActionsPayload, {
    description: 'Tries again what was given up; what had been done after all is not done twice.',
  })
  retryBitdefenderAlertActions(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => RetryActionsInput, { description: 'Which ones.' }) input: RetryActionsInput,
  ): Promise<RetryActionsPayload> {
    return payloadOf(async () => {
      const refused = await retryDeliveries(this.parts, viewer, input.ids);
      const actions = await this.reader.byIds(viewer.tenantId, input.ids);
      const missing = { code: 'NOT_FOUND', field: ['input', 'ids'], message: 'There is no such action.' };
      return {
        outcomes: input.ids.map((id) => {
          const action = actions.get(id.toLowerCase()) ?? null;
          const error = action === null ? missing : refused.get(action.id);
          return { id, action, userErrors: error === undefined ? [] : [error] };
        }),
      };
    });
  }

  @FieldResolver(() => String, { description: 'The name of the malware it is about, or what else it is about.' })
  async about(@Root() action: AlertDelivery, @Ctx() context: RequestContext): Promise<string> {
    return (await this.row(action, context)).threatName;
  }

  @FieldResolver(() => ClientReference, { nullable: true, description: 'The client; null for a notice.' })
  async client(@Root() action: AlertDelivery, @Ctx() context: RequestContext): Promise<ClientReference | null> {
    const { clientId } = await this.row(action, context);
    return clientId === null ? null : { id: clientId };
  }

  @FieldResolver(() => GraphQLDateTimeISO, { description: 'When it was asked for.' })
  async createdAt(@Root() action: AlertDelivery, @Ctx() context: RequestContext): Promise<Date> {
    return (await this.row(action, context)).createdAt;
  }

  @FieldResolver(() => GraphQLDateTimeISO, { description: 'When it was last tried, done, given up or joined.' })
  async changedAt(@Root() action: AlertDelivery, @Ctx() context: RequestContext): Promise<Date> {
    return (await this.row(action, context)).changedAt;
  }

  @FieldResolver(() => Int, { description: 'On how many machines its alerts are.' })
  async machineCount(@Root() action: AlertDelivery, @Ctx() context: RequestContext): Promise<number> {
    return (await this.machinesOf(action, context, 1)).count;
  }

  @FieldResolver(() => [AlertMachine], { description: 'The machines its alerts are on, those hit last first.' })
  async machines(
    @Root() action: AlertDelivery,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 100, description: 'How many, at most 100.' }) first: number,
  ): Promise<AlertMachine[]> {
    return (await this.machinesOf(action, context, pageSize(first))).last;
  }

  private machinesOf({ id }: AlertDelivery, context: RequestContext, first: number): Promise<DeliveryMachines> {
    const loader = loaderOf<string, DeliveryMachines>(context, `alertActionMachines ${first}`, () => {
      return new DataLoader(async (ids) => {
        const found = await this.reader.machinesOf(context.viewer.tenantId, ids, first);
        return ids.map((wanted) => found.get(wanted) ?? { count: 0, last: [] });
      });
    });
    return loader.load(id);
  }

  /** The row of an action; those of lists have it with them. */
  private async row(action: AlertDelivery, context: RequestContext): Promise<DeliveryRow> {
    if ('threatName' in action) return action as DeliveryRow;
    const loader = loaderOf<string, DeliveryRow>(context, 'alertAction', () => {
      return new DataLoader(async (ids) => {
        const found = await this.reader.byIds(context.viewer.tenantId, ids);
        return ids.map((id) => found.get(id) ?? new Error('The action is gone.'));
      });
    });
    return loader.load(action.id);
  }
}
