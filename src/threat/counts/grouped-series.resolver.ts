import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { Database } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import { pageSize } from '../../graphql/paging.js';
import { ThreatActionEnum } from '../list/threat.type.js';
import { eachClient, type ThreatOwners } from '../owners/threat-owners.js';
import { stepsOf } from './asked-range.js';
import { readGroupedSeries } from './grouped-series.reader.js';
import { GroupedSeriesArguments, GroupedThreatSeries, mostSeriesClients } from './grouped-series.type.js';
import { readReadings } from './readings.js';
import { groupsOf, type SeriesGroup } from './series-groups.js';
import type { ThreatCountsReader } from './threat-counts.reader.js';

@Resolver(() => GroupedThreatSeries)
export class GroupedSeriesResolver {
  constructor(
    private readonly database: Database,
    private readonly counts: ThreatCountsReader,
  ) {}

  @Query(() => GroupedThreatSeries, {
    description: 'Number of threats over time by severity, client or action, of some clients or of all together.',
  })
  async bitdefenderThreatSeries(
    @Ctx() context: RequestContext,
    @Args() { clientIds: given, groupBy, first, step, timeZone, ...asked }: GroupedSeriesArguments,
  ): Promise<GroupedThreatSeries> {
    const { tenantId } = context.viewer;
    const size = pageSize(first, mostSeriesClients);
    const clientIds = given ? [...new Set(given)] : null;
    const reading = await readReadings(context, this.counts, eachClient(clientIds), timeZone);
    const { range, steps } = await stepsOf(step, asked, reading, tenantId);
    const owners: ThreatOwners = clientIds === null ? { kind: 'TENANT' } : { kind: 'CLIENTS', clientIds };
    const series = await readGroupedSeries(this.database, tenantId, owners, {
      grouping: groupBy,
      // Of severities and actions there are few.
      first: groupBy === 'CLIENT' && clientIds === null ? size : mostSeriesClients,
      ranges: steps,
    });
    const actions = Object.values(ThreatActionEnum);
    const groups = groupsOf(series, { grouping: groupBy, clientIds, actions, steps: steps.length });
    return { ...reading, ...range, step, steps, groups: groups.map(shown) };
  }
}

const shown = ({ clientId, ...group }: SeriesGroup) => ({
  ...group,
  client: clientId === null ? null : { id: clientId },
});
