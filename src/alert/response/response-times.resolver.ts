import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { pageSize } from '../../graphql/paging.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { readReadings } from '../../threat/counts/readings.js';
import type { ThreatCountsReader } from '../../threat/counts/threat-counts.reader.js';
import { Threat } from '../../threat/list/threat.type.js';
import { eachClient } from '../../threat/owners/threat-owners.js';
import { monthOf } from './response-month.js';
import { monthsUpTo, mostMonths } from './response-months.js';
import { type ResponseTimes, readResponseMonths, readThreatResponses } from './response-times.reader.js';
import { ResponseReport, ResponseReportArguments, ThreatResponseTimes } from './response-times.type.js';

/** How long it took from a detection to each step: of one threat, and by client and month. */
@Resolver(() => Threat)
export class ResponseTimesResolver {
  constructor(
    private readonly database: Database,
    private readonly counts: ThreatCountsReader,
  ) {}

  @FieldResolver(() => ThreatResponseTimes, {
    nullable: true,
    description:
      'Times from its first detection to each step; null if the first read of its company found it, or it is history: then nobody could have known.',
  })
  async responseTimes(@Root() { id }: Threat, @Ctx() context: RequestContext): Promise<ThreatResponseTimes | null> {
    const { tenantId } = context.viewer;
    const times = await loaderOf<string, ResponseTimes | null>(context, 'responseTimes', () => {
      return new Loader((ids) => readThreatResponses(this.database, tenantId, ids));
    }).load(id);
    if (times === null) return null;
    const { known, alert, ticket, person } = times;
    return { knownSeconds: known ?? 0, alertSeconds: alert, ticketSeconds: ticket, personSeconds: person };
  }

  @Query(() => ResponseReport, {
    description: `Times from detection to each step of the threats of some clients by month, as percentiles and against the promise of \`bitdefenderSettings\`. At most ${mostMonths} months.`,
  })
  async bitdefenderResponseTimes(
    @Ctx() context: RequestContext,
    @Args() { clientIds: given, first, timeZone }: ResponseReportArguments,
  ): Promise<ResponseReport> {
    const { tenantId } = context.viewer;
    const size = pageSize(first, mostMonths);
    const clientIds = [...new Set(given)];
    const [{ responsePromise: promise }, { now, ...reading }] = await Promise.all([
      readTenantSettings(this.database.read, tenantId),
      readReadings(context, this.counts, eachClient(clientIds), timeZone),
    ]);
    const months = monthsUpTo(now, reading.timeZone, size);
    const numbers = await readResponseMonths(this.database, tenantId, {
      owners: { kind: 'CLIENTS', clientIds },
      ...{ months, promise, now },
    });
    const clients = clientIds.map((id, client) => ({
      client: { id },
      months: months.map((month, place) => monthOf(month, numbers[client]?.[place], promise)),
    }));
    return { ...reading, promise, clients };
  }
}
