import { explainRouting } from '../alert/rule/explain-routing.js';
import { type RoutingRecord } from '../domain/alert-rule.js';
import { compareSeverity, type Severity } from '../domain/severity.js';
import type { Finding } from './diagnostics.type.js';
import { byItself, byMutation, finding, inGravityZone } from './finding.js';

/** A threat and what was done about it. */
export interface ThreatFacts {
  id: string;
  name: string;
  severity: Severity;
  clientId: string | null;
  companyId: string;
  detectedAt: Date;
  ticketId: string | null;
  routing: RoutingRecord | null;
  /** What is known of the details of its incident where they were not read; null where they were, or there is none. */
  details: { failures: number; problem: string | null; dueAt: string | null } | null;
  /** The action that makes its ticket, if one was asked for. */
  action: { state: string; attempts: number; lastError: string | null; ruleName: string } | null;
}

/** A rule that makes tickets, as it is now. */
export interface TicketRuleFacts {
  id: string;
  name: string;
  enabled: boolean;
  minimumSeverity: Severity | null;
  maximumSeverity: Severity | null;
}

/** Why the file and the process of a threat are not known; nothing when its details were read. */
export function diagnoseDetails({ id: threatId, companyId, name, details }: ThreatFacts): Finding[] {
  if (details === null) return [];
  const { failures, problem, dueAt } = details;
  return [
    finding(failures > 0 ? 'WARNING' : 'INFORMATION', 'STREAM_FAILS', {
      ...{ threatId, companyId },
      message:
        problem === null
          ? `The details of "${name}" are not read yet.`
          : `The details of "${name}" could not be read: ${problem}`,
      evidence: { threat: name, attempts: failures, nextAttemptAt: dueAt },
      remedy:
        dueAt === null
          ? inGravityZone('Incidents', 'Look at the incident in Control Center: it is not asked for again.')
          : byItself('Nothing to do: a later sync asks for them again, more and more rarely.'),
    }),
  ];
}

/** Why a threat has no ticket; nothing when it has one. */
export function diagnoseThreat(threat: ThreatFacts, rules: TicketRuleFacts[]): Finding[] {
  if (threat.ticketId !== null) return [];
  const { id: threatId, companyId, name, severity, action } = threat;
  const given = { threatId, companyId };
  const facts = { threat: name, severity, detectedAt: threat.detectedAt };
  if (threat.clientId === null)
    return [
      finding('PROBLEM', 'THREAT_NOT_MAPPED', {
        ...given,
        message: `The company of "${name}" is mapped to no client: there is nobody to alert.`,
        evidence: facts,
        remedy: byMutation('mapBitdefenderCompanies', 'Map the company to its client.'),
      }),
    ];
  if (action !== null) return [undelivered(threat, action)];

  const { outcome, message, rules: asked } = explainRouting(threat.routing);
  const suppressedBy = threat.routing?.suppressed?.reason ?? null;
  switch (outcome) {
    case 'HISTORY':
      return [
        finding('INFORMATION', 'THREAT_HISTORY', {
          ...given,
          message: `"${name}" is from before its company was mapped: history makes no tickets.`,
          evidence: facts,
          remedy: byItself('Nothing to do: it makes a ticket when it comes back.'),
        }),
      ];
    case 'MUTED':
      return [
        finding('INFORMATION', 'THREAT_MUTED', {
          ...given,
          message: `A mute silenced "${name}". ${message}`,
          evidence: { ...facts, mute: suppressedBy, muteId: threat.routing?.suppressed?.id ?? null },
          remedy: byMutation(
            'endBitdefenderAlertMute',
            'It ends by itself at its time; end it sooner if it is no longer wanted.',
          ),
        }),
      ];
    case 'SUPPRESSED_BY_RULE':
      return [
        finding('INFORMATION', 'THREAT_SUPPRESSED', {
          ...given,
          message,
          evidence: { ...facts, reason: suppressedBy },
          remedy: byMutation('saveBitdefenderAlertRule', 'Narrow the rule that suppresses, or switch it off.'),
        }),
      ];
    default:
      return [notAsked(threat, rules, asked, message)];
  }
}

function undelivered(threat: ThreatFacts, action: NonNullable<ThreatFacts['action']>): Finding {
  const { id: threatId, companyId, name } = threat;
  const evidence = { threat: name, rule: action.ruleName, attempts: action.attempts, lastError: action.lastError };
  if (action.state === 'DEAD')
    return finding('PROBLEM', 'DELIVERY_FAILED', {
      ...{ threatId, companyId, evidence },
      message: `The ticket for "${name}" was given up after ${action.attempts} tries: OpsMerge core would not take it.`,
      remedy: byMutation(
        'saveBitdefenderAlertRule',
        'Put right what core refuses in the rule, and write this ticket by hand.',
      ),
    });
  return finding('WARNING', 'DELIVERY_PENDING', {
    ...{ threatId, companyId, evidence },
    message: `The ticket for "${name}" is on its way to OpsMerge core.`,
    remedy: byItself('Nothing to do: it is tried again, for hours if need be.'),
  });
}

/** No rule made a ticket: the first one that could have says why. */
function notAsked(
  threat: ThreatFacts,
  rules: TicketRuleFacts[],
  asked: { ruleId: string; ruleName: string; why: string }[],
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
    why: asked.find(({ ruleId }) => ruleId === rule.id)?.why ?? null,
  });
  const fitting = rules.filter((rule) => !outside(rule));
  const narrow = fitting.find(({ enabled }) => enabled);
  if (narrow !== undefined)
    return finding('WARNING', 'TICKET_RULE_NARROW', {
      ...given,
      message: `"${name}" has no ticket. ${message}`,
      evidence: evidenceOf(narrow),
      remedy: byMutation('saveBitdefenderAlertRule', 'Widen the scope or the conditions of the rule, or its place.'),
    });
  const [disabled] = fitting;
  if (disabled !== undefined)
    return finding('WARNING', 'TICKET_RULE_DISABLED', {
      ...given,
      message: `"${name}" has no ticket: the rule "${disabled.name}" is switched off.`,
      evidence: evidenceOf(disabled),
      remedy: byMutation('setBitdefenderAlertRuleEnabled', 'Switch the rule on.'),
    });
  const [lower] = rules;
  if (lower !== undefined)
    return finding('INFORMATION', 'TICKET_RULE_SEVERITY', {
      ...given,
      message: `"${name}" is ${severity}, which is outside what the rule "${lower.name}" asks for.`,
      evidence: {
        ...evidenceOf(lower),
        minimumSeverity: lower.minimumSeverity,
        maximumSeverity: lower.maximumSeverity,
      },
      remedy: byMutation(
        'saveBitdefenderAlertRule',
        'Lower the severity the rule asks for, if such threats want a ticket.',
      ),
    });
  return finding('WARNING', 'NO_TICKET_RULE', {
    ...given,
    message: `"${name}" has no ticket: there is no rule that makes tickets.`,
    evidence: { threat: name, severity },
    remedy: byMutation('saveBitdefenderAlertRule', 'Create a rule that makes tickets.'),
  });
}
