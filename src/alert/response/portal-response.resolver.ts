import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Database } from '../../database/database.js';
import type { ResponsePromise } from '../../domain/response-promise.js';
import type { RequestContext } from '../../graphql/context.js';
import { pageSize } from '../../graphql/paging.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { readReadings } from '../../threat/counts/readings.js';
import type { ThreatCountsReader } from '../../threat/counts/threat-counts.reader.js';
import { ownersOf } from '../../threat/owners/threat-owners.js';
import { loadShownOwner } from '../../threat/portal/shown-owner.js';
import { type PortalResponseMonth, PortalResponseReport, type PortalResponseStep } from './portal-response.type.js';
import { monthOf } from './response-month.js';
import { monthsUpTo, mostMonths } from './response-months.js';
import { readResponseMonths } from './response-times.reader.js';
import type { ResponseMonth } from './response-times.type.js';

/** Shows portal users how fast threats of their own client, or of their sites, were handled, if the MSP shows them its threats. */
@Resolver()
export class PortalResponseResolver {
  constructor(
    private readonly database: Database,
    private readonly counts: ThreatCountsReader,
  ) {}

  @Query(() => PortalResponseReport, {
    nullable: true,
    description: 'How fast threats on your machines were handled, by month; null if your provider does not share it.',
  })
  async portalBitdefenderResponseTimes(
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, {
      defaultValue: 6,
      description: `Number of months, 1 to ${mostMonths}; this month is the newest.`,
    })
    first: number,
  ): Promise<PortalResponseReport | null> {
    const size = pageSize(first, mostMonths);
    const { tenantId } = context.viewer;
    const owner = await loadShownOwner(context, this.database);
    if (owner === null) return null;
    const [{ responsePromise: promise }, { now, ...reading }] = await Promise.all([
      readTenantSettings(this.database.read, tenantId),
      readReadings(context, this.counts, [owner]),
    ]);
    const months = monthsUpTo(now, reading.timeZone, size);
    const asked = { owners: ownersOf([owner]), months, promise, now };
    const [numbers = []] = await readResponseMonths(this.database, tenantId, asked);
    return {
      ...reading,
      months: months.map((month, place) => shown(monthOf(month, numbers[place], promise), promise)),
    };
  }
}

/** What they see of a month: the steps that concern them, without what waits. */
function shown({ month, from, to, threats, ...steps }: ResponseMonth, promise: ResponsePromise): PortalResponseMonth {
  const step = (name: 'known' | 'ticket' | 'person'): PortalResponseStep => {
    const { reached, p50Seconds, p95Seconds, keptShare } = steps[name];
    return { reached, p50Seconds, p95Seconds, keptShare, promisedMinutes: promise[name] };
  };
  return { month, from, to, threats, known: step('known'), ticket: step('ticket'), person: step('person') };
}
