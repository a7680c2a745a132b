import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import { PlatformAlertReference, TicketReference } from '../../graphql/core-types.js';
import { pageSize } from '../../graphql/paging.js';
import type { AlertReader } from './alert.reader.js';
import { Alert } from './alert.type.js';

/** Adds what it is about to an alert of the platform. */
@Resolver(() => PlatformAlertReference)
export class PlatformAlertResolver {
  constructor(private readonly reader: AlertReader) {}

  @FieldResolver(() => Alert, {
    nullable: true,
    description: 'The Bitdefender alert that was published as this alert; null if it comes from elsewhere.',
  })
  bitdefenderAlert(@Root() alert: PlatformAlertReference, @Ctx() context: RequestContext): Promise<Alert | null> {
    const loader = loaderOf<string, Alert | null>(context, 'alertOfPlatformAlert', () => {
      return new DataLoader(async (ids) => {
        const found = await this.reader.ofPlatformAlerts(context.viewer.tenantId, ids);
        return ids.map((id) => found.get(id) ?? null);
      });
    });
    return loader.load(alert.id);
  }
}

/** Adds the alerts it was created for to a ticket. */
@Resolver(() => TicketReference)
export class TicketResolver {
  constructor(private readonly reader: AlertReader) {}

  @FieldResolver(() => [Alert], {
    nullable: true,
    description:
      'Bitdefender alerts that have this ticket, newest first; empty if there are none, null only with an error.',
  })
  bitdefenderAlerts(
    @Root() ticket: TicketReference,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 50, description: 'Number of items, at most 100.' }) first: number,
  ): Promise<Alert[]> {
    const size = pageSize(first);
    const loader = loaderOf<string, Alert[]>(context, `alertsOfTicket ${size}`, () => {
      return new DataLoader(async (ids) => {
        const found = await this.reader.ofTickets(context.viewer.tenantId, ids, size);
        return ids.map((id) => found.get(id) ?? []);
      });
    });
    return loader.load(ticket.id);
  }
}
