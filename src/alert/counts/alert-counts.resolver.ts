import { Ctx, Query, Resolver } from 'type-graphql';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import type { AlertCountsReader } from './alert-counts.reader.js';
import { AlertCounts } from './alert-counts.type.js';

@Resolver(() => AlertCounts)
export class AlertCountsResolver {
  constructor(private readonly reader: AlertCountsReader) {}

  @Query(() => AlertCounts, { description: 'Number of alerts of the tenant that are not resolved, notices included.' })
  bitdefenderAlertCounts(@Ctx() { viewer }: RequestContext): Promise<AlertCounts> {
    return this.reader.ofTenant(viewer.tenantId);
  }
}

/** The counts of a client, read together with those of the request's other clients. */
export function loadAlertCounts(
  context: RequestContext,
  reader: AlertCountsReader,
  clientId: string,
): Promise<AlertCounts> {
  return loaderOf<string, AlertCounts>(context, 'alertCounts', () => {
    return new Loader((clientIds) => reader.ofClients(context.viewer.tenantId, clientIds));
  }).load(clientId);
}
