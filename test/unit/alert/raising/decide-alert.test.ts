import { describe, expect, it } from 'vitest';
import { decideAlert, type ThreatForAlert } from '../../../../src/alert/raising/decide-alert.js';
import { polledAt as now, rule } from '../../../support/alerts.js';

const threat: ThreatForAlert = {
  ...{ id: 't', name: 'Trojan.A', family: 'TROJAN', severity: 3, status: 'UNRESOLVED', action: 'BLOCKED' },
  ...{
    clientId: 'c1',
    companyId: 'b1',
    deviceId: 'd1',
    hostName: 'SRV-01',
    operatingSystem: null,
    infected: null,
    siteId: null,
  },
  ...{ detectedAt: now, lastDetectedAt: now, history: false, acted: false },
  ...{ alertId: 'a', alertTitle: 'Trojan.A', alertSeverity: 3 },
  ...{ alertSuppressedBy: null, alertSuppressedReason: null, alertSuppressedById: null },
};
const stands = { takenOverBy: null, assigneeId: null, snoozedUntil: null } as const;
const open = { ...stands, state: 'OPEN' } as const;
const resolved = { ...stands, state: 'RESOLVED', takenOverBy: 'tom' } as const;
const waits = {
  ...{ tenantId: 'msp-one', alertId: 'a', windowId: 'w', windowName: 'Patch night', ruleIds: null },
  ...{ heldFrom: now, heldUntil: now, lookAt: now, releasedAt: null },
};
const released = { ...waits, lookAt: null, releasedAt: now };

describe('decideAlert, of an alert that waited', () => {
  it.each([
    ['acts when it no longer waits', open, waits, false, true],
    ['never acts when it was resolved while it waited', resolved, waits, false, false],
    ['never acts later either, when more becomes known', resolved, released, false, false],
    ['acts when its threat comes back', resolved, released, true, true],
    ['acts when a person has reopened it and more becomes known', open, released, false, true],
    ['acts as ever when nothing of it ever waited', resolved, undefined, false, true],
  ] as const)('%s', (_, before, waited, changed, acts) => {
    const given = { rules: [rule('r1')], zone: 'UTC', mutes: [], windows: [], by: 'OWN_RULES', now } as const;
    const decided = decideAlert(threat, 'a', { ...given, actor: 'bitdefender', before, waited, changed });
    expect(decided.wanted.actions).toHaveLength(acts ? 1 : 0);
    expect(decided.row.routing !== null).toBe(acts);
    expect(decided.held.hold).toBeNull();
  });
});
