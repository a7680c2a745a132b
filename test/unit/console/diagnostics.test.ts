import { describe, expect, it } from 'vitest';
import { type Finding, factOf, groupFindings, shownFacts } from '../../../demo/console/screens/diagnostics/findings.js';
import { isOffered, mendsOf, neededFor } from '../../../demo/console/screens/diagnostics/remedies.js';

const smith = { id: 'c-1', name: 'Smith' };

function finding(given: Partial<Finding> & { facts?: Record<string, string> }): Finding {
  const { facts = {}, ...rest } = given;
  return {
    code: 'STALE_SYNC',
    severity: 'PROBLEM',
    message: 'Something.',
    evidence: Object.entries(facts).map(([name, value]) => ({ name, value })),
    remedy: { kind: 'NOTHING', name: null, message: 'Wait.' },
    ...{ integrationId: null, companyId: null, deviceId: null, threatId: null },
    ...{ integration: null, company: null, device: null, threat: null },
    ...rest,
  };
}
const byMutation = (name: string, given: Parameters<typeof finding>[0] = {}) =>
  mendsOf(finding({ ...given, remedy: { kind: 'MUTATION', name, message: '' } }));

describe('the button that mends a finding', () => {
  it.each([
    ['rotateBitdefenderKey', 'ROTATE'],
    ['updateBitdefenderIntegration', 'UPDATE'],
    ['testBitdefenderIntegration', 'TEST'],
    ['setBitdefenderTimeZone', 'ZONE'],
    ['connectBitdefender', 'CONNECT'],
  ])('%s opens the dialog of its integration', (name, kind) => {
    expect(byMutation(name, { integrationId: 'i-1' })).toEqual([{ kind, integrationId: 'i-1' }]);
  });

  it('maps the company, or the client, that a finding is about; else it leads to the list', () => {
    const name = 'mapBitdefenderCompanies';
    expect(byMutation(name, { companyId: 'b-1' })).toEqual([{ kind: 'MAP', companyId: 'b-1', clientId: null }]);
    expect(byMutation(name, { facts: { clientId: 'c-1' } })).toEqual([
      { kind: 'MAP', companyId: null, clientId: 'c-1' },
    ]);
    expect(byMutation(name, { integrationId: 'i-1' })).toEqual([{ kind: 'MAP_LIST', integrationId: 'i-1' }]);
  });

  it('syncs the client of a company, where it has one', () => {
    const company = { id: 'b-1', name: 'Bakery', client: smith };
    expect(byMutation('syncBitdefenderClient', { company })).toEqual([{ kind: 'SYNC', clientId: 'c-1' }]);
    expect(byMutation('syncBitdefenderClient', { company: { ...company, client: null } })).toEqual([]);
  });

  it('pins to the agents that are near, and asks for them where only their ids are known', () => {
    const facts = { agents: 'PC-1, PC-2', agentIds: 'a-1, a-2' };
    expect(byMutation('pinBitdefenderDevice', { deviceId: 'd-1', facts })).toEqual([
      {
        kind: 'PIN',
        deviceId: 'd-1',
        agents: [
          { id: 'a-1', name: 'PC-1' },
          { id: 'a-2', name: 'PC-2' },
        ],
      },
    ]);
    expect(byMutation('pinBitdefenderDevice', { deviceId: 'd-1', facts: { agentIds: 'a-1, a-2' } })).toEqual([
      { kind: 'PIN', deviceId: 'd-1', agents: [] },
    ]);
  });

  it('changes the match mode, or pins the one machine', () => {
    const mends = mendsOf(finding({ deviceId: 'd-1', remedy: { kind: 'SETTING', name: 'matchMode', message: '' } }));
    expect(mends.map(({ kind }) => kind)).toEqual(['MATCH_MODE', 'PIN']);
  });

  it('enables, opens and asks rules by the id in the evidence', () => {
    const given = { facts: { ruleId: 'r-1' }, threat: { id: 't-1', name: 'T', hostName: null, client: smith } };
    expect(byMutation('setBitdefenderAlertRuleEnabled', given)).toEqual([{ kind: 'ENABLE_RULE', ruleId: 'r-1' }]);
    expect(byMutation('saveBitdefenderAlertRule', given)).toEqual([{ kind: 'EDIT_RULE', ruleId: 'r-1' }]);
    expect(byMutation('saveBitdefenderAlertRule')).toEqual([{ kind: 'EDIT_RULE', ruleId: null }]);
    expect(byMutation('rerouteBitdefenderAlerts', given)).toEqual([
      { kind: 'REROUTE', ruleId: 'r-1', clientId: 'c-1' },
    ]);
    expect(byMutation('endBitdefenderAlertMute', { facts: { muteId: 'm-1' } })).toEqual([
      { kind: 'END_MUTE', muteId: 'm-1' },
    ]);
  });

  it('tries once more what was given up, also where the rule has to be corrected first', () => {
    const given = { code: 'DELIVERY_FAILED', threatId: 't-1' } as const;
    expect(byMutation('retryBitdefenderAlertDeliveries', given)).toEqual([{ kind: 'RETRY', threatId: 't-1' }]);
    expect(byMutation('saveBitdefenderAlertRule', given).map(({ kind }) => kind)).toEqual(['EDIT_RULE', 'RETRY']);
  });

  it('leads to Control Center, and to nothing where nothing has to be done', () => {
    const integration = { id: 'i-1', name: 'GZ', state: 'CONNECTED', version: 'v', naiveZone: null } as const;
    const remedy = { kind: 'GRAVITYZONE', name: 'Policies', message: '' } as const;
    expect(mendsOf(finding({ remedy, integration: { ...integration, endpoint: 'https://gz.example/api' } }))).toEqual([
      { kind: 'GRAVITYZONE', place: 'Policies', endpoint: 'https://gz.example/api' },
    ]);
    const facts = { reason: 'API_NOT_ENABLED' };
    expect(mendsOf(finding({ remedy, facts, integrationId: 'i-1' })).map(({ kind }) => kind)).toEqual([
      'GRAVITYZONE',
      'ROTATE',
    ]);
    expect(mendsOf(finding({}))).toEqual([]);
    expect(byMutation('somethingNew')).toEqual([]);
  });

  it('is offered to those who may press it', () => {
    const technician = { decide: true, execute: true, arrange: false, administer: false };
    const [sync, rotate] = [
      { kind: 'SYNC', clientId: 'c-1' },
      { kind: 'ROTATE', integrationId: 'i-1' },
    ] as const;
    expect([isOffered(sync, technician), isOffered(rotate, technician)]).toEqual([true, false]);
    expect(neededFor(rotate)).toBe('administer');
    const nobody = { decide: false, execute: false, arrange: false, administer: false };
    expect(isOffered({ kind: 'GRAVITYZONE', place: '', endpoint: null }, nobody)).toBe(true);
    expect(isOffered(sync, nobody)).toBe(false);
  });
});

