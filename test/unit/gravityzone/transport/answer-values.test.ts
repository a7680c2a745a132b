import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepestLevel, exceedsValues } from '../../../../src/gravityzone/transport/answer-values.js';

/** Values, counted on what the text stands for. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce<number>((sum, item) => sum + valuesIn(item), 0);
}

describe('exceedsValues', () => {
  it('never lets more pass than there may be, and stops nothing that holds half as many', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(60), (value, most) => {
        const values = valuesIn(value);
        const exceeds = exceedsValues(JSON.stringify(value), most);
        if (values > 2 * most) expect(exceeds).toBe(true);
        if (values <= most / 2) expect(exceeds).toBe(false);
      }),
    );
  });

  it.each([
    ['commas and brackets in a text', JSON.stringify(['[,{,[,{,[,', '\\"[,,,,'])],
    ['an escaped quote before a comma', JSON.stringify(['a",",",",",","b'])],
  ])('does not count %s', (_what, text) => {
    expect(exceedsValues(text, 3)).toBe(false);
  });

  it.each([
    ['8 MB of empty lists', `[${'[],'.repeat(2_700_000)}[]]`],
    ['8 MB of numbers', `[${'1,'.repeat(4_000_000)}1]`],
    ['8 MB of empty objects', `[${'{},'.repeat(2_700_000)}{}]`],
    ['lists one in the other', '['.repeat(deepestLevel + 1)],
  ])('refuses %s', (_what, text) => {
    expect(exceedsValues(text)).toBe(true);
  });

  it('lets a page of a thousand rows pass', () => {
    const row = Object.fromEntries(Array.from({ length: 60 }, (_, number) => [`field${number}`, 'x, [y], {z}']));
    expect(exceedsValues(JSON.stringify(new Array(1_000).fill(row)))).toBe(false);
  });
});
