import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { deliveries } from '../../database/later-values.js';
import { giveWay } from '../../domain/give-way.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { holdRouting } from '../hold/hold-routing.js';
import { readWindows } from '../hold/window.store.js';
import { readMutes } from '../mute/mute.reader.js';
import { factColumns, factSource, factsOf, type ThreatFacts } from './alert-facts.js';
import type { Routing } from './alert-rule.js';
import { readRules } from './read-rules.js';
import { routeAlert } from './route-alert.js';

/** What was requested for an alert so far. */
export interface Requested {
  ticketId: string | null;
  actions: readonly { kind: string; parameters: Readonly<Record<string, unknown>> }[];
}

/** The alert of a threat, and what the rules say about it as they are now. */
export interface RoutedAlert {
  alertId: string;
  threatId: string;
  clientId: string;
  /** Name of the threat. */
  name: string;
  routing: Routing;
  /** What the rules want for it that was not requested yet. */
  missing: Routing['actions'];
  /** Whether it would be published for the platform's rules: nobody has acted on it yet. */
  publishes: boolean;
  /** Whether a maintenance window is open that holds some of it: then nothing is missing. */
  held: boolean;
}

/**
 * The actions that rules want for an alert and that were not requested for it yet. An alert gets one ticket, whichever rule
 * wants it and however; everything else once for the same parameters. A published alert is the platform's, and gets nothing more.
 */
export function missingActions(wanted: Routing['actions'], { ticketId, actions }: Requested): Routing['actions'] {
  if (actions.some(({ kind }) => kind === 'PUBLISH')) return [];
  const keyOf = (kind: string, parameters: object) => JSON.stringify([kind, Object.entries(parameters).sort()]);
  const done = new Set(actions.map(({ kind, parameters }) => keyOf(kind, parameters)));
  let hasTicket = ticketId !== null || actions.some(({ kind }) => kind === 'CREATE_TICKET');
  return wanted.filter(({ action }) => {
    const key = keyOf(action.kind, action);
    if (done.has(key) || (action.kind === 'CREATE_TICKET' && hasTicket)) return false;
    done.add(key);
    hasTicket ||= action.kind === 'CREATE_TICKET';
    return true;
  });
}

/**
 * Asks the rules, as they are now, about the alerts of threats that meet a condition on `alert` and `threat`: the newest
 * ones, at most `limit`. Stores nothing.
 */
export async function routeNow(
  queries: Queries,
  tenantId: string,
  which: RawBuilder<unknown>,
  { limit, now }: { limit: number; now: Date },
): Promise<RoutedAlert[]> {
  const { rows } = await sql<
    ThreatFacts & { alertId: string; ticketId: string | null; requested: string | null; waits: boolean }
  >`
    select ${factColumns}, threat.status, alert.id as alert_id, alert.ticket_id,
           (select json_agg(json_build_object('kind', action.kind, 'parameters', action.parameters))::text
            from alert_occurrence as occurrence
            join ${deliveries} as action on action.tenant_id = occurrence.tenant_id and action.id = occurrence.action_id
            where occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id) as requested,
           exists (select from alert_hold as waiting where waiting.tenant_id = alert.tenant_id and waiting.alert_id = alert.id
             and waiting.look_at is not null) as waits
    from ${factSource}
    join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id
    where threat.tenant_id = ${tenantId} and threat.client_id is not null and ${which}
    order by alert.raised_at desc, alert.id desc limit ${limit}`.execute(queries);
  if (rows.length === 0) return [];
  const oldest = Math.min(now.getTime(), ...rows.map(({ lastDetectedAt }) => lastDetectedAt.getTime()));
  const rules = await readRules(queries, tenantId);
  const { timeZone: zone, alertsRoutedBy: by } = await readTenantSettings(queries, tenantId);
  const mutes = await readMutes(queries, tenantId, new Date(oldest));
  const windows = await readWindows(queries, tenantId, zone);
  const routed: RoutedAlert[] = [];
  for (const { alertId, ticketId, requested, waits, ...threat } of rows) {
    await giveWay(tenantId);
    const { history, id: threatId, clientId, name } = threat;
    const alert = factsOf(threat);
    const routing = routeAlert({ alert, rules, zone, history, mutes, by, now });
    const { hold } = holdRouting({ windows, alert, routed: routing, standing: null, only: null, over: false, now });
    const held = waits || hold !== null;
    const done = { ticketId, actions: JSON.parse(requested ?? '[]') as Requested['actions'] };
    const publishes = !held && routing.platform === 'PUBLISHED' && ticketId === null && done.actions.length === 0;
    routed.push({
      alertId,
      threatId,
      clientId,
      name,
      routing,
      missing: held ? [] : missingActions(routing.actions, done),
      publishes,
      held,
    });
  }
  return routed;
}
