import type { Mute, RoutedBy } from '../../domain/alert-rule.js';
import { severities } from '../../domain/severity.js';
import type { WantedDeliveries } from '../delivery/request-deliveries.js';
import { type HoldDecision, type HoldRow, outcomeOf, waitingOf } from '../hold/hold.store.js';
import { holdRouting, type MaintenanceWindow } from '../hold/hold-routing.js';
import { factsOf, type ThreatFacts } from '../rule/alert-facts.js';
import type { AlertRule, Routing } from '../rule/alert-rule.js';
import { recordOf } from '../rule/explain-routing.js';
import { routeAlert } from '../rule/route-alert.js';
import { type AlertChange, lifecycleChange } from '../state/alert-changes.js';
import { type AlertLifecycle, followThreat } from '../state/alert-state.js';

/** A threat beside its alert, if it has one. */
export interface ThreatForAlert extends ThreatFacts {
  alertId: string | null;
  alertTitle: string | null;
  alertSeverity: number | null;
  alertSuppressedBy: string | null;
  alertSuppressedReason: string | null;
  alertSuppressedById: string | null;
  acted: boolean;
}

/** What is decided about the alert of a threat. */
export interface DecidedAlert {
  /** The alert as it is stored from now on. */
  row: Record<string, unknown>;
  /** What the log records; null if nothing has changed. */
  change: AlertChange | null;
  held: HoldDecision;
  wanted: WantedDeliveries;
  publishes: boolean;
}

/** Decides how the alert of a threat stands from now on, what is done for it, and what of it waits for the end of maintenance. */
export function decideAlert(
  threat: ThreatForAlert,
  id: string,
  given: {
    rules: readonly AlertRule[];
    zone: string;
    mutes: readonly Mute[];
    windows: readonly MaintenanceWindow[];
    by: RoutedBy;
    now: Date;
    actor: string;
    /** How the alert stood; null for a new one. */
    before: AlertLifecycle | null;
    /** What waits of it, or waited last; undefined if nothing ever did. */
    waited: HoldRow | undefined;
    /** Whether the threat has just been detected again or reopened. */
    changed: boolean;
  },
): DecidedAlert {
  const { rules, zone, mutes, windows, by, now, actor, before, waited, changed } = given;
  const { history, acted, clientId } = threat;
  const facts = factsOf(threat);
  const routed = routeAlert({ alert: facts, rules, zone, history, mutes, by, now });
  const after = followThreat(before, { unresolved: threat.status === 'UNRESOLVED', changed });
  const standing = waitingOf(waited);
  // What came resolved acts as ever; what was resolved while it waited never does, whatever else becomes known of it.
  const over = after.state === 'RESOLVED' && waited !== undefined;
  // Of an alert that acted, at most what waits is left.
  const only = acted ? (standing?.ruleIds ?? []) : null;
  const { actions, publishes, hold } = holdRouting({ windows, alert: facts, routed, standing, only, over, now });
  const isAsked = acted ? actions.length > 0 : hold?.ruleIds !== null && !over;
  const suppressed = suppressionOf(threat, routed.suppressed);
  return {
    row: {
      id,
      threat_id: threat.id,
      title: threat.name,
      severity: threat.severity,
      state: after.state,
      taken_over_by: after.takenOverBy,
      snoozed_until: after.snoozedUntil,
      client_id: clientId,
      device_id: threat.deviceId,
      suppressed_by: suppressed.by,
      suppressed_reason: suppressed.reason,
      suppressed_by_id: suppressed.id,
      routing: isAsked ? recordOf(routed, now) : null,
    },
    change: lifecycleChange(id, before, after, { actor }) ?? updateOf(threat, suppressed, id, actor),
    held: { alertId: id, before: standing, hold, outcome: outcomeOf(routed.suppressed, over) },
    wanted: { alertId: id, clientId, name: threat.name, actions },
    publishes,
  };
}

/** What suppresses an alert; one that has acted stays as it is. */
const suppressionOf = (threat: ThreatForAlert, suppressed: Routing['suppressed']) =>
  threat.acted
    ? { by: threat.alertSuppressedBy, reason: threat.alertSuppressedReason, id: threat.alertSuppressedById }
    : { by: suppressed?.by ?? null, reason: suppressed?.reason ?? null, id: suppressed?.id ?? null };

/** What the log records of an alert that stands as before, but is called, judged or suppressed otherwise. */
function updateOf(
  threat: ThreatForAlert,
  suppressed: { by: string | null; id: string | null },
  alertId: string,
  actor: string,
): AlertChange | null {
  const from = severities[threat.alertSeverity ?? 0];
  const to = severities[threat.severity];
  const detail = {
    ...(threat.alertTitle !== threat.name && { title: threat.name }),
    ...(from !== to && { severity: { from, to } }),
    ...((threat.alertSuppressedBy !== suppressed.by || threat.alertSuppressedById !== suppressed.id) && {
      suppressedBy: suppressed.by,
    }),
  };
  return Object.keys(detail).length === 0 ? null : { alertId, kind: 'UPDATED', actor, detail };
}
