import { type Routing, type RoutingRecord } from '../../domain/alert-rule.js';

export const routingOutcomes = [
  'TICKET',
  'NO_TICKET_WANTED',
  'NO_RULE_MATCHED',
  'SUPPRESSED_BY_RULE',
  'MUTED',
  'HISTORY',
  'NOT_ASKED',
] as const;
export type RoutingOutcome = (typeof routingOutcomes)[number];

/** Why an alert has a ticket, or none. */
export interface RoutingExplanation {
  outcome: RoutingOutcome;
  /** A sentence or several for the person who asks. */
  message: string;
  at: Date | null;
  /** What each rule that was asked said. */
  rules: Routing['trace'];
  /** The enabled rules behind the one that ended the asking. */
  unasked: Routing['unasked'];
}

/** The record of a routing, to be stored with its alert. */
export function recordOf({ suppressed, trace, unasked }: Routing, now: Date): RoutingRecord {
  return { at: now.toISOString(), suppressed, trace, unasked };
}

/** Tells from the stored record, and not from the rules as they are now, why an alert has or has no ticket. */
export function explainRouting(record: RoutingRecord | null): RoutingExplanation {
  if (record === null)
    return {
      outcome: 'NOT_ASKED',
      message: 'The rules have not been asked about it.',
      at: null,
      rules: [],
      unasked: [],
    };
  const { suppressed, trace, unasked } = record;
  const told = (outcome: RoutingOutcome, message: string) => ({
    outcome,
    message,
    at: new Date(record.at),
    rules: trace,
    unasked,
  });
  if (suppressed !== null) return told(suppressedOutcome[suppressed.by], suppressedMessage(suppressed, trace));
  const matched = trace.filter((rule) => rule.matched);
  const creator = matched.find(({ wants }) => wants.includes('CREATE_TICKET'));
  if (creator !== undefined) return told('TICKET', `The rule "${creator.ruleName}" asks for a ticket.`);
  const ticketRules = trace.filter(({ wants }) => wants.includes('CREATE_TICKET'));
  const sentences = ticketRules.map(({ ruleName, why }) => `The rule "${ruleName}" did not match: ${why}`);
  const last = matched.find(({ stopped }) => stopped);
  for (const { ruleName } of unasked.filter(({ wants }) => wants.includes('CREATE_TICKET')))
    sentences.push(`The rule "${ruleName}" was not asked: "${last?.ruleName}" ended the asking.`);
  if (sentences.length === 0) sentences.push('There is no rule that creates tickets.');
  return matched.length > 0
    ? told('NO_TICKET_WANTED', [`What matched asks for no ticket: ${quoted(matched)}.`, ...sentences].join(' '))
    : told('NO_RULE_MATCHED', ['No rule matched.', ...sentences].join(' '));
}

const suppressedOutcome = { HISTORY: 'HISTORY', MUTE: 'MUTED', RULE: 'SUPPRESSED_BY_RULE' } as const;

function suppressedMessage(suppressed: NonNullable<Routing['suppressed']>, trace: Routing['trace']): string {
  const rule = trace.find(({ ruleId }) => ruleId === suppressed.id);
  return rule === undefined ? suppressed.reason : `The rule "${rule.ruleName}" suppressed it: ${suppressed.reason}`;
}

const quoted = (rules: Routing['trace']) => rules.map(({ ruleName }) => `"${ruleName}"`).join(', ');
