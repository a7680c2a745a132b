import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { severities } from '../../domain/severity.js';
import type { RequestContext } from '../../graphql/context.js';
import { selectedFields } from '../../graphql/lists/selected-fields.js';
import { rangeOf, stepsOf } from './asked-range.js';
import { mostBuckets } from './buckets.js';
import { loadCounts, loadOfOwner } from './threat-counts.loader.js';
import type { CountCell, CountsBefore, ThreatCountsReader } from './threat-counts.reader.js';
import {
  CountRangeArguments,
  CountWindow,
  SeriesStep,
  ThreatCounts,
  ThreatCountsArguments,
  ThreatSeries,
  ThreatsBySeverity,
  type ThreatTally,
  ThreatWindow,
} from './threat-counts.type.js';
import type { TimeRange } from './windows.js';

@Resolver(() => ThreatCounts)
export class ThreatCountsResolver {
  constructor(private readonly reader: ThreatCountsReader) {}

  @Query(() => ThreatCounts, { description: 'Number of threats of the tenant.' })
  bitdefenderThreatCounts(
    @Ctx() context: RequestContext,
    @Args() { timeZone }: ThreatCountsArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ThreatCounts> {
    return loadCounts(context, this.reader, { kind: 'TENANT' }, { timeZone, fields: selectedFields(info) });
  }

  @FieldResolver(() => ThreatsBySeverity, { description: 'Number of unresolved threats by severity.' })
  async unresolvedBySeverity(
    @Root() { owner }: ThreatCounts,
    @Ctx() context: RequestContext,
  ): Promise<ThreatsBySeverity> {
    const { tenantId } = context.viewer;
    const places = await loadOfOwner(context, owner, 'unresolved', (owners) =>
      this.reader.unresolved(tenantId, owners),
    );
    return bySeverity((place) => places[place] ?? 0);
  }

  @FieldResolver(() => ThreatWindow, {
    description: 'Number of threats first detected in a window or range; today by default.',
  })
  async window(
    @Root() counts: ThreatCounts,
    @Ctx() context: RequestContext,
    @Args() asked: CountRangeArguments,
  ): Promise<ThreatWindow> {
    const range = rangeOf(asked, counts, CountWindow.TODAY);
    const [tally] = await this.tallies(context, counts, [range], 'whole');
    return { ...reading(counts), tally: tally as ThreatTally };
  }

  @FieldResolver(() => ThreatSeries, {
    description: `Number of threats first detected in each step of a window or range; today's hours or this month's days by default. At most ${mostBuckets} steps.`,
  })
  async series(
    @Root() counts: ThreatCounts,
    @Ctx() context: RequestContext,
    @Arg('step', () => SeriesStep, { defaultValue: SeriesStep.DAY, description: 'Length of a step.' })
    step: SeriesStep,
    @Args() asked: CountRangeArguments,
  ): Promise<ThreatSeries> {
    const { range, steps } = await stepsOf(step, asked, counts, context.viewer.tenantId);
    return { ...reading(counts), ...range, step, steps: await this.tallies(context, counts, steps, step) };
  }

  @FieldResolver(() => Int, { description: 'Number of threats first detected in the week before `thisWeek`.' })
  async lastWeek(@Root() counts: ThreatCounts, @Ctx() context: RequestContext): Promise<number> {
    return (await this.before(context, counts)).lastWeek;
  }

  @FieldResolver(() => Int, {
    description: 'The same up to the same weekday and time of the clocks as now, to compare `thisWeek` with.',
  })
  async lastWeekSoFar(@Root() counts: ThreatCounts, @Ctx() context: RequestContext): Promise<number> {
    return (await this.before(context, counts)).lastWeekSoFar;
  }

  @FieldResolver(() => Int, { description: 'Number of threats first detected in the month before `thisMonth`.' })
  async lastMonth(@Root() counts: ThreatCounts, @Ctx() context: RequestContext): Promise<number> {
    return (await this.before(context, counts)).lastMonth;
  }

  @FieldResolver(() => Int, {
    description:
      'The same up to the same day of the month and time of the clocks as now, to compare `thisMonth` with; the whole month if it had no such day.',
  })
  async lastMonthSoFar(@Root() counts: ThreatCounts, @Ctx() context: RequestContext): Promise<number> {
    return (await this.before(context, counts)).lastMonthSoFar;
  }

  /** Read once for all four, and only if one of them is selected. */
  private before(context: RequestContext, { owner, now, timeZone }: ThreatCounts): Promise<CountsBefore> {
    const { tenantId } = context.viewer;
    return loadOfOwner(context, owner, `before ${timeZone}`, (owners) =>
      this.reader.before(tenantId, owners, now, timeZone),
    );
  }

  /** `size` is that of the ranges: with it, where they begin and end says which they are. */
  private async tallies(
    context: RequestContext,
    { owner, timeZone }: ThreatCounts,
    ranges: TimeRange[],
    size: SeriesStep | 'whole',
  ): Promise<ThreatTally[]> {
    const { tenantId } = context.viewer;
    const ends = `${ranges.at(0)?.from.getTime()} ${ranges.at(-1)?.to.getTime()}`;
    const cells = await loadOfOwner(context, owner, `cells ${size} ${timeZone} ${ends}`, (owners) =>
      this.reader.cells(tenantId, owners, ranges),
    );
    const byRange = Map.groupBy(cells, ({ range }) => range);
    return ranges.map((range, index) => new TallyOfCells(range, byRange.get(index) ?? noCells));
  }
}

const noCells: readonly CountCell[] = [];
const reading = ({ timeZone, asOf, stale }: ThreatCounts) => ({ timeZone, asOf, stale });

/** Adds up what is asked for only: a series may have 750 steps, and a chart shows their totals. */
class TallyOfCells implements ThreatTally {
  readonly from: Date;
  readonly to: Date;

  constructor(
    { from, to }: TimeRange,
    private readonly cells: readonly CountCell[],
  ) {
    this.from = from;
    this.to = to;
  }

  get total() {
    return this.sum(() => true);
  }

  get bySeverity() {
    return bySeverity((place) => this.sum(({ severity }) => severity === place));
  }

  get byStatus() {
    return {
      unresolved: this.sum(({ status }) => status === 'UNRESOLVED'),
      resolved: this.sum(({ status }) => status === 'RESOLVED'),
      falsePositive: this.sum(({ status }) => status === 'FALSE_POSITIVE'),
    };
  }

  private sum(wanted: (cell: CountCell) => boolean): number {
    return this.cells.filter(wanted).reduce((total, { count }) => total + count, 0);
  }
}

function bySeverity(count: (place: number) => number): ThreatsBySeverity {
  const [unknown, low, medium, high, critical] = severities.map((_, place) => count(place)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { unknown, low, medium, high, critical };
}
