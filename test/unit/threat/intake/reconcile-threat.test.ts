import { describe, expect, it } from 'vitest';
import {
  type KnownSource,
  reconcileThreat,
  sourceState,
  statusWithoutItem,
  type ThreatState,
} from '../../../../src/threat/intake/reconcile-threat.js';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));

const open: ThreatState = { status: 'UNRESOLVED', resolvedBy: null, resolvedAt: null };
const byBitdefender: ThreatState = { status: 'RESOLVED', resolvedBy: 'bitdefender', resolvedAt: at(12) };
const byPerson: ThreatState = { status: 'RESOLVED', resolvedBy: 'tom', resolvedAt: at(12) };

const item: KnownSource = { state: 'OPEN', reportedDate: '2026-03-01T10:00:00', lastDetectedAt: at(10) };
const itemAt = (hour: number) => ({
  kind: 'QUARANTINE' as const,
  status: 'UNRESOLVED' as const,
  reportedDate: at(hour).toISOString().slice(0, 19),
  lastDetectedAt: at(hour),
});
const incident = (status: 'UNRESOLVED' | 'RESOLVED' | 'FALSE_POSITIVE', hour = 10) => ({
  kind: 'INCIDENT' as const,
  status,
  reportedDate: null,
  lastDetectedAt: at(hour),
});
const incidentSource = (state: KnownSource['state']): KnownSource => ({
  state,
  reportedDate: null,
  lastDetectedAt: at(10),
});

describe('reconcileThreat', () => {
  it.each([
    ['an item whose date moved', open, item, itemAt(11), 'UNRESOLVED', true],
    ['... that BD had resolved', byBitdefender, item, itemAt(13), 'UNRESOLVED', true],
    ['... that a person had resolved', byPerson, item, itemAt(13), 'UNRESOLVED', true],
    ['an item reported again', byPerson, item, itemAt(10), 'RESOLVED', false],
    // The same text in another zone.
    ['an item whose date is read again', open, item, { ...itemAt(10), lastDetectedAt: at(12) }, 'UNRESOLVED', false],
    ['an item whose date went back', byPerson, item, itemAt(9), 'RESOLVED', false],
    [
      'an item whose date is no longer reported',
      open,
      item,
      { ...itemAt(11), reportedDate: null },
      'UNRESOLVED',
      false,
    ],
    ['an item that joins its incident', open, null, itemAt(11), 'UNRESOLVED', false],
    ['... that was closed after it', byBitdefender, null, itemAt(11), 'RESOLVED', false],
    ['... that was closed before it', byBitdefender, null, itemAt(13), 'UNRESOLVED', true],
    ['... that a person closed before it', byPerson, null, itemAt(13), 'UNRESOLVED', true],
    ['a closed incident that joins an item', open, null, incident('RESOLVED'), 'RESOLVED', false],
    ['an open incident that joins an item dealt with', byPerson, null, incident('UNRESOLVED'), 'RESOLVED', false],
    ['an incident that is closed', open, incidentSource('OPEN'), incident('RESOLVED'), 'RESOLVED', false],
    ['... that is not one', open, incidentSource('OPEN'), incident('FALSE_POSITIVE'), 'FALSE_POSITIVE', false],
    ['... that BD opens again', byBitdefender, incidentSource('CLOSED'), incident('UNRESOLVED'), 'UNRESOLVED', false],
    ['... that a person had resolved', byPerson, incidentSource('OPEN'), incident('RESOLVED'), 'RESOLVED', false],
    // Reopened by a person or a recurrence, and reported again for another reason.
    ['a closed incident reported again', open, incidentSource('CLOSED'), incident('RESOLVED'), 'UNRESOLVED', false],
  ] as const)('%s', (_name, threat, source, draft, status, recurred) => {
    expect(reconcileThreat(threat, source, draft)).toMatchObject({ status, recurred });
  });

  it('reopens what BD resolved when its item returns, not what a person resolved', () => {
    const gone = { ...item, state: 'GONE' as const };
    expect(reconcileThreat(byBitdefender, gone, itemAt(10))).toEqual({
      status: 'UNRESOLVED',
      recurred: false,
      returned: true,
    });
    expect(reconcileThreat(byPerson, gone, itemAt(10))).toEqual({
      status: 'RESOLVED',
      recurred: false,
      returned: true,
    });
    expect(reconcileThreat(byPerson, gone, itemAt(13))).toEqual({
      status: 'UNRESOLVED',
      recurred: true,
      returned: false,
    });
  });
});

describe('statusWithoutItem', () => {
  it.each([
    ['nothing else', 'UNRESOLVED', ['GONE'], 'RESOLVED'],
    ['an open incident', 'UNRESOLVED', ['GONE', 'OPEN'], 'UNRESOLVED'],
    ['a closed incident', 'UNRESOLVED', ['GONE', 'CLOSED'], 'RESOLVED'],
    ['another item, missed once', 'UNRESOLVED', ['GONE', 'MISSED'], 'UNRESOLVED'],
    ['a decision', 'FALSE_POSITIVE', ['GONE'], 'FALSE_POSITIVE'],
  ] as const)('%s', (_name, status, left, expected) => {
    expect(statusWithoutItem(status, left)).toBe(expected);
  });
});

describe('sourceState', () => {
  it.each([
    ['an open incident or item', {}, 'OPEN'],
    ['an infection, which keeps its threat open', { flag: 'INFECTED' as const }, 'OPEN'],
    ['a detection that only a flag shows, which is over', { flag: 'DETECTION' as const }, 'CLOSED'],
  ])('of %s', (_, flag, state) => {
    expect(sourceState({ status: 'UNRESOLVED', ...flag })).toBe(state);
  });
});
