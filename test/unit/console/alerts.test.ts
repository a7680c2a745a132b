import { describe, expect, it } from 'vitest';
import { decisionsFor, inverseOf } from '../../../demo/console/screens/alerts/decisions.js';
import { alertsSearch, filterOf, filterOfOne, usualAlerts } from '../../../demo/console/screens/alerts/search.js';

/** What an address says: texts. */
const read = (address: Record<string, string>) => alertsSearch(address);

describe('the address of the alerts', () => {
  it('shows what waits for somebody where it says nothing', () => {
    expect(read({})).toMatchObject(usualAlerts);
    expect(filterOf(read({}), 'me')).toEqual({ state: ['OPEN'], suppressed: false });
  });

  it('leaves out what it does not know', () => {
    const search = read({
      state: 'OPEN,GONE,SNOOZED',
      kind: 'GHOST',
      severity: 'AWFUL',
      suppressed: 'maybe',
      order: 'X',
    });
    expect(search).toMatchObject({ state: ['OPEN', 'SNOOZED'], suppressed: 'no', order: 'NEWEST' });
    expect(filterOf(search, 'me')).toEqual({ state: ['OPEN', 'SNOOZED'], suppressed: false });
  });

  it('becomes the filter of the graph', () => {
    const search = read({
      state: '',
      severity: 'HIGH',
      client: 'client-1',
      kind: 'OUTBREAK',
      suppressed: 'yes',
      ticket: 'without',
      q: 'emotet',
    });
    expect(filterOf(search, 'me')).toEqual({
      minimumSeverity: 'HIGH',
      clientId: 'client-1',
      kind: 'OUTBREAK',
      suppressed: true,
      hasTicket: false,
      search: 'emotet',
    });
    expect(filterOf(read({ state: '', suppressed: 'any', q: 'ab' }), 'me')).toEqual({});
  });

  it('names the viewer, nobody or somebody as assignee', () => {
    const assignee = (value: string) => filterOf(read({ state: '', suppressed: 'any', assignee: value }), 'u-1');
    expect(assignee('me')).toEqual({ assigneeId: 'u-1' });
    expect(assignee('nobody')).toEqual({ assigned: false });
    expect(assignee('u-2')).toEqual({ assigneeId: 'u-2' });
  });
});

describe('one alert of the list', () => {
  it('is found by its threat, or by its kind and the millisecond it was raised in', () => {
    const raisedAt = '2026-03-18T10:00:00.999Z';
    expect(filterOfOne({ kind: 'THREAT', raisedAt, threat: { id: 't-1' } })).toEqual({ threatId: 't-1' });
    expect(filterOfOne({ kind: 'OUTBREAK', raisedAt, threat: null })).toEqual({
      kind: 'OUTBREAK',
      raisedFrom: raisedAt,
      raisedBefore: '2026-03-18T10:00:01.000Z',
    });
  });
});

describe('decisions about alerts', () => {
  it('are taken back where all alerts were open', () => {
    const ids = ['a', 'b'];
    for (const decision of ['ACKNOWLEDGE', 'SNOOZE', 'RESOLVE'] as const)
      expect(inverseOf({ ids, decision, before: ['OPEN', 'OPEN'] })).toEqual({ ids, decision: 'REOPEN' });
  });

  it('are not taken back where it is not known how the alerts stood, or they would come back otherwise', () => {
    const ids = ['a', 'b'];
    expect(inverseOf({ ids, decision: 'RESOLVE', before: ['OPEN', 'SNOOZED'] })).toBeUndefined();
    expect(inverseOf({ ids, decision: 'RESOLVE', before: ['OPEN'] })).toBeUndefined();
    expect(inverseOf({ ids, decision: 'RESOLVE' })).toBeUndefined();
    expect(inverseOf({ ids, decision: 'REOPEN', before: ['OPEN', 'OPEN'] })).toBeUndefined();
    expect(inverseOf({ ids, decision: 'ASSIGN', before: ['OPEN', 'OPEN'] })).toBeUndefined();
  });

  it('are offered where they change something', () => {
    expect(decisionsFor('OPEN')).not.toContain('REOPEN');
    expect(decisionsFor('RESOLVED')).toEqual(['REOPEN']);
    expect(decisionsFor('SNOOZED')).toContain('REOPEN');
  });
});
