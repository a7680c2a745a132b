import { compareSeverity, threatFamilies } from '../../domain/severity.js';
import { problemsOf, rulePart } from '../action/action-kinds.js';
import { type AlertRule } from './alert-rule.js';

/** What is wrong with a rule: the path of the field within the rule, and what to do about it. */
export interface RuleProblem {
  field: string[];
  message: string;
}

/** What is wrong with a rule by itself; empty when nothing is. */
export function validateRule(input: Omit<AlertRule, 'id' | 'position'>): RuleProblem[] {
  const { scope, conditions } = input;
  const { minimumSeverity, maximumSeverity, hostnamePattern, hours } = conditions;
  const problems: RuleProblem[] = [];
  const check = (holds: boolean, field: string[], message: string) => {
    if (!holds) problems.push({ field, message });
  };
  const name = input.name.trim();
  check(name.length >= 1 && name.length <= 200, ['name'], 'A name has 1 to 200 characters.');
  check(
    scope.kind === 'ALL' || scope.clientIds.length > 0,
    ['scope', 'clientIds'],
    scope.kind === 'ONLY' ? 'Name the clients it is for.' : 'Name the clients that are left out.',
  );
  if (scope.siteIds !== undefined) {
    check(
      scope.kind === 'ONLY',
      ['scope', 'siteIds'],
      'Sites narrow a rule for named clients: choose ONLY with the clients of these sites, or leave the sites out.',
    );
    check(
      scope.siteIds.length > 0,
      ['scope', 'siteIds'],
      'Name at least one site, or leave them out: of an empty list nothing matches.',
    );
    check(
      conditions.kinds?.every((kind) => kind === 'THREAT') ?? true,
      ['conditions', 'kinds'],
      'Only a threat is about one machine, which is at a site. Leave the other kinds to a rule for whole clients, or leave the sites out.',
    );
  }
  check(
    !minimumSeverity || !maximumSeverity || compareSeverity(minimumSeverity, maximumSeverity) <= 0,
    ['conditions', 'minimumSeverity'],
    'The minimum severity is above the maximum: nothing would match.',
  );
  check(
    hostnamePattern === undefined || hostnamePattern.length <= 255,
    ['conditions', 'hostnamePattern'],
    'A host name pattern has at most 255 characters.',
  );
  if (hours !== undefined) {
    check(
      hours.days.length > 0 && hours.days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7),
      ['conditions', 'hours', 'days'],
      'Give at least one day, from 1 (Monday) to 7 (Sunday).',
    );
    for (const end of ['from', 'to'] as const)
      check(
        /^([01]\d|2[0-3]):[0-5]\d$/.test(hours[end]),
        ['conditions', 'hours', end],
        'A time is HH:mm, from 00:00 to 23:59.',
      );
  }
  const { kinds, families, actions, statuses, machineKinds, companyIds, causes } = conditions;
  for (const [field, list] of Object.entries({ kinds, families, actions, statuses, machineKinds, companyIds, causes }))
    check(
      list === undefined || list.length > 0,
      ['conditions', field],
      'Name at least one, or leave it out: of an empty list nothing matches.',
    );
  const strangers = families?.filter((family) => !threatFamilies.some((known) => known === family)) ?? [];
  check(
    strangers.length === 0,
    ['conditions', 'families'],
    `There is no family ${strangers.join(', ')}: there are ${threatFamilies.join(', ')}.`,
  );
  check(
    !conditions.kinds?.includes('NOTICE') || !input.actions.some(({ kind }) => rulePart(kind).needsClient),
    ['conditions', 'kinds'],
    'A notice is about no client, so it cannot become a ticket: notify or page, in a rule of its own.',
  );
  check(
    causes === undefined || (kinds?.every((kind) => kind === 'DEGRADATION') ?? false),
    ['conditions', 'causes'],
    'Only alerts of degraded protection have a cause, and of other kinds nothing would match: name DEGRADATION alone as the kind, or leave the causes out.',
  );
  check(input.actions.length > 0, ['actions'], 'A rule needs at least one action.');
  for (const [index, action] of input.actions.entries())
    for (const { field, message } of problemsOf(action))
      problems.push({ field: ['actions', `${index}`, field], message });
  return problems;
}
