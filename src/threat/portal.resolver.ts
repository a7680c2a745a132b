import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { type ConnectionPage, pageSize } from '../graphql/paging.js';
import type { Viewer } from '../graphql/viewer.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import {
  PortalOutcome,
  PortalSeverity,
  PortalThreat,
  PortalThreatConnection,
  PortalThreatCounts,
} from './portal.type.js';
import type { ThreatReader } from './threat.reader.js';
import type { Threat } from './threat.type.js';
import type { ThreatCountsReader } from './threat-counts.reader.js';

/** What a portal user sees: a curated part of the own client's threats, and only where the MSP has switched it on. */
@Resolver(() => PortalThreat)
export class PortalResolver {
  constructor(
    private readonly database: Database,
    private readonly reader: ThreatReader,
    private readonly counts: ThreatCountsReader,
  ) {}

  @Query(() => PortalThreatConnection, { description: 'Threats to your machines, the latest first.' })
  async portalBitdefenderThreats(
    @Ctx() { viewer }: RequestContext,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many, at most 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Read on behind this cursor.' }) after?: string,
  ): Promise<ConnectionPage<PortalThreat>> {
    pageSize(first);
    const clientId = await this.shownClient(viewer);
    if (clientId === null) return { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    const [page] = await this.reader.pages(
      viewer.tenantId,
      { kind: 'CLIENTS', clientIds: [clientId] },
      { minimumSeverity: 'UNKNOWN', status: 'ALL' },
      { order: 'NEWEST', first, after },
    );
    const { edges, pageInfo } = page as ConnectionPage<Threat>;
    return { pageInfo, edges: edges.map(({ cursor, node }) => ({ cursor, node: portalThreatOf(node) })) };
  }

  @Query(() => PortalThreatCounts, {
    nullable: true,
    description: 'How many there were; null where your provider does not show it.',
  })
  async portalBitdefenderThreatCounts(@Ctx() { viewer }: RequestContext): Promise<PortalThreatCounts | null> {
    const clientId = await this.shownClient(viewer);
    if (clientId === null) return null;
    const [counts] = await this.counts.summaries(viewer.tenantId, { kind: 'CLIENTS', clientIds: [clientId] }, null);
    return counts ?? null;
  }

  /** The viewer's client, if the MSP shows its threats. */
  private async shownClient({ tenantId, clientId }: Viewer): Promise<string | null> {
    const settings = await readTenantSettings(this.database.query, tenantId);
    return clientId !== null && settings.portalEnabled && !settings.portalHiddenClientIds.includes(clientId)
      ? clientId
      : null;
  }
}

function portalThreatOf({ id, name, severity, status, action, hostName, detectedAt }: Threat): PortalThreat {
  const serious = severity === 'HIGH' || severity === 'CRITICAL';
  const stopped = action === 'BLOCKED' || action === 'QUARANTINED' || action === 'KILLED';
  return {
    id,
    name,
    hostName,
    detectedAt,
    severity: serious ? PortalSeverity.SERIOUS : severity === 'MEDIUM' ? PortalSeverity.MODERATE : PortalSeverity.MINOR,
    outcome: stopped
      ? PortalOutcome.STOPPED
      : status === 'UNRESOLVED'
        ? PortalOutcome.BEING_HANDLED
        : PortalOutcome.HANDLED,
  };
}
