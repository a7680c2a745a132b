import { waitingText } from '../alert/hold/hold-text.js';
import type { Routing } from '../alert/rule/alert-rule.js';
import { explainRouting, recordOf } from '../alert/rule/explain-routing.js';
import { type RoutingRecord } from '../domain/alert-rule.js';
import { compareSeverity, type Severity } from '../domain/severity.js';
import type { Finding } from './diagnostics.type.js';
import { byMutation, finding, inGravityZone, nothingToChange } from './finding.js';

/** A threat, its routing and its ticket. */
export interface ThreatFacts {
  id: string;
  name: string;
  severity: Severity;
  clientId: string | null;
  companyId: string;
  detectedAt: Date;
  ticketId: string | null;
  /** What the rules said when they were last asked; null if they were not. */
  routing: RoutingRecord | null;
  /** What the rules say now; null without an alert. */
  routingNow: Routing | null;
  /** What a maintenance window holds of its alert; null if nothing is held. */
  held: { until: string; windowId: string; windowName: string } | null;
  /** Whether its alert is resolved, so that the rules are no longer asked. */
  alertResolved: boolean;
  /** Why the details of its incident are not read; null if they are, or if there is no incident. */
  details: { failures: number; problem: string | null; dueAt: string | null } | null;
  /** The action that creates its ticket, or its publication; null if neither was asked for. */
  action: { kind: string; state: string; attempts: number; lastError: string | null; ruleName: string } | null;
}

/** The current version of a rule that creates tickets. */
export interface TicketRuleFacts {
  id: string;
  name: string;
  enabled: boolean;
  minimumSeverity: Severity | null;
  maximumSeverity: Severity | null;
  changedAt: Date;
}

/** The finding for a threat whose details, such as file and process, are not read; empty if they are. */
export function diagnoseDetails({ id: threatId, companyId, name, details }: ThreatFacts): Finding[] {
  if (details === null) return [];
  const { failures, problem, dueAt } = details;
  return [
    finding(failures > 0 ? 'WARNING' : 'INFORMATION', 'STREAM_FAILS', {
      ...{ threatId, companyId },
      message:
        problem === null
          ? `The details of "${name}" have not been read yet.`
          : `The details of "${name}" could not be read: ${problem}`,
      evidence: { threat: name, attempts: failures, nextAttemptAt: dueAt },
      remedy:
        dueAt === null
          ? inGravityZone('Incidents', 'View the incident in Control Center. Its details are not requested again.')
          : nothingToChange('No action needed. Later syncs retry, less and less often.'),
    }),
  ];
}

/**
 * The finding for a threat without a ticket: why it has none by the rules as they are at `now`, or that they would create
 * one; empty if it has one.
 */
export function diagnoseThreat(threat: ThreatFacts, rules: TicketRuleFacts[], now: Date): Finding[] {
  if (threat.ticketId !== null) return [];
  const { id: threatId, companyId, name, severity, action } = threat;
  const given = { threatId, companyId };
  const facts = { threat: name, severity, detectedAt: threat.detectedAt };
  if (threat.clientId === null)
    return [
      finding('PROBLEM', 'THREAT_NOT_MAPPED', {
        ...given,
        message: `The company of "${name}" is mapped to no client, so no alert is raised.`,
        evidence: facts,
        remedy: byMutation('mapBitdefenderCompanies', 'Map the company to its client.'),
      }),
    ];
  if (action !== null)
    return [action.kind === 'PUBLISH' && action.state === 'DONE' ? published(threat) : undelivered(threat, action)];

  const { routingNow, held, alertResolved } = threat;
  if (held !== null && !alertResolved)
    return [
      finding('INFORMATION', 'THREAT_HELD', {
        ...given,
        message: `"${name}" has no ticket yet. ${waitingText(new Date(held.until), held.windowName, false)}`,
        evidence: { ...facts, window: held.windowName, windowId: held.windowId, heldUntil: held.until },
        remedy: byMutation(
          'endBitdefenderMaintenanceWindow',
          'The window ends by itself. End it now if the maintenance is over.',
        ),
      }),
    ];
  const creator = routingNow?.actions.find(({ action: { kind } }) => kind === 'CREATE_TICKET');
  if (creator !== undefined) return [outdated(threat, creator, rules)];
  if (routingNow?.platform !== undefined) return [unpublished(threat, routingNow.platform)];
  const current = routingNow === null ? null : recordOf(routingNow, now);
  const { outcome, message, rules: evaluated } = explainRouting(current);
  const suppressedBy = current?.suppressed?.reason ?? null;
  switch (outcome) {
    case 'HISTORY':
      return [
        finding('INFORMATION', 'THREAT_HISTORY', {
          ...given,
          message: `"${name}" was detected before its company was mapped, and past threats create no tickets.`,
          evidence: facts,
          remedy: nothingToChange('No action needed. A ticket is created if the threat recurs.'),
        }),
      ];
    case 'MUTED':
      return [
        finding('INFORMATION', 'THREAT_MUTED', {
          ...given,
          message: `A mute suppressed the alert for "${name}". ${message}`,
          evidence: { ...facts, mute: suppressedBy, muteId: current?.suppressed?.id ?? null },
          remedy: byMutation(
            'endBitdefenderAlertMute',
            'The mute expires at its end time. End it now if it is no longer wanted.',
          ),
        }),
      ];
    case 'SUPPRESSED_BY_RULE':
      return [
        finding('INFORMATION', 'THREAT_SUPPRESSED', {
          ...given,
          message,
          evidence: { ...facts, reason: suppressedBy },
          remedy: byMutation('saveBitdefenderAlertRule', 'Narrow the suppressing rule, or disable it.'),
        }),
      ];
    default:
      return [noTicketRule(threat, rules, evaluated, message)];
  }
}

