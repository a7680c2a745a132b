import { expect, it } from 'vitest';
import { closeable, createAlarm } from '../../../src/live/wake.js';

it('releases a subscriber that leaves while nothing happens', async () => {
  const alarm = createAlarm();
  let freed = false;
  const items = closeable(async function* (closed) {
    try {
      while (!closed.aborted) {
        await alarm.rung(closed);
        if (!closed.aborted) yield 'rung';
      }
    } finally {
      freed = true;
    }
  });
  const next = items.next();
  await items.return(undefined);
  expect(await next).toMatchObject({ done: true });
  expect(freed).toBe(true);
});

it('wakes at once when it rang since the last wait', async () => {
  const alarm = createAlarm();
  const { signal } = new AbortController();
  alarm.ring();
  alarm.ring();
  await alarm.rung(signal);
  let again = false;
  const second = alarm.rung(signal).then(() => {
    again = true;
  });
  await Promise.resolve();
  expect(again).toBe(false);
  alarm.ring();
  await second;
  expect(again).toBe(true);
});