describe('findings', () => {
  it('come by severity, the worst first, and by kind', () => {
    const groups = groupFindings([
      finding({ severity: 'WARNING', code: 'HOST_NAMES_DIFFER', deviceId: 'd-1' }),
      finding({ severity: 'PROBLEM', code: 'STALE_SYNC' }),
      finding({ severity: 'WARNING', code: 'DEVICE_AMBIGUOUS' }),
      finding({ severity: 'WARNING', code: 'HOST_NAMES_DIFFER', deviceId: 'd-2' }),
    ]);
    expect(
      groups.map(({ severity, groups: kinds }) => [
        severity,
        kinds.map(({ code, findings }) => [code, findings.length]),
      ]),
    ).toEqual([
      ['PROBLEM', [['STALE_SYNC', 1]]],
      [
        'WARNING',
        [
          ['HOST_NAMES_DIFFER', 2],
          ['DEVICE_AMBIGUOUS', 1],
        ],
      ],
    ]);
  });

  it('show facts that people can use: no ids, and moments as moments', () => {
    const facts = { agentIds: 'a-1', clientId: 'c-1', lastSyncedAt: '2026-11-30T04:00:00.000Z', devices: '12' };
    expect(shownFacts(finding({ facts }))).toEqual([
      { name: 'last synced at', at: '2026-11-30T04:00:00.000Z', text: '2026-11-30T04:00:00.000Z' },
      { name: 'devices', at: null, text: '12' },
    ]);
    expect(factOf(finding({ facts }), 'clientId')).toBe('c-1');
    expect(factOf(finding({ facts }), 'nothing')).toBeNull();
  });
});
