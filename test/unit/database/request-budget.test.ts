import { describe, expect, it } from 'vitest';
import { type Budget, nextTurn, spend, withBudget } from '../../../src/database/request-budget.js';

const budget = (fields = 100_000): Budget => ({ fields, statements: 100 });

describe('nextTurn', () => {
  it('lets work go on at once where nobody waits for an answer', () => {
    expect(nextTurn(1_000_000, 'a')).toBeUndefined();
  });

  it('lets lists wait together once enough was handed out', async () => {
    await withBudget(budget(), async () => {
      expect(nextTurn(1_000, 'a')).toBeUndefined();
      expect(nextTurn(250, 'a')).toBeUndefined();
      const second = nextTurn(1_000, 'a');
      expect(second).toBeInstanceOf(Promise);
      expect(nextTurn(250, 'a')).toBe(second);
      const third = nextTurn(1, 'a');
      expect(third).not.toBe(second);
      const order: string[] = [];
      await Promise.all([third?.then(() => order.push('third')), second?.then(() => order.push('second'))]);
      expect(order).toEqual(['second', 'third']);
    });
  });

  it('lets work go on at once after the last turn has begun', async () => {
    await withBudget(budget(), async () => {
      nextTurn(1_250, 'a');
      await nextTurn(10, 'a');
      await Promise.resolve();
      expect(nextTurn(10, 'a')).toBeUndefined();
    });
  });

  it('does not let a list wait that is longer than a turn and comes first', () => {
    withBudget(budget(), () => expect(nextTurn(30_000, 'a')).toBeUndefined());
  });
});

describe('spend', () => {
  it('refuses what is beyond the budget, and all that follows', () => {
    withBudget(budget(10), () => {
      spend('fields', 10);
      expect(() => spend('fields', 1)).toThrow('too many fields');
      expect(() => spend('statements', 1)).toThrow('too many queries');
    });
  });
});
