import { DateTime } from 'luxon';
import { Arg, Args, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { Database } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import { UserInputError } from '../../graphql/errors.js';
import { mapPage, pageOf } from '../../graphql/lists/pages.js';
import { type ConnectionPage, type PageArguments, pageArguments, pageSize, spanOf } from '../../graphql/paging.js';
import { loadCounts } from '../counts/threat-counts.loader.js';
import type { ThreatCountsReader } from '../counts/threat-counts.reader.js';
import type { ThreatCounts } from '../counts/threat-counts.type.js';
import type { TimeRange } from '../counts/windows.js';
import type { ThreatReader } from '../list/threat.reader.js';
import type { Threat } from '../list/threat.type.js';
import { ownersOf } from '../owners/threat-owners.js';
import { readBoundSites } from './bound-sites.js';
import { outcomeOf, summarise } from './outcome.js';
import {
  PortalSite,
  PortalThreat,
  PortalThreatConnection,
  PortalThreatCounts,
  PortalWeeklySummary,
} from './portal.type.js';
import type { PortalOwner } from './portal-owner.js';
import { portalThreatOf } from './portal-threat.js';
import { loadShownOwner } from './shown-owner.js';
import { readWeeks, type WeeklyNumbers } from './weekly-summary.reader.js';
import { weeksUpTo } from './weeks-up-to.js';

const Page = pageArguments();

/** Weeks of a history: half a year. */
const mostWeeks = 26;

/** Shows portal users a curated part of their client's threats, if the MSP has enabled it. */
@Resolver(() => PortalThreat)
export class PortalResolver {
  constructor(
    private readonly database: Database,
    private readonly reader: ThreatReader,
    private readonly counts: ThreatCountsReader,
  ) {}

  @Query(() => PortalThreatConnection, { description: 'Threats on your machines, newest first.' })
  async portalBitdefenderThreats(
    @Ctx() context: RequestContext,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<PortalThreat>> {
    const span = spanOf(paging);
    const { viewer } = context;
    const owner = await loadShownOwner(context, this.database);
    // Of a list that is not shown there is no row that a cursor could be of.
    if (owner === null) return pageOf<PortalThreat>([], { ...span, cursor: null }, ({ id }) => id);
    const [page] = await this.reader.pages(viewer.tenantId, ownersOf([owner]), {}, { order: 'NEWEST', ...paging });
    return mapPage(page as ConnectionPage<Threat>, portalThreatOf);
  }

  @Query(() => PortalThreatCounts, {
    nullable: true,
    description: 'Number of threats on your machines; null if your provider does not share it.',
  })
  async portalBitdefenderThreatCounts(@Ctx() context: RequestContext): Promise<PortalThreatCounts | null> {
    const owner = await loadShownOwner(context, this.database);
    return owner === null ? null : this.countsOf(context, owner);
  }

  @Query(() => [PortalSite], {
    nullable: true,
    description:
      'Sites whose machines you see, by name; null if you see all machines of your company, or your provider does not share them.',
  })
  async portalBitdefenderSites(@Ctx() context: RequestContext): Promise<PortalSite[] | null> {
    const owner = await loadShownOwner(context, this.database);
    return owner === null ? null : readBoundSites(this.database, context.viewer.tenantId, owner);
  }

  @Query(() => PortalThreat, {
    nullable: true,
    description:
      'Threat on one of your machines by its id; null if it does not exist or your provider does not share it.',
  })
  async portalBitdefenderThreat(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'Id of the threat.' }) id: string,
  ): Promise<PortalThreat | null> {
    const owner = await loadShownOwner(context, this.database);
    if (owner === null) return null;
    const threat = (await this.reader.owned(context.viewer.tenantId, ownersOf([owner]), [id])).get(id);
    return threat === undefined ? null : portalThreatOf(threat);
  }

  @Query(() => PortalWeeklySummary, {
    nullable: true,
    description: 'Threats of a week with their outcomes; null if your provider does not share them.',
  })
  async portalBitdefenderWeeklySummary(
    @Ctx() context: RequestContext,
    @Arg('weekOf', () => String, {
      nullable: true,
      description: 'Any day of the week, such as 2026-03-18; weeks start on Monday. This week by default.',
    })
    weekOf?: string | null,
  ): Promise<PortalWeeklySummary | null> {
    const [summary] = await this.weeks(context, weekOf, 1);
    return summary ?? null;
  }

  @Query(() => [PortalWeeklySummary], {
    description:
      'Threats of the last weeks with their outcomes, newest first, also of weeks without threats; empty if your provider does not share them.',
  })
  portalBitdefenderWeeks(
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 8, description: `Number of weeks, 1 to ${mostWeeks}.` }) first: number,
    @Arg('weekOf', () => String, {
      nullable: true,
      description: 'Any day of the newest week, such as 2026-03-18; weeks start on Monday. This week by default.',
    })
    weekOf?: string | null,
  ): Promise<PortalWeeklySummary[]> {
    return this.weeks(context, weekOf, pageSize(first, mostWeeks));
  }

  /** The week of a day, or this week, and those before it: none if the MSP does not show them. */
  private async weeks(
    context: RequestContext,
    weekOf: string | null | undefined,
    count: number,
  ): Promise<PortalWeeklySummary[]> {
    const owner = await loadShownOwner(context, this.database);
    if (owner === null) return [];
    const summary = await this.countsOf(context, owner);
    const weeks = weeksUpTo(weekOf ? noonOf(weekOf, summary.timeZone) : summary.now, summary.timeZone, count);
    const numbers = await readWeeks(this.database, context.viewer.tenantId, ownersOf([owner]), weeks);
    return weeks.flatMap((week, index) => {
      const ofWeek = numbers[index];
      return ofWeek === undefined ? [] : [summaryOf(week, ofWeek, summary)];
    });
  }

  /** The counts in the zone of the MSP; read once for all fields of a page. */
  private countsOf(context: RequestContext, owner: PortalOwner): Promise<ThreatCounts> {
    return loadCounts(context, this.counts, owner, {});
  }
}

function summaryOf(
  week: TimeRange,
  { outcomes, ...concerned }: WeeklyNumbers,
  { timeZone, asOf, stale }: ThreatCounts,
): PortalWeeklySummary {
  const count = { STOPPED: 0, HANDLED: 0, BEING_HANDLED: 0 };
  for (const outcome of outcomes) count[outcomeOf(outcome)] += outcome.count;
  return {
    ...concerned,
    ...week,
    week: DateTime.fromJSDate(week.from, { zone: timeZone }).toFormat("kkkk-'W'WW"),
    timeZone,
    asOf,
    stale,
    sentence: summarise(count, concerned.machines),
    total: count.STOPPED + count.HANDLED + count.BEING_HANDLED,
    stopped: count.STOPPED,
    handled: count.HANDLED,
    beingHandled: count.BEING_HANDLED,
  };
}

function noonOf(day: string, zone: string): Date {
  const noon = DateTime.fromISO(`${day}T12:00`, { zone });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !noon.isValid)
    throw new UserInputError('BAD_DAY', 'Write the day like 2026-03-18.', ['weekOf']);
  return noon.toJSDate();
}
