import type { BitdefenderAlertFilter } from '../../../../operations/documents.ts';
import { listOf, oneOf, textOf } from '../../app/search.ts';
import { severities } from '../../parts/severities.ts';

export const states = ['OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'] as const;
export const kinds = ['THREAT', 'OUTBREAK', 'NOTICE', 'DEGRADATION'] as const;
export const orders = ['NEWEST', 'MOST_SEVERE', 'OLDEST'] as const;
const suppressions = ['no', 'yes', 'any'] as const;
const ticketings = ['with', 'without'] as const;

/** Of whom the alerts are: of the viewer, of nobody, or of the user with this id. */
export const mine = 'me';
export const nobody = 'nobody';

/** What the address of the list holds: its filters, its order, and the alert in the side panel. */
export interface AlertsSearch {
  state: (typeof states)[number][];
  /** The least severity. */
  severity?: (typeof severities)[number] | undefined;
  client?: string | undefined;
  kind?: (typeof kinds)[number] | undefined;
  suppressed: (typeof suppressions)[number];
  /** Only what a maintenance window holds. */
  held?: boolean | undefined;
  ticket?: (typeof ticketings)[number] | undefined;
  assignee?: string | undefined;
  q?: string | undefined;
  order: (typeof orders)[number];
  alert?: string | undefined;
}

/** What waits for somebody: open, and not suppressed. */
export const usualAlerts: AlertsSearch = { state: ['OPEN'], suppressed: 'no', order: 'NEWEST' };

const knownOf = <Value extends string>(raw: Record<string, unknown>, name: string, known: readonly Value[]) =>
  known.find((value) => value === raw[name]);

/** Reads the address; what is absent is as usual, what is unknown is left out. */
export const alertsSearch = (raw: Record<string, unknown>): AlertsSearch => ({
  state: listOf(raw, 'state', states, usualAlerts.state),
  severity: knownOf(raw, 'severity', severities),
  client: textOf(raw, 'client'),
  kind: knownOf(raw, 'kind', kinds),
  suppressed: oneOf(raw, 'suppressed', suppressions, usualAlerts.suppressed),
  held: raw.held === true || raw.held === 'true' ? true : undefined,
  ticket: knownOf(raw, 'ticket', ticketings),
  assignee: textOf(raw, 'assignee'),
  q: textOf(raw, 'q'),
  order: oneOf(raw, 'order', orders, usualAlerts.order),
  alert: textOf(raw, 'alert'),
});

/** The filter of the graph for what the address holds, as the viewer with this subject sees it. */
export function filterOf(
  { state, severity, client, kind, suppressed, held, ticket, assignee, q }: AlertsSearch,
  subject: string,
): BitdefenderAlertFilter {
  return {
    ...(state.length > 0 && { state }),
    ...(severity && { minimumSeverity: severity }),
    ...(client && { clientId: client }),
    ...(kind && { kind }),
    ...(suppressed !== 'any' && { suppressed: suppressed === 'yes' }),
    ...(held && { held }),
    ...(ticket && { hasTicket: ticket === 'with' }),
    ...(assignee === nobody && { assigned: false }),
    ...(assignee && assignee !== nobody && { assigneeId: assignee === mine ? subject : assignee }),
    ...(q && q.trim().length >= 3 && { search: q }),
  };
}

/** A filter that finds one alert of the list again, with few others: the graph looks alerts up by their threat or their time. */
export function filterOfOne(alert: {
  kind: (typeof kinds)[number];
  raisedAt: string;
  threat?: { id: string } | null;
}): BitdefenderAlertFilter {
  if (alert.threat) return { threatId: alert.threat.id };
  const from = new Date(alert.raisedAt);
  return {
    kind: alert.kind,
    raisedFrom: from.toISOString(),
    // What the graph writes ends at the millisecond, what it stores does not.
    raisedBefore: new Date(from.getTime() + 1).toISOString(),
  };
}
