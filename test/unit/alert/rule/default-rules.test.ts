import { describe, expect, it } from 'vitest';
import type { AlertRule } from '../../../../src/alert/rule/alert-rule.js';
import { defaultRules } from '../../../../src/alert/rule/default-rules.js';
import { validateRule } from '../../../../src/alert/rule/validate-rule.js';
import type { AlertFacts } from '../../../../src/domain/alert-rule.js';
import { compareSeverity, severities } from '../../../../src/domain/severity.js';
import { notify, route } from '../../../support/alerts.js';

describe('the default rules', () => {
  it.each(severities)('%s', (severity) => {
    const rules = defaultRules().map((given, index) => ({ ...given, id: `${index}` }));
    const kinds = (given: AlertRule[]) => route(given, { severity }).actions.map(({ action }) => action);
    const high = compareSeverity(severity, 'HIGH') >= 0;
    const asTicket = [{ kind: 'CREATE_TICKET', priority: 'CRITICAL', team: 'security' }];
    expect(kinds(rules)).toEqual(high ? asTicket : []);
    const switchedOn = rules.map((given) => ({ ...given, enabled: true }));
    expect(kinds(switchedOn)).toEqual(high ? asTicket : severity === 'UNKNOWN' ? [] : [notify]);
  });

  it('an outbreak pages from MEDIUM on, a notice notifies', () => {
    const rules = defaultRules().map((given, index) => ({ ...given, id: `${index}` }));
    const done = (more: Partial<AlertFacts>) => route(rules, more).actions.map(({ action }) => action);
    const page = [{ kind: 'PAGE', onCall: 'security' }];
    expect(done({ kind: 'OUTBREAK', severity: 'MEDIUM' })).toEqual(page);
    expect(done({ kind: 'OUTBREAK', severity: 'LOW' })).toEqual([]);
    expect(done({ kind: 'NOTICE', clientId: null, severity: 'HIGH' })).toEqual([notify]);
  });

  it('are valid', () => {
    expect(defaultRules().flatMap(validateRule)).toEqual([]);
  });
});
