import { DateTime } from 'luxon';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Viewer } from '../../auth/viewer.js';
import type { Database } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import { UserInputError } from '../../graphql/errors.js';
import { type ConnectionPage, type PageArguments, pageArguments, pageOf, spanOf } from '../../graphql/paging.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import type { ThreatCountsReader } from '../counts/threat-counts.reader.js';
import { windowOf } from '../counts/windows.js';
import type { ThreatReader } from '../list/threat.reader.js';
import type { Threat } from '../list/threat.type.js';
import type { ThreatOwners } from '../owners/threat-owners.js';
import { outcomeOf, summarise } from './outcome.js';
import { PortalThreat, PortalThreatConnection, PortalThreatCounts, PortalWeeklySummary } from './portal.type.js';
import { isShownTo, portalThreatOf } from './portal-threat.js';
import { readWeek } from './weekly-summary.reader.js';

const Page = pageArguments();

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
    @Ctx() { viewer }: RequestContext,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<PortalThreat>> {
    const span = spanOf(paging);
    const clientId = await this.shownClient(viewer);
    // Of a list that is not shown there is no row that a cursor could be of.
    if (clientId === null) return pageOf<PortalThreat>([], { ...span, cursor: null }, ({ id }) => id);
    const [page] = await this.reader.pages(
      viewer.tenantId,
      { kind: 'CLIENTS', clientIds: [clientId] },
      {},
      { order: 'NEWEST', ...paging },
    );
    // By name: a copy of all that the page has would count the whole list.
    const { edges, pageInfo, asOf } = page as ConnectionPage<Threat>;
    return {
      pageInfo,
      ...(asOf !== undefined && { asOf }),
      edges: edges.map(({ cursor, node }) => ({ cursor, node: portalThreatOf(node) })),
    };
  }

  @Query(() => PortalThreatCounts, {
    nullable: true,
    description: 'Number of threats on your machines; null if your provider does not share it.',
  })
  async portalBitdefenderThreatCounts(@Ctx() { viewer }: RequestContext): Promise<PortalThreatCounts | null> {
    const clientId = await this.shownClient(viewer);
    if (clientId === null) return null;
    const [counts] = await this.counts.summaries(viewer.tenantId, { kind: 'CLIENTS', clientIds: [clientId] }, null);
    return counts ?? null;
  }

  @Query(() => PortalThreat, {
    nullable: true,
    description:
      'Threat on one of your machines by its id; null if it does not exist or your provider does not share it.',
  })
  async portalBitdefenderThreat(
    @Ctx() { viewer }: RequestContext,
    @Arg('id', () => ID, { description: 'Id of the threat.' }) id: string,
  ): Promise<PortalThreat | null> {
    const clientId = await this.shownClient(viewer);
    if (clientId === null) return null;
    const threat = (await this.reader.byIds(viewer.tenantId, [id])).get(id);
    return threat?.client?.id === clientId ? portalThreatOf(threat) : null;
  }

  @Query(() => PortalWeeklySummary, {
    nullable: true,
    description: 'Threats of a week with their outcomes; null if your provider does not share them.',
  })
  async portalBitdefenderWeeklySummary(
    @Ctx() { viewer }: RequestContext,
    @Arg('weekOf', () => String, {
      nullable: true,
      description: 'Any day of the week, such as 2026-03-18; weeks start on Monday. This week by default.',
    })
    weekOf?: string | null,
  ): Promise<PortalWeeklySummary | null> {
    const clientId = await this.shownClient(viewer);
    if (clientId === null) return null;
    const owners: ThreatOwners = { kind: 'CLIENTS', clientIds: [clientId] };
    const [summary] = await this.counts.summaries(viewer.tenantId, owners, null);
    if (summary === undefined) return null;
    const { now, timeZone, asOf, stale } = summary;
    const week = windowOf(weekOf ? noonOf(weekOf, timeZone) : now, timeZone, 'week');
    const { outcomes, ...concerned } = await readWeek(this.database, viewer.tenantId, clientId, week);
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

  /** The viewer's client, if the MSP shows its threats. */
  private async shownClient({ tenantId, clientId }: Viewer): Promise<string | null> {
    const settings = await readTenantSettings(this.database.query, tenantId);
    return clientId !== null && isShownTo(clientId, settings) ? clientId : null;
  }
}

function noonOf(day: string, zone: string): Date {
  const noon = DateTime.fromISO(`${day}T12:00`, { zone });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !noon.isValid)
    throw new UserInputError('BAD_DAY', 'Write the day like 2026-03-18.', ['weekOf']);
  return noon.toJSDate();
}
