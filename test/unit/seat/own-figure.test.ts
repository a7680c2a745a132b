import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { companiesBelow, ownFigure, type TreeNode } from '../../../src/seat/own-figure.js';

const company = (bdId: string, parentBdId: string | null): TreeNode => ({ bdId, parentBdId, kind: 'COMPANY' });
const folder = (bdId: string, parentBdId: string | null): TreeNode => ({ bdId, parentBdId, kind: 'FOLDER' });

describe('companiesBelow', () => {
  it('looks through folders, and not through companies', () => {
    const nodes = [
      company('root', null),
      folder('north', 'root'),
      folder('inner', 'north'),
      company('bakery', 'inner'),
      company('partner', 'root'),
      company('law', 'partner'),
    ];
    expect(Object.fromEntries(companiesBelow(nodes))).toEqual({ root: ['bakery', 'partner'], partner: ['law'] });
  });

  it('ends in a tree with a circle, and without a parent', () => {
    expect(companiesBelow([folder('a', 'b'), folder('b', 'a'), company('c', 'a'), company('d', 'gone')]).size).toBe(0);
  });
});

describe('ownFigure', () => {
  it.each([
    [7, [], { counted: 7, problem: null }],
    [7, [2, 1], { counted: 4, problem: null }],
    [3, [2, 1], { counted: 0, problem: null }],
    [7, [2, null], { counted: null, problem: 'BELOW_NOT_READ' }],
    [2, [2, 1], { counted: null, problem: 'BELOW_EXCEEDS' }],
  ] as const)('takes from %i what is below: %j', (whole, below, expected) => {
    expect(ownFigure(whole, below)).toEqual(expected);
  });

  it('counts nobody twice: the own figures of a tree sum up to that of its root', () => {
    const trees = fc.array(fc.record({ parent: fc.nat(), seats: fc.nat(50) }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(trees, (given) => {
        const nodes = given.map(({ parent }, index) => company(`${index}`, index === 0 ? null : `${parent % index}`));
        const below = companiesBelow(nodes);
        const whole = (bdId: string): number =>
          (given[Number(bdId)]?.seats ?? 0) + (below.get(bdId) ?? []).reduce((sum, child) => sum + whole(child), 0);
        const own = nodes.map(({ bdId }) => ownFigure(whole(bdId), (below.get(bdId) ?? []).map(whole)).counted ?? -1);
        expect(own).toEqual(given.map(({ seats }) => seats));
        expect(own.reduce((sum, each) => sum + each, 0)).toBe(whole('0'));
      }),
    );
  });
});
