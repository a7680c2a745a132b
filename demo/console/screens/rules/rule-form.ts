import type {
  BitdefenderAlertKind,
  BitdefenderDegradation,
  BitdefenderMachineKind,
  BitdefenderRuleActionKind,
  BitdefenderRuleNext,
  BitdefenderRuleScopeKind,
  BitdefenderSeverity,
  BitdefenderThreatAction,
  BitdefenderThreatStatus,
  BitdefenderTicketPriority,
  RulesPageQuery,
  SaveBitdefenderAlertRuleInput,
} from '../../../../operations/documents.ts';

/** A rule as the page of rules has it. */
export type Rule = NonNullable<RulesPageQuery['bitdefenderAlertRules']>[number];

/** An action as the editor holds it: every input has a value, whatever the kind. */
export interface ActionForm {
  kind: BitdefenderRuleActionKind;
  priority: BitdefenderTicketPriority;
  team: string;
  assigneeId: string;
  dueInMinutes: number | '';
  channel: string;
  onCall: string;
  webhookId: string;
  reason: string;
}

/** A rule as the editor holds it. An empty input is no condition. */
export interface RuleForm {
  name: string;
  enabled: boolean;
  /** Sites count where the rule is for named clients only; none is the whole of these. */
  scope: { kind: BitdefenderRuleScopeKind; clientIds: string[]; siteIds: string[] };
  kinds: BitdefenderAlertKind[];
  minimumSeverity: BitdefenderSeverity | '';
  maximumSeverity: BitdefenderSeverity | '';
  families: string[];
  takenActions: BitdefenderThreatAction[];
  stillActive: 'yes' | 'no' | '';
  statuses: BitdefenderThreatStatus[];
  hostnamePattern: string;
  machineKinds: BitdefenderMachineKind[];
  companyIds: string[];
  /** They count where the rule is about degraded protection alone. */
  causes: BitdefenderDegradation[];
  hours: { days: number[]; from: string; to: string } | null;
  actions: ActionForm[];
  next: BitdefenderRuleNext;
}

export const workHours = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' } as const;

export const emptyAction = (kind: BitdefenderRuleActionKind): ActionForm => ({
  kind,
  priority: 'HIGH',
  team: '',
  assigneeId: '',
  dueInMinutes: '',
  channel: '',
  onCall: '',
  webhookId: '',
  reason: '',
});

/** What a new rule begins with: switched off, for all clients, high and above. */
export const emptyForm = (): RuleForm => ({
  name: '',
  enabled: false,
  scope: { kind: 'ALL', clientIds: [], siteIds: [] },
  kinds: [],
  minimumSeverity: 'HIGH',
  maximumSeverity: '',
  families: [],
  takenActions: [],
  stillActive: '',
  statuses: [],
  hostnamePattern: '',
  machineKinds: [],
  companyIds: [],
  causes: [],
  hours: null,
  actions: [emptyAction('CREATE_TICKET')],
  next: 'STOP',
});

/** Whether a rule is about degraded protection and nothing else: only then its causes can be named. */
export const isAboutDegradation = ({ kinds }: Pick<RuleForm, 'kinds'>) =>
  kinds.length === 1 && kinds[0] === 'DEGRADATION';

const listed = <Value>(values: readonly Value[] | null | undefined): Value[] => [...(values ?? [])];

/** A stored rule as the editor holds it. */
export function formOf(rule: Rule): RuleForm {
  const { conditions } = rule;
  const { stillActive, hours } = conditions;
  return {
    name: rule.name,
    enabled: rule.enabled,
    scope: {
      kind: rule.scope.kind,
      clientIds: listed(rule.scope.clientIds),
      siteIds: listed(rule.scope.siteIds),
    },
    kinds: listed(conditions.kinds),
    minimumSeverity: conditions.minimumSeverity ?? '',
    maximumSeverity: conditions.maximumSeverity ?? '',
    families: listed(conditions.families),
    takenActions: listed(conditions.actions),
    stillActive: stillActive === null || stillActive === undefined ? '' : stillActive ? 'yes' : 'no',
    statuses: listed(conditions.statuses),
    hostnamePattern: conditions.hostnamePattern ?? '',
    machineKinds: listed(conditions.machineKinds),
    companyIds: listed(conditions.companyIds),
    causes: listed(conditions.causes),
    hours: hours ? { days: [...hours.days], from: hours.from, to: hours.to } : null,
    actions: rule.actions.map(({ kind, ...given }) => ({ ...emptyAction(kind), ...present(given) })),
    next: rule.next,
  };
}

