import { severities } from '../../domain/severity.js';
import type { RequestContext } from '../../graphql/context.js';
import {
  criteriaOf,
  StatusFilter,
  type Threat,
  type ThreatEvent,
  ThreatEventKind,
  type ThreatFilter,
} from './threat.type.js';
import type { ThreatCriteria } from './threat-list.js';

interface Subscribed {
  filter?: ThreatFilter | null;
  after?: string | null;
}

/** The kinds of events that report a detection. */
const detections: readonly `${ThreatEventKind}`[] = ['DETECTED', 'RECURRED', 'REOPENED', 'MAPPED'];

/** The events of new detections that a subscriber wants: by default of unresolved threats of HIGH and above. */
export const detectionsFor = (context: RequestContext, { filter, after }: Subscribed): AsyncIterable<ThreatEvent> =>
  wanted(context, { kinds: detections, filter: criteriaOf(filter), after });

/** All events that a subscriber wants: by default of threats of HIGH and above with any status. */
export const changesFor = (context: RequestContext, { filter, after }: Subscribed): AsyncIterable<ThreatEvent> =>
  wanted(context, {
    kinds: Object.values(ThreatEventKind),
    filter: criteriaOf(filter ?? { status: [StatusFilter.ALL] }),
    after,
  });

function wanted(
  context: RequestContext,
  given: { kinds: readonly `${ThreatEventKind}`[]; filter: ThreatFilter; after: string | null | undefined },
): AsyncIterable<ThreatEvent> {
  const { kinds, filter, after = null } = given;
  const accepts = ({ threat }: ThreatEvent) => meets(threat, filter);
  const { clientId = null, deviceId = null, siteId = null } = filter;
  return context.live.threats(context.viewer, { kinds, after, clientId, deviceId, siteId, accepts });
}

/** Whether an event's threat is one the criteria ask for; for live events, which are read by no more than its machine. */
function meets(threat: Threat, criteria: ThreatCriteria): boolean {
  const search = criteria.search?.trim().toLowerCase();
  const texts = [threat.name, threat.filePath, threat.hostName];
  return (
    severities.indexOf(threat.severity) >= severities.indexOf(criteria.minimumSeverity ?? 'UNKNOWN') &&
    (!criteria.severity || criteria.severity.includes(threat.severity)) &&
    (!criteria.status || criteria.status.includes('ALL') || criteria.status.includes(threat.status)) &&
    (!criteria.clientIds || criteria.clientIds.includes(threat.client?.id ?? '')) &&
    (!criteria.assigneeId || threat.assigneeId === criteria.assigneeId) &&
    (criteria.assigned === undefined ||
      criteria.assigned === null ||
      (threat.assigneeId !== null) === criteria.assigned) &&
    (!criteria.clientId || threat.client?.id === criteria.clientId) &&
    (!criteria.companyId || threat.companyId === criteria.companyId) &&
    (!criteria.action || criteria.action.includes(threat.action)) &&
    (!criteria.family || criteria.family.includes(threat.family)) &&
    (!criteria.detectedFrom || threat.detectedAt >= criteria.detectedFrom) &&
    (!criteria.detectedBefore || threat.detectedAt < criteria.detectedBefore) &&
    (criteria.mapped === undefined || criteria.mapped === null || (threat.client !== null) === criteria.mapped) &&
    (!search || texts.some((text) => text?.toLowerCase().includes(search)))
  );
}