/** The finding for a threat that would get a ticket if its alert came now: something has changed since the rules were asked. */
function outdated(
  threat: ThreatFacts,
  creator: { ruleId: string; ruleName: string },
  rules: readonly TicketRuleFacts[],
): Finding {
  const { id: threatId, companyId, name, routing, alertResolved } = threat;
  const changedAt = rules.find(({ id }) => id === creator.ruleId)?.changedAt ?? null;
  return finding('WARNING', 'ROUTING_OUTDATED', {
    ...{ threatId, companyId },
    message: `"${name}" has no ticket. ${whenAsked(routing, creator.ruleName, changedAt)} Now the rule "${creator.ruleName}" requests a ticket.`,
    evidence: {
      threat: name,
      rule: creator.ruleName,
      ruleId: creator.ruleId,
      routedAt: routing?.at ?? null,
      ruleChangedAt: changedAt,
    },
    remedy: byMutation(
      'rerouteBitdefenderAlerts',
      alertResolved
        ? 'Reopen the alert if it needs a ticket, then run it through the rules once more.'
        : 'Run open alerts through the rules once more; previewBitdefenderAlertRerouting shows what would happen.',
    ),
  });
}

/** When the rules were asked about a threat, and what has changed since, in a sentence. */
function whenAsked(routing: RoutingRecord | null, ruleName: string, changedAt: Date | null): string {
  if (routing === null) return 'The rules have not been evaluated for it.';
  const asked = `The rules were evaluated for it at ${routing.at}`;
  return changedAt !== null && changedAt > new Date(routing.at)
    ? `${asked}, before the rule "${ruleName}" was changed.`
    : `${asked}, and the threat, another rule or a mute has changed since.`;
}

/** The finding for a threat whose alert is published, and of which no rule of the platform made a ticket. */
function published({ id: threatId, companyId, name, severity }: ThreatFacts): Finding {
  return finding('INFORMATION', 'PLATFORM_RULES', {
    ...{ threatId, companyId },
    message: `The alert for "${name}" is published to OpsMerge, and no rule of the platform has created a ticket for it.`,
    evidence: { threat: name, severity, alertType: 'bitdefender' },
    remedy: nothingToChange(`In OpsMerge, see Settings -> RMM -> Alert rules. ${ticketsAreRead}`),
  });
}

const ticketsAreRead = 'A ticket that was created there just now is shown after the next sync of the client.';

/** The finding for a threat about which the platform's rules would decide, and whose alert is not published. */
function unpublished(
  { id: threatId, companyId, name, severity, alertResolved }: ThreatFacts,
  platform: NonNullable<Routing['platform']>,
): Finding {
  const given = { threatId, companyId, evidence: { threat: name, severity } };
  if (platform === 'CLOSED' || alertResolved)
    return finding('INFORMATION', 'PLATFORM_RULES', {
      ...given,
      message: `The platform's rules decide about new alerts. The one for "${name}" is closed and was not published.`,
      remedy: nothingToChange('No action needed. The alert is published if the threat recurs.'),
    });
  return finding('WARNING', 'PLATFORM_RULES', {
    ...given,
    message: `The platform's rules decide about new alerts. The one for "${name}" was raised before, or was silenced, and is not published.`,
    remedy: byMutation(
      'rerouteBitdefenderAlerts',
      'Publish open alerts on which nobody has acted; previewBitdefenderAlertRerouting shows which.',
    ),
  });
}

