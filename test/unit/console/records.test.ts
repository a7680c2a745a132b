import { describe, expect, it } from 'vitest';
import { readDetail, summaryOf } from '../../../demo/console/screens/records/differences.js';
import { isOver, secondsBetween } from '../../../demo/console/screens/records/run-words.js';
import { auditFilterOf, auditSearch } from '../../../demo/console/screens/records/search.js';

const read = (address: Record<string, string>) => auditSearch(address);

describe('the address of the audit', () => {
  it('holds whole days, the last one included', () => {
    const search = read({ from: '2026-03-17', to: '2026-03-18', actor: 'u-1', action: 'KEY_ROTATED,RULE_CHANGED' });
    expect(auditFilterOf(search)).toEqual({
      actor: 'u-1',
      actions: ['KEY_ROTATED', 'RULE_CHANGED'],
      from: new Date(2026, 2, 17).toISOString(),
      before: new Date(2026, 2, 19).toISOString(),
    });
  });

  it('leaves out what is no day, and asks for everything where it says nothing', () => {
    expect(read({ from: '2026-99-99', to: 'soon' })).toMatchObject({ from: undefined, to: undefined });
    expect(auditFilterOf(read({}))).toEqual({});
  });
});

describe('an entry of the audit', () => {
  it('lists the values that differ, by their place', () => {
    const before = { outbreak: { minutes: 10, machines: 10 }, portalEnabled: false, hidden: [] };
    const after = { outbreak: { minutes: 30, machines: 10 }, portalEnabled: true, hidden: [] };
    expect(readDetail({ before, after }).differences).toEqual([
      { path: 'outbreak.minutes', before: '10', after: '30', count: 1 },
      { path: 'portalEnabled', before: 'false', after: 'true', count: 1 },
    ]);
  });

  it('has a single value, something new, or something gone', () => {
    expect(readDetail({ before: null, after: 'client-7' }).differences).toEqual([
      { path: '', before: null, after: 'client-7', count: 1 },
    ]);
    expect(readDetail({ before: { name: 'A' }, after: null }).differences).toEqual([
      { path: 'name', before: 'A', after: null, count: 1 },
    ]);
  });

  it('counts the same change of several objects once', () => {
    const detail = {
      ids: ['a', 'b', 'c'],
      decision: 'SNOOZE',
      before: { a: { state: 'OPEN' }, b: { state: 'OPEN' }, c: { state: 'ACKNOWLEDGED' } },
      after: { a: { id: 'a', state: 'SNOOZED' }, b: { id: 'b', state: 'SNOOZED' }, c: { id: 'c', state: 'SNOOZED' } },
    };
    expect(readDetail(detail)).toEqual({
      differences: [
        { path: 'state', before: 'OPEN', after: 'SNOOZED', count: 2 },
        { path: 'state', before: 'ACKNOWLEDGED', after: 'SNOOZED', count: 1 },
      ],
      ids: ['a', 'b', 'c'],
      others: [['decision', 'SNOOZE']],
    });
    expect(summaryOf(detail)).toBe('3 ×, state: OPEN → SNOOZED, state: ACKNOWLEDGED → SNOOZED');
  });

  it('is summed up in a line', () => {
    expect(summaryOf({})).toBe('');
    expect(summaryOf(null)).toBe('');
    expect(summaryOf({ endpoint: 'https://gz.example/api' })).toBe('endpoint: https://gz.example/api');
    const after = { a: 1, b: 2, c: 3, d: 4, e: 5 };
    expect(summaryOf({ before: null, after })).toBe('a: 1, b: 2, c: 3, +2');
  });
});

describe('a run', () => {
  const now = new Date('2026-03-18T10:01:00Z');

  it('took its time, or takes it still', () => {
    expect(secondsBetween('2026-03-18T10:00:00Z', '2026-03-18T10:00:02.500Z', now)).toBe(2.5);
    expect(secondsBetween('2026-03-18T10:00:00Z', null, now)).toBe(60);
    expect(secondsBetween(null, null, now)).toBeNull();
    expect(secondsBetween('2026-03-18T10:01:05Z', null, now)).toBe(0);
  });

  it('is over when nothing more will come of it', () => {
    expect(['SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'].every(isOver)).toBe(true);
    expect(['QUEUED', 'RUNNING'].some(isOver)).toBe(false);
  });
});
