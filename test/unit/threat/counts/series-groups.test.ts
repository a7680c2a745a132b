import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../../../src/threat/counts/series-groups.js';

const actions = ['BLOCKED', 'KILLED'] as const;
const wanted = { clientIds: null, actions, steps: 2 };

describe('groupsOf', () => {
  it('has every severity in its order, by its place', () => {
    const groups = groupsOf([{ value: '3', counts: [1, 2] }], { ...wanted, grouping: 'SEVERITY' });
    expect(groups.map(({ severity, total, counts, others }) => [severity, total, counts, others])).toEqual([
      ['UNKNOWN', 0, [0, 0], false],
      ['LOW', 0, [0, 0], false],
      ['MEDIUM', 0, [0, 0], false],
      ['HIGH', 3, [1, 2], false],
      ['CRITICAL', 0, [0, 0], false],
    ]);
  });

  it('puts an action that only later releases know with the others', () => {
    const series = [
      { value: 'KILLED', counts: [0, 4] },
      { value: 'TELEPORTED', counts: [1, 1] },
    ];
    const groups = groupsOf(series, { ...wanted, grouping: 'ACTION' });
    expect(groups.map(({ action, total, others }) => [action, total, others])).toEqual([
      ['BLOCKED', 0, false],
      ['KILLED', 4, false],
      [null, 2, true],
    ]);
  });

  it.each([
    ['the most threats first', null, ['big', 'a', 'b', null]],
    ['as requested, also without threats', ['b', 'empty'], ['b', 'empty', null]],
  ])('has clients %s', (_order, clientIds, expected) => {
    const series = [
      { value: 'b', counts: [1, 0] },
      { value: null, counts: [2, 0] },
      { value: 'a', counts: [0, 1] },
      { value: 'big', counts: [3, 3] },
    ];
    const groups = groupsOf(series, { ...wanted, grouping: 'CLIENT', clientIds });
    expect(groups.map(({ clientId }) => clientId)).toEqual(expected);
    expect(groups.map(({ others }) => others)).toEqual(expected.map((clientId) => clientId === null));
  });

  it('loses no threat, whatever has a group', () => {
    const series = fc
      .uniqueArray(
        fc.record({
          value: fc.option(fc.constantFrom('1', '4', 'BLOCKED', 'a', 'b', 'c')),
          counts: fc.tuple(fc.nat(9), fc.nat(9)),
        }),
        { selector: ({ value }) => value },
      )
      .map((all) => all.map(({ value, counts }) => ({ value, counts: [...counts] })));
    const clients = fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'd'), { minLength: 1 }));
    fc.assert(
      fc.property(series, clients, fc.constantFrom('SEVERITY', 'ACTION', 'CLIENT'), (given, clientIds, grouping) => {
        const groups = groupsOf(given, { ...wanted, grouping, clientIds });
        for (const step of [0, 1])
          expect(groups.reduce((sum, { counts }) => sum + (counts[step] ?? 0), 0)).toBe(
            given.reduce((sum, { counts }) => sum + (counts[step] ?? 0), 0),
          );
        for (const { total, counts } of groups) expect(total).toBe(counts.reduce((sum, count) => sum + count, 0));
      }),
    );
  });
});
