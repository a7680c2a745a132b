import { describe, expect, it } from 'vitest';
import { borrow } from '../../../../src/database/pool/borrow.js';
import { BusyError } from '../../../../src/database/pool/busy.js';
import type { Lender } from '../../../../src/database/pool/pools.js';
import { createTurns } from '../../../../src/database/pool/turns.js';

/** A lender of a pool without PostgreSQL. */
function lenderOf(most: number, ofTenant: number, longestWait?: number) {
  const waiting: ((client: unknown) => void)[] = [];
  let free = most;
  const client = {
    release() {
      free += 1;
      waiting.shift()?.(take());
    },
  };
  const take = () => {
    free -= 1;
    return client;
  };
  const takeOrWait = async () => (free > 0 ? take() : new Promise((resolve) => waiting.push(resolve)));
  const takeShare = createTurns({ atOnce: ofTenant, waiting: Number.POSITIVE_INFINITY });
  const lender = {
    take: takeOrWait,
    prepared: new Map(),
    takeShare,
    ...(longestWait !== undefined && { longestWait }),
  };
  return { lender: lender as unknown as Lender, free: () => free };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('borrow', () => {
  it('leaves connections for others when a tenant has its share', async () => {
    const { lender, free } = lenderOf(3, 2);
    const ofOne = Array.from({ length: 5 }, () => borrow(lender, 'one'));
    await settled();
    expect(free()).toBe(1);
    const other = await borrow(lender, 'two');
    other.release();
    for (const each of ofOne) (await each).release();
    expect(free()).toBe(3);
  });

  it('counts work across tenants for the pool alone', async () => {
    const { lender, free } = lenderOf(3, 1);
    const all = await Promise.all([null, null, null].map((none) => borrow(lender, none)));
    expect(free()).toBe(0);
    for (const each of all) each.release();
    expect(free()).toBe(3);
  });

  it.each([
    { name: 'a share', most: 3, ofTenant: 1, tenantId: 'one' },
    { name: 'the pool', most: 1, ofTenant: 1, tenantId: null },
  ])('is busy when $name is not free in time, and takes nothing later', async ({ most, ofTenant, tenantId }) => {
    const { lender, free } = lenderOf(most, ofTenant, 5);
    const held = await borrow(lender, tenantId);
    await expect(borrow(lender, tenantId)).rejects.toThrow(BusyError);
    held.release();
    await settled();
    expect(free()).toBe(most);
    (await borrow(lender, tenantId)).release();
  });

  it('gives the share back when no connection can be opened', async () => {
    const takeShare = createTurns({ atOnce: 1, waiting: 5 });
    const take = () => Promise.reject(new Error('refused'));
    const lender = { take, takeShare } as unknown as Lender;
    for (let times = 0; times < 3; times += 1) await expect(borrow(lender, 'one')).rejects.toThrow('refused');
  });
});
