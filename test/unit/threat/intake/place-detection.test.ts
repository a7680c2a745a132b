import { describe, expect, it } from 'vitest';
import { draftOfQuarantineItem } from '../../../../src/threat/intake/draft.js';
import type { StoredThreat } from '../../../../src/threat/intake/known-threats.js';
import { mayJoin, placeDetection } from '../../../../src/threat/intake/place-detection.js';
import type { KnownSource } from '../../../../src/threat/intake/reconcile-threat.js';

const first = new Date('2026-03-01T10:00:00Z');
const later = new Date('2026-03-05T10:00:00Z');

const draft = draftOfQuarantineItem(
  {
    id: 'q1',
    companyId: 'c1',
    endpointId: 'e1',
    endpointName: 'pc-1',
    endpointIp: null,
    threatName: 'Trojan.A',
    filePath: null,
    fileSha256: null,
    quarantinedAt: later,
    quarantinedOnRaw: '2026-03-05T10:00:00',
    firstQuarantinedAt: first,
    actionStatus: 'NONE',
    service: 'COMPUTERS',
    mail: null,
    actionStatusRaw: null,
  },
  false,
  later,
);
const source: KnownSource = { state: 'OPEN', reportedDate: '2026-03-01T10:00:00', lastDetectedAt: first };
const threat: StoredThreat = {
  id: 't1',
  status: 'UNRESOLVED',
  resolvedBy: null,
  resolvedAt: null,
  occurrences: 1,
  lastDetectedAt: first,
  severitySource: 'THREAT_FAMILY',
};
const key = 'QUARANTINE q1';
const none = new Map<string, never>();

describe('placeDetection', () => {
  it('places a row that is not stored as new, with its dates', () => {
    expect(placeDetection(draft, none, none)).toEqual({ kind: 'NEW', draft });
  });

  it('places a stored row with its threat', () => {
    const placement = placeDetection(draft, new Map([[key, { threat, source }]]), none);
    expect(placement).toEqual({ kind: 'KNOWN', draft, threat, source });
  });

  it('keeps a removed threat removed when its item was not detected again', () => {
    const same = { ...source, reportedDate: draft.reportedDate };
    expect(placeDetection(draft, none, new Map([[key, { threatId: 't1', source: same }]]))).toMatchObject({
      kind: 'REMOVED',
      threatId: 't1',
    });
  });

  it('starts a new threat at the last detection when a removed one comes back', () => {
    const placement = placeDetection(draft, none, new Map([[key, { threatId: 't1', source }]]));
    expect(placement).toMatchObject({ kind: 'NEW', draft: { detectedAt: later, lastDetectedAt: later } });
  });
});

describe('mayJoin', () => {
  const changed = new Map([['t1', threat]]);

  it.each([
    ['an incident joins a threat that the batch has not changed', 'INCIDENT', none, true],
    ['an incident does not join a threat that the batch has changed', 'INCIDENT', changed, false],
    ['a quarantine item joins a threat that the batch has changed', 'QUARANTINE', changed, true],
  ] as const)('%s', (_name, kind, updated, expected) => {
    expect(mayJoin({ kind }, threat, updated)).toBe(expected);
  });
});
