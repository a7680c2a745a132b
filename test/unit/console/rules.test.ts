import { describe, expect, it } from 'vitest';
import {
  emptyAction,
  emptyForm,
  formOf,
  inputOf,
  movedIds,
  type Rule,
  type RuleForm,
  trialInputOf,
} from '../../../demo/console/screens/rules/rule-form.js';
import { scopeFor, siteChoicesOf } from '../../../demo/console/screens/rules/rule-sites.js';
import {
  actionWords,
  conditionWords,
  dayWords,
  type RuleNames,
  scopeWords,
} from '../../../demo/console/screens/rules/rule-words.js';
import { texts } from '../../../demo/console/texts/index.js';

const t = texts.t;
const stored: Rule = {
  id: 'r-1',
  name: 'Servers at night',
  enabled: true,
  position: 1,
  next: 'CONTINUE',
  version: 'v-1',
  scope: { kind: 'ONLY', clientIds: ['c-1'], siteIds: null },
  clients: [{ id: 'c-1', name: 'Acme' }],
  companies: [],
  sites: [],
  conditions: {
    kinds: null,
    minimumSeverity: 'MEDIUM',
    maximumSeverity: null,
    families: ['RANSOMWARE'],
    actions: null,
    stillActive: true,
    statuses: null,
    hostnamePattern: 'SRV-*',
    machineKinds: ['SERVER'],
    companyIds: null,
    causes: null,
    hours: { days: [1, 2, 3, 4, 5], from: '18:00', to: '08:00' },
  },
  actions: [
    {
      kind: 'CREATE_TICKET',
      priority: 'CRITICAL',
      team: 'security',
      assigneeId: null,
      dueInMinutes: 30,
      channel: null,
      onCall: null,
      webhookId: null,
      reason: null,
    },
  ],
};

const none = new Map<string, string>();
const names: RuleNames = {
  clients: new Map([
    ['c-1', 'Acme'],
    ['c-2', 'Brown'],
  ]),
  companies: none,
  sites: new Map([['s-1', 'North']]),
  users: new Map([['u-1', 'Kim']]),
  teams: new Map([['security', 'Security']]),
  channels: none,
  onCalls: none,
  webhooks: none,
};
const form = (part: Partial<RuleForm>): RuleForm => ({ ...emptyForm(), minimumSeverity: '', ...part });

describe('a rule in the editor', () => {
  it('is stored as it was read where nothing is changed', () => {
    expect(inputOf(formOf(stored), stored)).toEqual({
      ruleId: 'r-1',
      version: 'v-1',
      name: 'Servers at night',
      enabled: true,
      scope: { kind: 'ONLY', clientIds: ['c-1'] },
      conditions: {
        minimumSeverity: 'MEDIUM',
        families: ['RANSOMWARE'],
        stillActive: true,
        hostnamePattern: 'SRV-*',
        machineKinds: ['SERVER'],
        hours: { days: [1, 2, 3, 4, 5], from: '18:00', to: '08:00' },
      },
      actions: [{ kind: 'CREATE_TICKET', priority: 'CRITICAL', team: 'security', dueInMinutes: 30 }],
      next: 'CONTINUE',
    });
  });

  it('keeps a condition that asks for what is no longer active', () => {
    const rule = { ...stored, conditions: { ...stored.conditions, stillActive: false } };
    expect(inputOf(formOf(rule)).conditions.stillActive).toBe(false);
  });

  it('leaves out what is empty, and the inputs of other kinds of actions', () => {
    const filled = { ...emptyAction('PAGE'), onCall: 'night', team: 'left over', reason: 'left over' };
    const input = inputOf(form({ name: ' Page ', hostnamePattern: ' ', actions: [filled] }));
    expect(input).toEqual({
      name: 'Page',
      enabled: false,
      scope: { kind: 'ALL', clientIds: [] },
      conditions: {},
      actions: [{ kind: 'PAGE', onCall: 'night' }],
      next: 'STOP',
    });
  });

  it('names no clients where it is for all', () => {
    const scope = { kind: 'ALL' as const, clientIds: ['c-1'], siteIds: [] };
    expect(inputOf(form({ scope })).scope.clientIds).toEqual([]);
  });

  it('names causes only where it is about degraded protection alone', () => {
    const conditions = (kinds: RuleForm['kinds']) => inputOf(form({ kinds, causes: ['ISOLATED'] })).conditions;
    expect(conditions(['DEGRADATION'])).toEqual({ kinds: ['DEGRADATION'], causes: ['ISOLATED'] });
    expect(conditions(['THREAT', 'DEGRADATION'])).toEqual({ kinds: ['THREAT', 'DEGRADATION'] });
    expect(conditions([])).toEqual({});
  });

  it('names sites only where it is for named clients, and keeps those it was read with', () => {
    const clientIds = ['c-1'];
    const siteIds = ['s-1'];
    const scope = (kind: RuleForm['scope']['kind']) => inputOf(form({ scope: { kind, clientIds, siteIds } })).scope;
    expect(scope('ONLY')).toEqual({ kind: 'ONLY', clientIds, siteIds });
    expect(scope('ALL_BUT')).toEqual({ kind: 'ALL_BUT', clientIds });
    expect(scope('ALL')).toEqual({ kind: 'ALL', clientIds: [] });
    const read = { ...stored, scope: { kind: 'ONLY' as const, clientIds, siteIds } };
    expect(inputOf(formOf(read)).scope).toEqual(read.scope);
  });

  it('is tried as if it were on, without a version, also before it has a name', () => {
    const input = trialInputOf({ ...formOf(stored), enabled: false, name: '' }, stored);
    expect(input).toMatchObject({ ruleId: 'r-1', enabled: true });
    expect(input).not.toHaveProperty('version');
    expect(input.name).not.toBe('');
  });
});

