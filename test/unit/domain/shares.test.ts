import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createShares, createUpcoming } from '../../../src/domain/shares.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A work that gives how often it was called, some time later. */
function slowly(milliseconds: number) {
  let calls = 0;
  return async () => {
    calls += 1;
    const call = calls;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return call;
  };
}

it('gives one result to all who ask while it is made, and for a time after it', async () => {
  const { share } = createShares(1_000);
  const make = slowly(5_000);
  const first = share('key', make);
  await vi.advanceTimersByTimeAsync(4_999);
  const second = share('key', make);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await Promise.all([first, second, share('key', make)])).toEqual([1, 1, 1]);
  await vi.advanceTimersByTimeAsync(1);
  const third = share('key', make);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await third).toBe(2);
});

it('gives a result of its own to each key', async () => {
  const { share } = createShares();
  expect(await Promise.all([share('one', async () => 1), share('other', async () => 2)])).toEqual([1, 2]);
});

it('keeps no failure', async () => {
  const { share } = createShares();
  await expect(share('key', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await share('key', async () => 'found')).toBe('found');
});

it('makes what is to come later than it was asked for, and once for all who ask meanwhile', async () => {
  const { share } = createUpcoming();
  const make = slowly(1_000);
  const first = [share('key', make), share('key', make)];
  await vi.advanceTimersByTimeAsync(1);
  const second = [share('key', make), share('key', make), share('key', make)];
  await vi.advanceTimersByTimeAsync(1_000);
  const third = share('key', make);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await Promise.all([...first, ...second, third])).toEqual([1, 1, 2, 2, 2, 3]);
});

it('makes what is to come for one key while another is made', async () => {
  const { share } = createUpcoming();
  const [slow, other] = [share('slow', slowly(1_000)), share('other', async () => 'other')];
  expect(await other).toBe('other');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await slow).toBe(1);
});

it('makes what is to come although what came before failed', async () => {
  const { share } = createUpcoming();
  const failing = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    throw new Error('no');
  };
  const failed = expect(share('key', failing)).rejects.toThrow('no');
  await vi.advanceTimersByTimeAsync(1);
  const next = share('key', async () => 'found');
  await vi.advanceTimersByTimeAsync(1_000);
  await failed;
  expect(await next).toBe('found');
});
