import { expect, it } from 'vitest';
import { nextTurn, withBudget } from '../../../src/database/request-budget.js';
import { giveWay } from '../../../src/domain/give-way.js';
import { Loader } from '../../../src/graphql/context.js';

/** Keeps the process busy, so that whoever gives way has to wait for the next round of the event loop. */
function keepBusy(): void {
  void giveWay('another tenant');
  const end = performance.now() + 20;
  while (performance.now() < end);
}

it('loads in one go for the lists that are handed out now and those that wait for their turn', async () => {
  const loads: string[][] = [];
  const loader = new Loader<string, string>(async (keys) => {
    loads.push([...keys]);
    return [...keys];
  });
  await withBudget({ fields: 100_000, statements: 100 }, async () => {
    const list = async (key: string) => {
      await nextTurn(1_000, 'a');
      return loader.load(key);
    };
    keepBusy();
    const now = loader.load('now');
    expect(await Promise.all([now, ...['first', 'second', 'third'].map(list)])).toEqual([
      'now',
      'first',
      'second',
      'third',
    ]);
  });
  expect(loads).toEqual([['now', 'first', 'second', 'third']]);
});

it('loads what is asked for together where nothing is counted', async () => {
  const loads: number[][] = [];
  const loader = new Loader<number, number>(async (keys) => {
    loads.push([...keys]);
    return [...keys];
  });
  await Promise.all([loader.load(1), Promise.resolve().then(() => loader.load(2))]);
  expect(loads).toEqual([[1, 2]]);
});