describe('the sites of a rule', () => {
  const site = (id: string, name: string, agents: number) => ({ id, name, agents });
  const clients = [
    { id: 'c-1', name: 'Acme', bitdefender: { sites: [site('s-1', 'North', 2), site('s-2', 'South', 1)] } },
    { id: 'c-2', name: 'Brown', bitdefender: { sites: [site('s-3', 'Shop', 4)] } },
    { id: 'c-3', name: 'Without companies', bitdefender: null },
  ];

  it('are offered of the clients that are named, with the client where there are several', () => {
    const labels = (clientIds: string[], siteIds: string[] = []) =>
      siteChoicesOf(clients, { clientIds, siteIds }).map(({ label }) => label);
    expect(labels(['c-1'])).toEqual(['North (2)', 'South (1)']);
    expect(labels(['c-1', 'c-2'])).toEqual(['Acme: North (2)', 'Acme: South (1)', 'Brown: Shop (4)']);
    expect(labels(['c-3'])).toEqual([]);
    expect(labels(['c-1'], ['s-2', 's-9'])).toEqual(['North (2)', 'South (1)', 's-9']);
  });

  it('go with their client, and stay where it is not known whose they are', () => {
    const scope = { kind: 'ONLY' as const, clientIds: ['c-1', 'c-2'], siteIds: ['s-1', 's-3', 's-9'] };
    expect(scopeFor(scope, ['c-2'], clients)).toEqual({ kind: 'ONLY', clientIds: ['c-2'], siteIds: ['s-3', 's-9'] });
    expect(scopeFor(scope, ['c-1', 'c-2', 'c-3'], clients).siteIds).toEqual(scope.siteIds);
  });
});

describe('the order of rules', () => {
  it('changes by one place', () => {
    expect(movedIds(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(movedIds(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
  });

  it('does not change beyond its ends', () => {
    expect(movedIds(['a', 'b'], 'a', -1)).toBeNull();
    expect(movedIds(['a', 'b'], 'b', 1)).toBeNull();
    expect(movedIds(['a', 'b'], 'x', 1)).toBeNull();
  });
});

describe('a rule in words', () => {
  it('says what must hold', () => {
    expect(conditionWords(formOf(stored), names, t)).toEqual([
      'threats',
      'Medium and above',
      'Ransomware',
      'Unresolved',
      'may still be active',
      'host name like SRV-*',
      'servers',
      'Mon–Fri, 18:00–08:00',
    ]);
  });

  it('says what a rule without conditions asks: unresolved threats', () => {
    expect(conditionWords(form({}), names, t)).toEqual(['threats', 'Unresolved']);
    expect(conditionWords(form({ kinds: ['NOTICE'] }), names, t)).toEqual(['notices']);
  });

  it('says the causes of degraded protection', () => {
    const words = (kinds: RuleForm['kinds'], causes: RuleForm['causes']) =>
      conditionWords(form({ kinds, causes }), names, t);
    expect(words(['DEGRADATION'], ['ISOLATED', 'MODULE_OFF'])).toEqual([
      'degraded protection',
      `${t('alerts.cause.ISOLATED')} or ${t('alerts.cause.MODULE_OFF')}`,
    ]);
    expect(words(['DEGRADATION'], [])).toEqual(['degraded protection']);
  });

  it('says a range of severities', () => {
    const severity = (minimumSeverity: RuleForm['minimumSeverity'], maximumSeverity: RuleForm['maximumSeverity']) =>
      conditionWords(form({ kinds: ['OUTBREAK'], minimumSeverity, maximumSeverity }), names, t)[1];
    expect(severity('LOW', 'MEDIUM')).toBe('Low to Medium');
    expect(severity('HIGH', 'HIGH')).toBe('High');
    expect(severity('', 'LOW')).toBe('Low and below');
  });

  it('says whom it is for, the first few by name', () => {
    const scope = (kind: RuleForm['scope']['kind'], clientIds: string[], siteIds: string[] = []) =>
      scopeWords(form({ scope: { kind, clientIds, siteIds } }), names, t);
    expect(scope('ALL', [])).toBe('all clients');
    expect(scope('ONLY', ['c-1', 'c-2'])).toBe('only Acme and Brown');
    expect(scope('ONLY', ['c-1'], ['s-1', 's-9'])).toBe('only Acme, at North and s-9');
    expect(scope('ALL_BUT', ['c-1', 'c-2', 'x', 'y', 'z'])).toBe('all clients but Acme, Brown, x, and 2 more');
  });

  it('says what it does', () => {
    const actions = [
      { ...emptyAction('CREATE_TICKET'), team: 'security', assigneeId: 'u-1', dueInMinutes: 30 },
      { ...emptyAction('SUPPRESS'), reason: 'a test' },
    ];
    expect(actionWords({ actions }, names, t)).toEqual([
      'ticket for Security with priority High, assigned to Kim, due in 30 minutes',
      'suppress the alert: a test',
    ]);
  });

  it('writes days in a row as a range', () => {
    expect(dayWords([7, 1, 2, 3], t)).toBe('Mon–Wed, Sun');
    expect(dayWords([6, 7], t)).toBe('Sat, Sun');
  });
});
