import type { TFunction } from 'i18next';
import { formatWeekday, language } from '../../parts/format.ts';
import { isAboutDegradation, type RuleForm } from './rule-form.ts';

/** The names of what a rule refers to by id; an id that is not known stands for itself. */
export interface RuleNames {
  clients: ReadonlyMap<string, string>;
  companies: ReadonlyMap<string, string>;
  sites: ReadonlyMap<string, string>;
  users: ReadonlyMap<string, string>;
  teams: ReadonlyMap<string, string>;
  channels: ReadonlyMap<string, string>;
  onCalls: ReadonlyMap<string, string>;
  webhooks: ReadonlyMap<string, string>;
}

const named = (names: ReadonlyMap<string, string>, id: string) => names.get(id) ?? id;
const and = new Intl.ListFormat(language, { type: 'conjunction' });
const or = new Intl.ListFormat(language, { type: 'disjunction' });
const atMost = 3;

/** The first few, and how many more. */
function some(names: readonly string[], list: Intl.ListFormat, t: TFunction): string {
  if (names.length <= atMost + 1) return list.format(names);
  return list.format([...names.slice(0, atMost), t('rules.words.more', { count: names.length - atMost })]);
}

/** Whom a rule is for. */
export function scopeWords({ scope }: Pick<RuleForm, 'scope'>, names: RuleNames, t: TFunction): string {
  if (scope.kind === 'ALL') return t('rules.words.all');
  const clients = some(
    scope.clientIds.map((id) => named(names.clients, id)),
    and,
    t,
  );
  if (scope.kind === 'ALL_BUT') return t('rules.words.allBut', { clients });
  if (scope.siteIds.length === 0) return t('rules.words.only', { clients });
  const sites = some(
    scope.siteIds.map((id) => named(names.sites, id)),
    and,
    t,
  );
  return t('rules.words.onlyAt', { clients, sites });
}

function severityWords({ minimumSeverity: from, maximumSeverity: to }: RuleForm, t: TFunction): string | null {
  if (from && to) {
    if (from === to) return t(`severity.${from}`);
    return t('rules.words.between', { from: t(`severity.${from}`), to: t(`severity.${to}`) });
  }
  if (from) return t('rules.words.atLeast', { severity: t(`severity.${from}`) });
  return to ? t('rules.words.atMost', { severity: t(`severity.${to}`) }) : null;
}

/** The days of a week, those in a row as a range. */
export function dayWords(days: readonly number[], t: TFunction): string {
  const sorted = days.toSorted((a, b) => a - b);
  const runs: number[][] = [];
  for (const day of sorted) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .flatMap((run) =>
      run.length > 2
        ? [t('rules.words.days', { from: formatWeekday(run[0] ?? 1), to: formatWeekday(run.at(-1) ?? 1) })]
        : run.map(formatWeekday),
    )
    .join(', ');
}

/** What must hold of an alert, each condition as a few words. */
export function conditionWords(form: RuleForm, names: RuleNames, t: TFunction): string[] {
  const { kinds, families, takenActions, stillActive, statuses, hostnamePattern, machineKinds, companyIds, hours } =
    form;
  const kindNames = (kinds.length > 0 ? kinds : (['THREAT'] as const)).map((kind) => t(`rules.kind.${kind}`));
  const isAboutThreats = kinds.length === 0 || kinds.includes('THREAT');
  return [
    and.format(kindNames),
    severityWords(form, t),
    families.length > 0 &&
      or.format(families.map((family) => t(`rules.family.${family}` as 'rules.family.RANSOMWARE'))),
    isAboutThreats &&
      or.format(
        (statuses.length > 0 ? statuses : (['UNRESOLVED'] as const)).map((each) => t(`threats.status.${each}`)),
      ),
    takenActions.length > 0 &&
      t('rules.words.taken', { actions: or.format(takenActions.map((action) => t(`threats.action.${action}`))) }),
    stillActive && t(stillActive === 'yes' ? 'rules.words.active' : 'rules.words.inactive'),
    hostnamePattern && t('rules.words.host', { pattern: hostnamePattern }),
    machineKinds.length > 0 && or.format(machineKinds.map((kind) => t(`rules.machine.${kind}`))),
    companyIds.length > 0 &&
      t('rules.words.companies', {
        companies: some(
          companyIds.map((id) => named(names.companies, id)),
          or,
          t,
        ),
      }),
    isAboutDegradation(form) &&
      form.causes.length > 0 &&
      or.format(form.causes.map((cause) => t(`alerts.cause.${cause}`))),
    hours && t('rules.words.hours', { days: dayWords(hours.days, t), from: hours.from, to: hours.to }),
  ].filter((words) => typeof words === 'string' && words !== '') as string[];
}

/** What a rule does, each action as a few words. */
export function actionWords({ actions }: Pick<RuleForm, 'actions'>, names: RuleNames, t: TFunction): string[] {
  return actions.map((action) => {
    switch (action.kind) {
      case 'CREATE_TICKET':
        return [
          t('rules.words.ticket', {
            priority: t(`severity.${action.priority}`),
            team: named(names.teams, action.team) || '…',
          }),
          action.assigneeId && t('rules.words.assignee', { who: named(names.users, action.assigneeId) }),
          action.dueInMinutes !== '' && t('rules.words.due', { count: action.dueInMinutes }),
        ]
          .filter(Boolean)
          .join(', ');
      case 'NOTIFY':
        return t('rules.words.notify', { channel: named(names.channels, action.channel) || '…' });
      case 'PAGE':
        return t('rules.words.page', { onCall: named(names.onCalls, action.onCall) || '…' });
      case 'WEBHOOK':
        return t('rules.words.webhook', { webhook: named(names.webhooks, action.webhookId) || '…' });
      default:
        return action.reason ? t('rules.words.suppressFor', { reason: action.reason }) : t('rules.words.suppress');
    }
  });
}