/** Those fields of an action that have a value. */
const present = (given: object): Partial<ActionForm> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));

type ActionInput = SaveBitdefenderAlertRuleInput['actions'][number];

/** What the graph takes of an action: the inputs of its kind, and of them those that are filled in. */
function actionInputOf(action: ActionForm): ActionInput {
  const { kind } = action;
  if (kind === 'CREATE_TICKET')
    return {
      kind,
      priority: action.priority,
      ...(action.team && { team: action.team }),
      ...(action.assigneeId && { assigneeId: action.assigneeId }),
      ...(action.dueInMinutes !== '' && { dueInMinutes: action.dueInMinutes }),
    };
  if (kind === 'NOTIFY') return { kind, ...(action.channel && { channel: action.channel }) };
  if (kind === 'PAGE') return { kind, ...(action.onCall && { onCall: action.onCall }) };
  if (kind === 'WEBHOOK') return { kind, ...(action.webhookId && { webhookId: action.webhookId }) };
  return { kind, ...(action.reason && { reason: action.reason }) };
}

const scopeInputOf = ({ kind, clientIds, siteIds }: RuleForm['scope']) => ({
  kind,
  clientIds: kind === 'ALL' ? [] : clientIds,
  ...(kind === 'ONLY' && siteIds.length > 0 && { siteIds }),
});

/** What the graph takes for what the editor holds. `rule` is the stored one that it replaces. */
export function inputOf(form: RuleForm, rule?: { id: string; version: string }): SaveBitdefenderAlertRuleInput {
  const { kinds, families, takenActions, statuses, machineKinds, companyIds } = form;
  const pattern = form.hostnamePattern.trim();
  return {
    ...(rule && { ruleId: rule.id, version: rule.version }),
    name: form.name.trim(),
    enabled: form.enabled,
    scope: scopeInputOf(form.scope),
    conditions: {
      ...(kinds.length > 0 && { kinds }),
      ...(form.minimumSeverity && { minimumSeverity: form.minimumSeverity }),
      ...(form.maximumSeverity && { maximumSeverity: form.maximumSeverity }),
      ...(families.length > 0 && { families }),
      ...(takenActions.length > 0 && { actions: takenActions }),
      ...(form.stillActive && { stillActive: form.stillActive === 'yes' }),
      ...(statuses.length > 0 && { statuses }),
      ...(pattern && { hostnamePattern: pattern }),
      ...(machineKinds.length > 0 && { machineKinds }),
      ...(companyIds.length > 0 && { companyIds }),
      ...(isAboutDegradation(form) && form.causes.length > 0 && { causes: form.causes }),
      ...(form.hours && { hours: form.hours }),
    },
    actions: form.actions.map(actionInputOf),
    next: form.next,
  };
}

/** What is tried instead of being stored: the same, switched on, and without the version, which a trial does not take. */
export function trialInputOf(form: RuleForm, rule?: { id: string; version: string }): SaveBitdefenderAlertRuleInput {
  const { version: _, ...input } = inputOf({ ...form, enabled: true }, rule);
  return { ...input, name: input.name || '–' };
}

/** The ids of the rules after one of them moved up or down by one place; null where it cannot. */
export function movedIds(ids: readonly string[], id: string, step: -1 | 1): string[] | null {
  const from = ids.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= ids.length) return null;
  const moved = ids.filter((each) => each !== id);
  moved.splice(to, 0, id);
  return moved;
}
