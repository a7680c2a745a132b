import { Arg, Args, ArgsType, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import { hasLeft } from '../tenant/resting-clients.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { readReadings } from '../threat/counts/readings.js';
import type { ThreatCountsReader } from '../threat/counts/threat-counts.reader.js';
import type { ThreatReader } from '../threat/list/threat.reader.js';
import { readBoundSites } from '../threat/portal/bound-sites.js';
import type { PortalOwner } from '../threat/portal/portal-owner.js';
import { isShownTo } from '../threat/portal/portal-threat.js';
import { loadShownOwner } from '../threat/portal/shown-owner.js';
import { draftReport } from './draft-report.js';
import { readClient } from './read-client.js';
import { PeriodKindEnum } from './report.enums.js';
import { ClientReport, Report } from './report.type.js';
import { readReportFacts } from './report-facts.reader.js';
import { mostDaysAgo, periodOf, type ReportPeriodKind } from './report-period.js';

@ArgsType()
class PeriodArguments {
  @Field(() => PeriodKindEnum, { defaultValue: PeriodKindEnum.MONTH, description: 'Length of the period.' })
  period!: PeriodKindEnum;

  @Field(() => String, {
    nullable: true,
    description: `Any day of the period, such as 2026-03-18, at most ${mostDaysAgo} days ago; the last period that is over by default.`,
  })
  day?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "IANA time zone of the period, such as Europe/Berlin; the tenant's by default.",
  })
  timeZone?: string | null;
}

/** What reports are made of. */
export interface ReportParts {
  database: Database;
  opsMerge: Pick<OpsMerge, 'client'>;
  threats: Pick<ThreatReader, 'pages'>;
  counts: ThreatCountsReader;
}

/** One report: of whom, and of when. */
interface Wanted {
  owner: PortalOwner;
  clientName: string | null;
  period: ReportPeriodKind;
  day: string | null;
  timeZone: string | null;
}

/** Shows reports to the people of a client, to whoever has the link of one, and to the MSP. */
@Resolver()
export class ReportResolver {
  constructor(private readonly parts: ReportParts) {}

  @Query(() => Report, {
    nullable: true,
    description:
      'Report of a week or a month about your machines; null if your provider does not share it. With the token of a report link it is the report of that link, whatever is asked for.',
  })
  async portalBitdefenderReport(
    @Ctx() context: RequestContext,
    @Args(() => PeriodArguments) { period, day = null, timeZone = null }: PeriodArguments,
  ): Promise<Report | null> {
    const { database, opsMerge } = this.parts;
    const { tenantId, report: linked } = context.viewer;
    const owner = await loadShownOwner(context, database);
    if (owner === null) return null;
    if (linked !== undefined) return this.draw(context, { owner, ...linked });
    const client = await readClient(opsMerge, tenantId, owner.clientId);
    return this.draw(context, { owner, clientName: client?.name ?? null, period, day, timeZone });
  }

  @Query(() => ClientReport, {
    nullable: true,
    description:
      'Report of a client as its people would see it, to look at before it is shared; null if OpsMerge has no such client.',
  })
  async bitdefenderClientReport(
    @Ctx() context: RequestContext,
    @Arg('clientId', () => ID, { description: 'Client.' }) clientId: string,
    @Args(() => PeriodArguments) { period, day = null, timeZone = null }: PeriodArguments,
  ): Promise<ClientReport | null> {
    const { database, opsMerge } = this.parts;
    const { tenantId } = context.viewer;
    const client = await readClient(opsMerge, tenantId, clientId);
    if (client === null) return null;
    const settings = await readTenantSettings(database.query, tenantId);
    const owner: PortalOwner = { kind: 'CLIENT', clientId };
    const wanted = { owner, clientName: client?.name ?? null, period, day, timeZone };
    return {
      client: { id: clientId },
      isShared: isShownTo(clientId, settings) && !(await hasLeft(this.parts.database.query, tenantId, clientId)),
      report: await this.draw(context, wanted),
    };
  }

  private async draw(context: RequestContext, { owner, clientName, period, day, timeZone }: Wanted): Promise<Report> {
    const { database, counts } = this.parts;
    const { tenantId } = context.viewer;
    const { responsePromise: promise, ...settings } = await readTenantSettings(database.read, tenantId);
    const zone = timeZone ?? settings.timeZone;
    const now = new Date();
    // A link shows what it was made for, however long ago that is by now.
    const daysAgo = context.viewer.report === undefined ? mostDaysAgo : Number.POSITIVE_INFINITY;
    const asked = periodOf(period, day, zone, now, { daysAgo });
    const [facts, { asOf, stale }, sites] = await Promise.all([
      readReportFacts(this.parts, tenantId, { owner, period: asked, promise, now }),
      readReadings(context, counts, [owner], zone),
      readBoundSites(database, tenantId, owner),
    ]);
    return draftReport(asked, facts, { clientName, sites, now, asOf, stale });
  }
}
