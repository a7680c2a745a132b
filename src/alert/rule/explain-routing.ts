import type { RoutingRecord } from '../../domain/alert-rule.js';
import { waitingText } from '../hold/hold-text.js';
import type { AlertRule, Routing } from './alert-rule.js';

export const routingOutcomes = [
  'TICKET',
  'NO_TICKET_WANTED',
  'NO_RULE_MATCHED',
  'SUPPRESSED_BY_RULE',
  'MUTED',
  'HISTORY',
  'PLATFORM_RULES',
  'HELD',
  'NOT_ASKED',
] as const;
export type RoutingOutcome = (typeof routingOutcomes)[number];

/** Why an alert has a ticket, or none. */
export interface RoutingExplanation {
  outcome: RoutingOutcome;
  /** One or several sentences for the user. */
  message: string;
  at: Date | null;
  /** One for each rule that was evaluated. */
  rules: Routing['trace'];
  /** The enabled rules after the one that stopped the evaluation. */
  unasked: Routing['unasked'];
}

/** The record of a routing, to be stored with its alert. */
export function recordOf({ suppressed, platform, trace, unasked }: Routing, now: Date): RoutingRecord {
  return { at: now.toISOString(), suppressed, ...(platform && { platform }), trace, unasked };
}

/** What a maintenance window holds of an alert: everything, or the actions of one rule. */
export interface Waiting {
  until: Date;
  windowName: string;
  isPartial: boolean;
}

/** Why an alert has a ticket or none, by its stored record and not by the rules as they are now, and by what is held of it. */
export function explainRouting(record: RoutingRecord | null, waiting: Waiting | null = null): RoutingExplanation {
  if (waiting === null) return explainRecord(record);
  const { until, windowName, isPartial } = waiting;
  const held = waitingText(until, windowName, isPartial);
  if (!isPartial) return { outcome: 'HELD', message: held, at: null, rules: [], unasked: [] };
  const { message, ...explained } = explainRecord(record);
  return { ...explained, message: `${message} ${held}` };
}

function explainRecord(record: RoutingRecord | null): RoutingExplanation {
  if (record === null)
    return {
      outcome: 'NOT_ASKED',
      message: 'The rules have not been evaluated for it.',
      at: null,
      rules: [],
      unasked: [],
    };
  const { suppressed, platform, trace, unasked } = record;
  const explain = (outcome: RoutingOutcome, message: string) => ({
    outcome,
    message,
    at: new Date(record.at),
    rules: trace,
    unasked,
  });
  if (suppressed !== null) return explain(suppressedOutcome[suppressed.by], suppressedMessage(suppressed, trace));
  if (platform !== undefined) return explain('PLATFORM_RULES', platformMessages[platform]);
  const matched = trace.filter((rule) => rule.matched);
  const creator = matched.find(({ wants }) => wants.includes('CREATE_TICKET'));
  if (creator !== undefined) return explain('TICKET', `The rule "${creator.ruleName}" requests a ticket.`);
  const ticketRules = trace.filter(({ wants }) => wants.includes('CREATE_TICKET'));
  const sentences = ticketRules.map(({ ruleName, why }) => `The rule "${ruleName}" did not match: ${why}`);
  const last = matched.find(({ stopped }) => stopped);
  for (const { ruleName } of unasked.filter(({ wants }) => wants.includes('CREATE_TICKET')))
    sentences.push(`The rule "${ruleName}" was not evaluated: "${last?.ruleName}" stopped the evaluation.`);
  if (sentences.length === 0) sentences.push('There is no rule that creates tickets.');
  for (const { ruleName, unknown = [] } of matched)
    sentences.push(...unknownSentence({ name: ruleName, unknownKinds: unknown }));
  return matched.length > 0
    ? explain(
        'NO_TICKET_WANTED',
        [`No rule that matched requests a ticket: ${quoted(matched)}.`, ...sentences].join(' '),
      )
    : explain('NO_RULE_MATCHED', ['No rule matched.', ...sentences].join(' '));
}

const platformMessages = {
  PUBLISHED:
    "The platform's rules decide: the alert is published to OpsMerge, by itself or with its outbreak. See Settings -> RMM -> Alert rules there.",
  CLOSED: "The platform's rules decide, and the threat was already closed when it came in: the alert is not published.",
} as const;

const suppressedOutcome = { HISTORY: 'HISTORY', MUTE: 'MUTED', RULE: 'SUPPRESSED_BY_RULE' } as const;

function suppressedMessage(suppressed: NonNullable<Routing['suppressed']>, trace: Routing['trace']): string {
  const rule = trace.find(({ ruleId }) => ruleId === suppressed.id);
  return rule === undefined ? suppressed.reason : `The rule "${rule.ruleName}" suppressed it: ${suppressed.reason}`;
}

const quoted = (rules: Routing['trace']) => rules.map(({ ruleName }) => `"${ruleName}"`).join(', ');

/** Says which actions of a rule this release does not know, in one sentence or none. */
export const unknownSentence = ({ name, unknownKinds = [] }: Pick<AlertRule, 'name' | 'unknownKinds'>): string[] =>
  unknownKinds.length === 0
    ? []
    : [`This release does not know ${unknownKinds.join(', ')} in the rule "${name}": nothing is done for it.`];
