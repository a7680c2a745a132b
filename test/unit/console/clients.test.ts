import { describe, expect, it } from 'vitest';
import { clientsNamed, endOf, gapsOf, totalsOf, withUnmapped } from '../../../demo/console/screens/clients/find.js';

const zurich = { id: 'c-1', name: 'Café Zürich' };
const lodz = { id: 'c-2', name: 'ŁÓDŹ Logistics' };

describe('the list of clients', () => {
  it('finds names by a part of them, whatever case and accents', () => {
    expect(clientsNamed([zurich, lodz], ' zurich ')).toEqual([zurich]);
    expect(clientsNamed([zurich, lodz], 'CAFÉ')).toEqual([zurich]);
    expect(clientsNamed([zurich, lodz], 'logistics')).toEqual([lodz]);
    expect(clientsNamed([zurich, lodz], 'nobody')).toEqual([]);
    expect(clientsNamed([zurich, lodz], '')).toEqual([zurich, lodz]);
  });

  it('ends with the clients that have no company, each once', () => {
    const found = [{ ...lodz, bitdefender: { companies: 1 } }];
    expect(withUnmapped(found, [zurich, lodz])).toEqual([found[0], { ...zurich, bitdefender: null }]);
  });

  it('adds up the machines of all gaps', () => {
    expect(gapsOf([{ machines: 2 }, { machines: 0 }, { machines: 3 }])).toBe(5);
    expect(gapsOf([])).toBe(0);
  });
});

describe('a sync', () => {
  it('counts the rows that were read, but not the clients that were matched', () => {
    const streams = [
      { stream: 'INVENTORY', fetched: 40, stored: 3 },
      { stream: 'MATCHING', fetched: 1, stored: 0 },
      { stream: 'INCIDENTS', fetched: 10, stored: 1 },
    ];
    expect(totalsOf(streams)).toEqual({ fetched: 50, stored: 4 });
  });

  it('is over in four states', () => {
    expect(['QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'].map(endOf)).toEqual([
      null,
      null,
      'SUCCEEDED',
      'PARTIAL',
      'FAILED',
      'CANCELLED',
    ]);
  });
});
