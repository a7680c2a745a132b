import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { BusyError } from '../../../../src/database/pool/busy.js';
import { createTurns } from '../../../../src/database/pool/turns.js';

/** Work that ends when it is asked to. */
function pending() {
  let end = () => {};
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('the turns of tenants', () => {
  it('lets one caller of a tenant in after the other, in order, and another tenant at once', async () => {
    const takeTurn = createTurns({ atOnce: 1, waiting: 100 });
    const began: string[] = [];
    const first = pending();
    const work = (name: string, until?: Promise<void>) => async () => {
      began.push(name);
      await until;
    };
    const all = [
      takeTurn('a', work('a1', first.promise)),
      takeTurn('a', work('a2')),
      takeTurn('a', work('a3')),
      takeTurn('b', work('b1')),
    ];
    await nextTurn();
    expect(began).toEqual(['a1', 'b1']);
    first.end();
    await Promise.all(all);
    expect(began).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('lets as many in at once as it is made for', async () => {
    const takeTurn = createTurns({ atOnce: 2, waiting: 0 });
    const first = pending();
    const both = [1, 2].map((value) => takeTurn('a', async () => first.promise.then(() => value)));
    await expect(takeTurn('a', async () => 3)).rejects.toThrow(BusyError);
    first.end();
    expect(await Promise.all(both)).toEqual([1, 2]);
    await expect(takeTurn('a', async () => 3)).resolves.toBe(3);
  });

  it('goes on after work that failed', async () => {
    const takeTurn = createTurns({ atOnce: 1, waiting: 100 });
    const failing = takeTurn('a', () => Promise.reject(new Error('no')));
    const next = takeTurn('a', async () => 'done');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });

  it('is busy when a hundred wait', async () => {
    const takeTurn = createTurns({ atOnce: 1, waiting: 100 });
    const first = pending();
    const waiting = Array.from({ length: 101 }, () => takeTurn('a', () => first.promise));
    await expect(takeTurn('a', async () => undefined)).rejects.toThrow(BusyError);
    await expect(takeTurn('b', async () => 'free')).resolves.toBe('free');
    first.end();
    await Promise.all(waiting);
  });

  it('keeps the context of who waits', async () => {
    const takeTurn = createTurns({ atOnce: 1, waiting: 100 });
    const context = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const look = async () => {
      await nextTurn();
      seen.push(context.getStore());
    };
    await Promise.all(['one', 'two'].map((name) => context.run(name, () => takeTurn('a', look))));
    expect(seen).toEqual(['one', 'two']);
  });
});
