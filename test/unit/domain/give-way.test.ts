import { describe, expect, it } from 'vitest';
import { createGiveWay } from '../../../src/domain/give-way.js';

/** A clock and an event loop that go on only when they are asked to. */
function loop() {
  let time = 0;
  const soon: (() => void)[] = [];
  return {
    giveWay: createGiveWay(
      () => time,
      (work) => void soon.push(work),
    ),
    compute(milliseconds: number) {
      time += milliseconds;
    },
    /** What came in is read, and one of those who wait goes on. */
    async turn() {
      for (const work of soon.splice(0)) work();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('giveWay', () => {
  it('lets work go on at once for some milliseconds, and then not before others', async () => {
    const { giveWay, compute, turn } = loop();
    expect(giveWay('one')).toBeUndefined();
    compute(4);
    expect(giveWay('one')).toBeUndefined();
    compute(4);
    const waiting = giveWay('one');
    expect(waiting).toBeInstanceOf(Promise);
    await turn();
    await waiting;
    expect(giveWay('one')).toBeUndefined();
  });

  it('lets owners take turns, each of them in its order', async () => {
    const { giveWay, compute, turn } = loop();
    giveWay('one');
    compute(9);
    const done: string[] = [];
    for (const [owner, step] of [
      ['one', 'one a'],
      ['one', 'one b'],
      ['one', 'one c'],
      ['two', 'two a'],
      ['two', 'two b'],
    ] as const)
      void giveWay(owner)?.then(() => {
        done.push(step);
        compute(3);
      });
    for (let turns = 1; turns <= 5; turns += 1) {
      await turn();
      expect(done).toHaveLength(turns);
    }
    expect(done).toEqual(['one a', 'two a', 'one b', 'two b', 'one c']);
  });

  it('lets an owner who asks for little go before one who asks for much', async () => {
    const { giveWay, compute, turn } = loop();
    const done: string[] = [];
    const step = (owner: string, milliseconds: number) =>
      void giveWay(owner)?.then(() => {
        done.push(owner);
        compute(milliseconds);
        if (done.length < 6) step(owner, milliseconds);
      });
    giveWay('much');
    compute(9);
    step('much', 40);
    await turn();
    step('little', 6);
    for (let turns = 0; turns < 4; turns += 1) await turn();
    expect(done).toEqual(['much', 'little', 'little', 'little', 'little']);
  });

  it('counts a new turn when nobody has computed for a while', async () => {
    const { giveWay, compute, turn } = loop();
    giveWay('one');
    await turn();
    compute(1_000);
    expect(giveWay('one')).toBeUndefined();
  });
});
