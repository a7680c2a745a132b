import { EventEmitter } from 'node:events';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { takeFirstFree } from '../../../../src/database/pool/first-free.js';

/** pg's pool, with connections that open when a test says so. */
function poolOf(max: number) {
  const opening: ((error?: Error) => void)[] = [];
  class Connection extends EventEmitter {
    _queryable = true;
    connect(opened: (error?: Error) => void) {
      opening.push(opened);
    }
    end(ended?: () => void) {
      ended?.();
    }
  }
  const pool = new pg.Pool({ max, Client: Connection as unknown as typeof pg.Client, idleTimeoutMillis: 0 });
  return { pool, take: takeFirstFree(pool), opening };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('takeFirstFree', () => {
  it('takes what is given back before a new connection is open, which is there for the next', async () => {
    const { pool, take, opening } = poolOf(3);
    const first = take();
    opening.shift()?.();
    const one = await first;
    const second = take();
    await settled();
    expect(opening).toHaveLength(1);
    one.release();
    expect(await second).toBe(one);
    opening.shift()?.();
    await settled();
    expect([pool.totalCount, pool.idleCount, opening.length]).toEqual([2, 1, 0]);
    expect(await take()).not.toBe(one);
  });

  it('takes a new connection that is open before another is given back', async () => {
    const { pool, take, opening } = poolOf(3);
    const first = take();
    opening.shift()?.();
    const one = await first;
    const second = take();
    opening.shift()?.();
    const other = await second;
    expect(other).not.toBe(one);
    one.release();
    await settled();
    expect([pool.totalCount, pool.idleCount]).toEqual([2, 1]);
  });

  it('serves one of those who wait for each that is given back, in their order, and opens only those that were asked for', async () => {
    const { pool, take, opening } = poolOf(5);
    const taken = [take(), take()];
    for (const open of opening.splice(0)) open();
    const open = await Promise.all(taken);
    const order: number[] = [];
    const late = [1, 2, 3].map(async (number) => {
      const client = await take();
      order.push(number);
      return client;
    });
    await settled();
    for (const client of open) client.release();
    await settled();
    expect(order).toEqual([1, 2]);
    (await late[0])?.release();
    await settled();
    expect(order).toEqual([1, 2, 3]);
    expect(opening).toHaveLength(3);
    for (const opened of opening.splice(0)) opened();
    await settled();
    expect([pool.totalCount, pool.idleCount]).toEqual([5, 3]);
  });

  it('waits for one to be given back where as many are open as there may be', async () => {
    const { take, opening } = poolOf(1);
    const first = take();
    opening.shift()?.();
    const one = await first;
    const others = [take(), take()];
    one.release();
    expect(await others[0]).toBe(one);
    one.release();
    expect(await others[1]).toBe(one);
    expect(opening).toEqual([]);
  });

  it('fails for whoever waits for a connection that cannot be opened', async () => {
    const { take, opening } = poolOf(2);
    const first = take();
    opening.shift()?.(new Error('refused'));
    await expect(first).rejects.toThrow('refused');
  });
});
