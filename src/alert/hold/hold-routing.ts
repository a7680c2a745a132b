import type { AlertFacts, Mute } from '../../domain/alert-rule.js';
import { hostKey } from '../../domain/hostname.js';
import type { TimeRange } from '../../threat/counts/windows.js';
import type { Routing } from '../rule/alert-rule.js';

/** A maintenance window: which alerts it holds, and when. All that it names must agree. */
export interface MaintenanceWindow {
  id: string;
  name: string;
  clientId: string | null;
  machine: Mute['machine'];
  /** Only the actions of this rule; null for those of all. */
  ruleId: string | null;
  /** When it is open at an instant; null where it is not. */
  openAt(at: Date): TimeRange | null;
}

/** Until when something waits, and for which window: of those that are open now, the one that ends last. */
export interface HeldBy {
  until: Date;
  window: Pick<MaintenanceWindow, 'id' | 'name'>;
}

/** What of an alert waits: the actions of these rules, or all there is, null. */
export interface Hold extends HeldBy {
  ruleIds: string[] | null;
}

/** What waited of an alert before, and since when. */
export interface StandingHold {
  ruleIds: readonly string[] | null;
  heldFrom: Date;
}

/** Longest time for which an alert waits, whatever windows follow each other. */
export const mostHeldMilliseconds = 14 * 24 * 3_600_000;

/** Windows that are followed from one to the next; what waits is decided again at the end of the last. */
const mostChained = 50;

/** Whether an alert is of the client and the machine that a window names. */
export function covers({ clientId, machine }: MaintenanceWindow, alert: AlertFacts): boolean {
  return (
    (clientId === null || clientId === alert.clientId) &&
    (machine === null ||
      (alert.deviceId === null
        ? machine.hostKeys.includes(hostKey(alert.hostname))
        : machine.deviceIds.includes(alert.deviceId)))
  );
}

/**
 * Until when the actions of a rule wait for an alert, or those of all rules if it is null; null if they do not. A window that opens before
 * another has ended prolongs it, as far as that is followed; nothing waits longer than to `latest`.
 */
export function heldUntil(
  windows: readonly MaintenanceWindow[],
  alert: AlertFacts,
  ruleId: string | null,
  { now, latest }: { now: Date; latest: Date },
): HeldBy | null {
  const holding = windows.filter((each) => (each.ruleId === null || each.ruleId === ruleId) && covers(each, alert));
  let by: MaintenanceWindow | null = null;
  let until = now;
  for (let chained = 0; chained < mostChained && until < latest; chained += 1) {
    const end = lastEnd(holding, until);
    if (end === null) break;
    by ??= end.window;
    until = end.to;
  }
  return by === null ? null : { until: until < latest ? until : latest, window: { id: by.id, name: by.name } };
}

/** Of the windows that are open at an instant, the one that ends last. */
function lastEnd(windows: readonly MaintenanceWindow[], at: Date): { to: Date; window: MaintenanceWindow } | null {
  let last: { to: Date; window: MaintenanceWindow } | null = null;
  for (const window of windows) {
    const open = window.openAt(at);
    if (open !== null && (last === null || open.to > last.to)) last = { to: open.to, window };
  }
  return last;
}

/** What is done now of what the rules want for an alert, and what waits. */
export interface HeldRouting {
  actions: Routing['actions'];
  /** Whether the alert is published now, where the platform's rules decide. */
  publishes: boolean;
  hold: Hold | null;
}

/**
 * Decides what of a routing waits for the end of maintenance. What is suppressed acts at no time, so it does not wait. What waited acts as
 * if it had been raised now; if it is `over` by then, or later, it never acts. `only` are the rules to which the routing is limited, where
 * others have acted before; null if none has.
 */
export function holdRouting(given: {
  windows: readonly MaintenanceWindow[];
  alert: AlertFacts;
  routed: Routing;
  standing: StandingHold | null;
  only: readonly string[] | null;
  over: boolean;
  now: Date;
}): HeldRouting {
  const { windows, alert, routed, standing, only, over, now } = given;
  const nothing = { actions: [], publishes: false };
  if (routed.suppressed !== null || (over && standing === null)) return { ...nothing, hold: null };
  const latest = new Date((standing?.heldFrom ?? now).getTime() + mostHeldMilliseconds);
  const until = (ruleId: string | null) => heldUntil(windows, alert, ruleId, { now, latest });

  const all = only === null ? until(null) : null;
  if (all !== null) return { ...nothing, hold: { ...all, ruleIds: null } };

  // A rule that has acted no longer matters; one that waits does so whether or not it matches at the moment.
  const ruleIds = only ?? [...new Set(routed.actions.map(({ ruleId }) => ruleId))];
  const held = new Map(
    ruleIds.flatMap((ruleId) => {
      const by = until(ruleId);
      return by === null ? [] : [[ruleId, by] as const];
    }),
  );
  const actions = over ? [] : routed.actions.filter(({ ruleId }) => ruleIds.includes(ruleId) && !held.has(ruleId));
  const soonest = [...held.values()].toSorted((one, other) => one.until.getTime() - other.until.getTime())[0];
  const isPartial = only !== null || actions.length > 0;
  return {
    actions,
    publishes: only === null && routed.platform === 'PUBLISHED' && !over,
    hold: soonest === undefined ? null : { ...soonest, ruleIds: isPartial ? [...held.keys()] : null },
  };
}
