import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearNames } from '../../../src/diagnostics/near-names.js';

const near = (one: string, other: string) => nearNames(one, [{ id: 'a', name: other, key: other }])[0]?.kind ?? null;

describe('nearNames', () => {
  it.each([
    ['oven-01', 'oven01', 'SEPARATORS'],
    ['oven-01', 'oven-01', 'SPELLING'],
    ['reception', 'recepton', 'SLIP'],
    ['reception', 'recepiton', 'SLIP'],
    ['reception', 'receptiom', 'SLIP'],
    ['reception', 'reception-pc', 'PART'],
    ['shop-01', 'shop-02', null],
    ['shop-1', 'shop-11', null],
    ['pc-a', 'pc-b', null],
    ['reception', 'accounting', null],
    ['', '', null],
  ])('%s and %s', (one, other, kind) => {
    expect(near(one, other)).toBe(kind);
    expect(near(other, one)).toBe(kind);
  });

  const letters = fc.string({ unit: fc.constantFrom(...'abcdefghij'), minLength: 6, maxLength: 12 });
  const anyKey = fc.string({ unit: fc.constantFrom(...'abc-_.0123'), maxLength: 12 });

  it('gives the same likeness in both directions', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (one, other) => {
        expect(near(one, other)).toBe(near(other, one));
      }),
    );
  });

  it('finds every name with one letter omitted, changed or swapped', () => {
    fc.assert(
      fc.property(letters, fc.nat(11), (name, place) => {
        const at = place % (name.length - 1);
        const slips = [
          name.slice(0, at) + name.slice(at + 1),
          `${name.slice(0, at)}z${name.slice(at + 1)}`,
          `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`,
        ];
        for (const slip of slips) expect(near(name, slip)).not.toBe(null);
      }),
    );
  });

  it('never matches names with different numbers', () => {
    fc.assert(
      fc.property(letters, fc.nat(999), fc.nat(999), (name, one, other) => {
        fc.pre(one !== other);
        expect(near(`${name}${one}`, `${name}${other}`)).toBe(null);
      }),
    );
  });

  it('returns at most three names, most likely first', () => {
    const others = ['receptio', 'reception-desk', 'recep-tion', 'receptionx', 'reception'];
    const found = nearNames(
      'reception',
      others.map((name) => ({ id: name, name, key: name })),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['SPELLING', 'SEPARATORS', 'SLIP']);
  });
});
