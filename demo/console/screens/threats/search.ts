import type { BitdefenderThreatFilter, BitdefenderThreatOrder } from '../../../../operations/documents.ts';
import { listOf, oneOf, textOf, textsOf } from '../../app/search.ts';
import { severities } from '../../parts/severities.ts';

export const statuses = ['UNRESOLVED', 'RESOLVED', 'FALSE_POSITIVE'] as const;
export const orders = [
  'NEWEST',
  'MOST_SEVERE',
  'LAST_DETECTED',
  'OLDEST',
] as const satisfies readonly BitdefenderThreatOrder[];

/** What the address of the list holds: its filters, its order, and the threat in the side panel. */
export interface ThreatsSearch {
  severity: (typeof severities)[number][];
  status: (typeof statuses)[number][];
  /** Ids of clients; none is all. */
  client: string[];
  /** Id of a site of the only client that is chosen. */
  site?: string | undefined;
  /** Id of a device. */
  device?: string | undefined;
  /** First detections from this moment (inclusive) to that one (exclusive). */
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
  order: (typeof orders)[number];
  threat?: string | undefined;
}

/** The defaults of the product: high and above, unresolved, of all clients and devices. */
export const usualThreats: ThreatsSearch = {
  severity: ['CRITICAL', 'HIGH'],
  status: ['UNRESOLVED'],
  client: [],
  order: 'NEWEST',
};

/** What waits for somebody, the worst first: the view to begin a day with. */
export const dailyReview: ThreatsSearch = { ...usualThreats, order: 'MOST_SEVERE' };

/** Reads the address; what is absent is as usual, what is unknown is left out. */
export const threatsSearch = (raw: Record<string, unknown>): ThreatsSearch => ({
  severity: listOf(raw, 'severity', severities, usualThreats.severity),
  status: listOf(raw, 'status', statuses, usualThreats.status),
  client: textsOf(raw, 'client') ?? [],
  site: textOf(raw, 'site'),
  device: textOf(raw, 'device'),
  from: textOf(raw, 'from'),
  to: textOf(raw, 'to'),
  q: textOf(raw, 'q'),
  order: oneOf(raw, 'order', orders, usualThreats.order),
  threat: textOf(raw, 'threat'),
});

/** The filter of the graph for what the address holds. Of severities and statuses, none chosen is all. */
export function filterOf({
  severity,
  status,
  client,
  site,
  device,
  from,
  to,
  q,
}: ThreatsSearch): BitdefenderThreatFilter {
  return {
    ...(severity.length > 0 ? { severity } : { minimumSeverity: 'UNKNOWN' as const }),
    status: status.length > 0 ? status : ['ALL'],
    ...(client.length > 0 && { clientIds: client }),
    ...(site && { siteId: site }),
    ...(device && { deviceId: device }),
    ...(from && { detectedFrom: from }),
    ...(to && { detectedBefore: to }),
    ...(q && q.trim().length >= 3 && { search: q }),
  };
}