function undelivered(threat: ThreatFacts, action: NonNullable<ThreatFacts['action']>): Finding {
  const { id: threatId, companyId, name } = threat;
  const evidence = { threat: name, rule: action.ruleName, attempts: action.attempts, lastError: action.lastError };
  if (action.state === 'DEAD' && action.kind === 'PUBLISH')
    return finding('PROBLEM', 'DELIVERY_FAILED', {
      ...{ threatId, companyId, evidence },
      message: `OpsMerge core did not accept the alert for "${name}" in ${action.attempts} attempts, and it is no longer retried automatically.`,
      remedy: byMutation('retryBitdefenderAlertDeliveries', 'Correct the cause, then retry it.'),
    });
  if (action.state === 'DEAD')
    return finding('PROBLEM', 'DELIVERY_FAILED', {
      ...{ threatId, companyId, evidence },
      message: `OpsMerge core did not accept the ticket for "${name}" in ${action.attempts} attempts, and it is no longer retried automatically.`,
      remedy: byMutation(
        'saveBitdefenderAlertRule',
        'Correct the part of the rule that core rejects, and create this ticket manually.',
      ),
    });
  return finding('WARNING', 'DELIVERY_PENDING', {
    ...{ threatId, companyId, evidence },
    message: `The ${action.kind === 'PUBLISH' ? 'alert' : 'ticket'} for "${name}" is not yet accepted by OpsMerge core.`,
    remedy: nothingToChange('No action needed. Delivery is retried for several hours.'),
  });
}

/** The finding for a threat for which no rule created a ticket: the first rule that could have explains why. */
function noTicketRule(
  threat: ThreatFacts,
  rules: TicketRuleFacts[],
  evaluated: { ruleId: string; ruleName: string; why: string }[],
  message: string,
): Finding {
  const { id: threatId, companyId, name, severity } = threat;
  const given = { threatId, companyId };
  const outside = ({ minimumSeverity, maximumSeverity }: TicketRuleFacts) =>
    (minimumSeverity !== null && compareSeverity(severity, minimumSeverity) < 0) ||
    (maximumSeverity !== null && compareSeverity(severity, maximumSeverity) > 0);
  const evidenceOf = (rule: TicketRuleFacts) => ({
    threat: name,
    severity,
    rule: rule.name,
    ruleId: rule.id,
    why: evaluated.find(({ ruleId }) => ruleId === rule.id)?.why ?? null,
  });
  const inRange = rules.filter((rule) => !outside(rule));
  const narrow = inRange.find(({ enabled }) => enabled);
  if (narrow !== undefined)
    return finding('WARNING', 'TICKET_RULE_NARROW', {
      ...given,
      message: `"${name}" has no ticket. ${message}`,
      evidence: evidenceOf(narrow),
      remedy: byMutation('saveBitdefenderAlertRule', 'Widen the scope or the conditions of the rule, or move it up.'),
    });
  const [disabled] = inRange;
  if (disabled !== undefined)
    return finding('WARNING', 'TICKET_RULE_DISABLED', {
      ...given,
      message: `"${name}" has no ticket: the rule "${disabled.name}" is disabled.`,
      evidence: evidenceOf(disabled),
      remedy: byMutation('setBitdefenderAlertRuleEnabled', 'Enable the rule.'),
    });
  const [outsideRange] = rules;
  if (outsideRange !== undefined)
    return finding('INFORMATION', 'TICKET_RULE_SEVERITY', {
      ...given,
      message: `"${name}" has severity ${severity}, which is outside the range of the rule "${outsideRange.name}".`,
      evidence: {
        ...evidenceOf(outsideRange),
        minimumSeverity: outsideRange.minimumSeverity,
        maximumSeverity: outsideRange.maximumSeverity,
      },
      remedy: byMutation(
        'saveBitdefenderAlertRule',
        'Extend the severity range of the rule if such threats need a ticket.',
      ),
    });
  return finding('WARNING', 'NO_TICKET_RULE', {
    ...given,
    message: `"${name}" has no ticket: no rule creates tickets.`,
    evidence: { threat: name, severity },
    remedy: byMutation('saveBitdefenderAlertRule', 'Create a rule that creates tickets.'),
  });
}
