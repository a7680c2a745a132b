import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createAnswerBytes } from '../../../../src/gravityzone/transport/answer-bytes.js';

const never = new AbortController().signal;

describe('createAnswerBytes', () => {
  /** Whether each of these has its turn by now. */
  const started = async (turns: Promise<unknown>[]) => {
    const state = turns.map(() => false);
    for (const [index, turn] of turns.entries())
      void turn.then(
        () => {
          state[index] = true;
        },
        () => undefined,
      );
    await setImmediate();
    return state;
  };

  it('lets one owner read half at once, and others beside it', async () => {
    const bytes = createAnswerBytes(80);
    const ofOne = Array.from({ length: 6 }, () => bytes.hold('one', 10, never));
    expect(await started(ofOne)).toEqual([true, true, true, true, false, false]);
    const ofTwo = Array.from({ length: 5 }, () => bytes.hold('two', 10, never));
    expect(await started(ofTwo)).toEqual([true, true, true, true, false]);
    const ofThree = [bytes.hold('three', 10, never)];
    expect(await started(ofThree)).toEqual([false]);
    (await ofTwo[0])?.();
    // In order, as far as each has room: of the first owner none fits.
    expect([await started(ofOne), await started(ofTwo), await started(ofThree)]).toEqual([
      [true, true, true, true, false, false],
      [true, true, true, true, true],
      [false],
    ]);
    (await ofOne[0])?.();
    expect((await started(ofOne))[4]).toBe(true);
  });

  it('gives back once, however often it is asked to', async () => {
    const bytes = createAnswerBytes(20);
    const release = await bytes.hold('one', 10, never);
    release();
    release();
    const more = [bytes.hold('one', 10, never), bytes.hold('one', 10, never)];
    expect(await started(more)).toEqual([true, false]);
  });

  it('gives up its place when its signal aborts, and holds nothing', async () => {
    const bytes = createAnswerBytes(20);
    const release = await bytes.hold('one', 10, never);
    const controller = new AbortController();
    const waiting = bytes.hold('one', 10, controller.signal);
    controller.abort(new Error('Enough.'));
    await expect(waiting).rejects.toThrow('Enough.');
    await expect(bytes.hold('one', 10, controller.signal)).rejects.toThrow('Enough.');
    release();
    expect(await started([bytes.hold('one', 10, never)])).toEqual([true]);
  });

  it('counts more than half as half', async () => {
    const bytes = createAnswerBytes(20);
    expect(await started([bytes.hold('one', 1_000, never), bytes.hold('two', 1_000, never)])).toEqual([true, true]);
  });
});
