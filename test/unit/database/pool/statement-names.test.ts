import { describe, expect, it } from 'vitest';
import { createStatementNames, planEachTime } from '../../../../src/database/pool/statement-names.js';

describe('createStatementNames', () => {
  it('names a statement from the second time on, always the same', () => {
    const names = createStatementNames();
    expect([names.nameOf('select 1'), names.nameOf('select 2')]).toEqual([undefined, undefined]);
    expect([names.nameOf('select 1'), names.nameOf('select 2'), names.nameOf('select 1')]).toEqual(['s1', 's2', 's1']);
  });

  it('never names what is planned each time', () => {
    const names = createStatementNames();
    const text = `select ${planEachTime} 1`;
    expect([names.nameOf(text), names.nameOf(text), names.nameOf(text)]).toEqual([undefined, undefined, undefined]);
  });

  it('drops those that were sent least of late, beyond their number and beyond their characters', () => {
    for (const bounds of [
      { statements: 2, characters: 1_000 },
      { statements: 100, characters: 20 },
    ]) {
      const names = createStatementNames(bounds);
      for (const text of ['select 1', 'select 1', 'select 2', 'select 2']) names.nameOf(text);
      names.nameOf('select 1');
      expect(names.dropped).toBe(0);
      names.nameOf('select 3');
      expect([names.isKept('s1'), names.isKept('s2'), names.dropped]).toEqual([true, false, 1]);
      // The name of a dropped one is not given again: connections may still have it.
      names.nameOf('select 2');
      expect(names.nameOf('select 2')).toBe('s3');
    }
  });
});
