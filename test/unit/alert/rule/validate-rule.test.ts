import { describe, expect, it } from 'vitest';
import type { AlertRule } from '../../../../src/alert/rule/alert-rule.js';
import { validateRule } from '../../../../src/alert/rule/validate-rule.js';
import { notify, page, rule, suppress, ticket } from '../../../support/alerts.js';

describe('validateRule', () => {
  const fieldsOf = (more: Partial<AlertRule>) => validateRule(rule('r', more)).map(({ field }) => field.join('.'));
  const hours = { days: [1], from: '08:00', to: '18:00' };

  it.each<[string, Partial<AlertRule>, string[]]>([
    ['a good one', { actions: [ticket, notify, page, suppress], conditions: { hours } }, []],
    ['no name', { name: '' }, ['name']],
    ['a blank name', { name: '  ' }, ['name']],
    ['200 characters', { name: 'x'.repeat(200) }, []],
    ['201 characters', { name: 'x'.repeat(201) }, ['name']],
    ['no action', { actions: [] }, ['actions']],
    ['ONLY nobody', { scope: { kind: 'ONLY', clientIds: [] } }, ['scope.clientIds']],
    ['ALL_BUT nobody', { scope: { kind: 'ALL_BUT', clientIds: [] } }, ['scope.clientIds']],
    ['ALL_BUT one', { scope: { kind: 'ALL_BUT', clientIds: ['c1'] } }, []],
    ['a site', { scope: { kind: 'ONLY', clientIds: ['c1'], siteIds: ['s1'] } }, []],
    ['no site', { scope: { kind: 'ONLY', clientIds: ['c1'], siteIds: [] } }, ['scope.siteIds']],
    ['a site of all clients', { scope: { kind: 'ALL', clientIds: [], siteIds: ['s1'] } }, ['scope.siteIds']],
    ['a site of ALL_BUT', { scope: { kind: 'ALL_BUT', clientIds: ['c1'], siteIds: ['s1'] } }, ['scope.siteIds']],
    [
      'threats at a site',
      { scope: { kind: 'ONLY', clientIds: ['c1'], siteIds: ['s1'] }, conditions: { kinds: ['THREAT'] } },
      [],
    ],
    ...(['OUTBREAK', 'NOTICE', 'DEGRADATION'] as const).map((kind): [string, Partial<AlertRule>, string[]] => [
      `${kind} at a site`,
      {
        scope: { kind: 'ONLY', clientIds: ['c1'], siteIds: ['s1'] },
        conditions: { kinds: ['THREAT', kind] },
        actions: [notify],
      },
      ['conditions.kinds'],
    ]),
    ['a cause', { conditions: { kinds: ['DEGRADATION'], causes: ['ISOLATED'] } }, []],
    ['no cause', { conditions: { kinds: ['DEGRADATION'], causes: [] } }, ['conditions.causes']],
    ['a cause of threats', { conditions: { causes: ['ISOLATED'] } }, ['conditions.causes']],
    [
      'a cause of threats too',
      { conditions: { kinds: ['THREAT', 'DEGRADATION'], causes: ['ISOLATED'] } },
      ['conditions.causes'],
    ],
    ['255 characters of pattern', { conditions: { hostnamePattern: '*'.repeat(255) } }, []],
    ['256 characters of pattern', { conditions: { hostnamePattern: '*'.repeat(256) } }, ['conditions.hostnamePattern']],
    ['no day', { conditions: { hours: { ...hours, days: [] } } }, ['conditions.hours.days']],
    ['day 0', { conditions: { hours: { ...hours, days: [0] } } }, ['conditions.hours.days']],
    ['day 8', { conditions: { hours: { ...hours, days: [1, 8] } } }, ['conditions.hours.days']],
    ['day 1.5', { conditions: { hours: { ...hours, days: [1.5] } } }, ['conditions.hours.days']],
    ['8:00', { conditions: { hours: { ...hours, from: '8:00' } } }, ['conditions.hours.from']],
    ['24:00', { conditions: { hours: { ...hours, to: '24:00' } } }, ['conditions.hours.to']],
    ['12:60', { conditions: { hours: { ...hours, to: '12:60' } } }, ['conditions.hours.to']],
    ['a new line behind', { conditions: { hours: { ...hours, to: '12:00\n' } } }, ['conditions.hours.to']],
    ['no kind', { conditions: { kinds: [] } }, ['conditions.kinds']],
    ['a ticket of a notice', { conditions: { kinds: ['THREAT', 'NOTICE'] }, actions: [ticket] }, ['conditions.kinds']],
    ['a ticket of an outbreak', { conditions: { kinds: ['OUTBREAK'] }, actions: [ticket] }, []],
    ['no team', { actions: [notify, { ...ticket, team: ' ' }] }, ['actions.1.team']],
    ['no channel', { actions: [{ kind: 'NOTIFY', channel: '' }] }, ['actions.0.channel']],
    ['no on-call', { actions: [{ kind: 'PAGE', onCall: '' }] }, ['actions.0.onCall']],
    ['due at once', { actions: [{ ...ticket, dueInMinutes: 0 }] }, ['actions.0.dueInMinutes']],
    ['due in half a minute', { actions: [{ ...ticket, dueInMinutes: 0.5 }] }, ['actions.0.dueInMinutes']],
    ['due before', { actions: [{ ...ticket, dueInMinutes: -1 }] }, ['actions.0.dueInMinutes']],
    ['a family', { conditions: { families: ['TROJAN'] } }, []],
    ['no such family', { conditions: { families: ['TROJAN', 'TORJAN'] } }, ['conditions.families']],
    ['empty lists', { conditions: { statuses: [], companyIds: [] } }, ['conditions.statuses', 'conditions.companyIds']],
    ['one severity', { conditions: { minimumSeverity: 'LOW', maximumSeverity: 'LOW' } }, []],
    [
      'no severity',
      { conditions: { minimumSeverity: 'HIGH', maximumSeverity: 'LOW' } },
      ['conditions.minimumSeverity'],
    ],
    [
      'several',
      { name: '', actions: [], scope: { kind: 'ONLY', clientIds: [] } },
      ['name', 'scope.clientIds', 'actions'],
    ],
  ])('%s', (_, more, fields) => {
    expect(fieldsOf(more)).toEqual(fields);
  });
});
