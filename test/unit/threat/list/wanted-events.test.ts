import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../../../src/graphql/context.js';
import type { Threat, ThreatEvent, ThreatFilter } from '../../../../src/threat/list/threat.type.js';
import { changesFor } from '../../../../src/threat/list/wanted-events.js';
import type { WantedThreats } from '../../../../src/threat/list/watch-threats.js';

const threat = {
  name: 'Trojan.Emotet',
  filePath: 'C:\\Users\\ann\\x.exe',
  hostName: 'TILL-01',
  severity: 'HIGH',
  status: 'UNRESOLVED',
  action: 'BLOCKED',
  family: 'TROJAN',
  client: { id: 'client-1' },
  companyId: 'company-1',
  assigneeId: null,
  detectedAt: new Date('2026-03-18T10:00:00Z'),
} as Threat;

/** Whether a subscriber with this filter receives an event of the threat. */
function receives(filter: Partial<ThreatFilter>): boolean {
  const asked: WantedThreats[] = [];
  const threats = (_viewer: unknown, wanted: WantedThreats) => {
    asked.push(wanted);
    return [];
  };
  changesFor({ live: { threats } } as unknown as RequestContext, { filter: { status: ['ALL'], ...filter } });
  return asked[0]?.accepts({ threat } as ThreatEvent) ?? false;
}

describe('a subscriber with a filter', () => {
  it.each<[Partial<ThreatFilter>, Partial<ThreatFilter>]>([
    [{ minimumSeverity: 'HIGH' }, { minimumSeverity: 'CRITICAL' }],
    [{ severity: ['LOW', 'HIGH'] }, { severity: ['LOW'] }],
    [{ status: ['UNRESOLVED'] }, { status: ['RESOLVED', 'FALSE_POSITIVE'] }],
    [{ action: ['BLOCKED', 'KILLED'] }, { action: ['KILLED'] }],
    [{ family: ['WORM', 'TROJAN'] }, { family: ['WORM'] }],
    [{ clientIds: ['client-2', 'client-1'] }, { clientIds: ['client-2'] }],
    [{ clientId: 'client-1' }, { clientId: 'client-2' }],
    [{ companyId: 'company-1' }, { companyId: 'company-2' }],
    [{ assigned: false }, { assigned: true }],
    [{ mapped: true }, { mapped: false }],
    [{ detectedFrom: threat.detectedAt }, { detectedBefore: threat.detectedAt }],
    [{ search: ' emoTET ' }, { search: 'wannacry' }],
  ])('receives a threat that meets %o, and not if it asks for %o', (met, unmet) => {
    expect([receives(met), receives(unmet)]).toEqual([true, false]);
  });
});
