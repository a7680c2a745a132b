import { expect, it } from 'vitest';
import { remember } from '../../../src/gauges/remember.js';

const times = { milliseconds: 5_000, patience: 1_000 };

it('reads once for all who ask within the time', async () => {
  let now = 0;
  let readings = 0;
  const read = remember(
    async () => ++readings,
    times,
    () => now,
  );
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  now = 4_999;
  expect(await read()).toBe(1);
  now = 5_000;
  expect(await read()).toBe(2);
});

it('gives null for a reading that fails', async () => {
  const read = remember(
    () => Promise.reject(new Error('away')),
    times,
    () => 0,
  );
  expect(await read()).toBeNull();
});

it('gives null for a reading that does not end', async () => {
  const read = remember(
    () => new Promise<number>(() => undefined),
    { ...times, patience: 1 },
    () => 0,
  );
  expect(await read()).toBeNull();
});
