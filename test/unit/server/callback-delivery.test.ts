import type { ExecutionResult } from 'graphql';
import { afterEach, expect, it, vi } from 'vitest';
import { CallbackError, type CallbackMessage } from '../../../src/server/subscriptions/callback-calls.js';
import { deliverEvents } from '../../../src/server/subscriptions/callback-delivery.js';

/** Delivers events to a router that keeps what it gets, and answers as `answer` says. */
function deliver(
  events: AsyncGenerator<ExecutionResult>,
  answer: (message: CallbackMessage) => Promise<void> = async () => undefined,
  heartbeatMilliseconds = 0,
) {
  const messages: CallbackMessage[] = [];
  const problems: string[] = [];
  const delivery = deliverEvents({
    events,
    heartbeatMilliseconds,
    call: async (message) => {
      messages.push(message);
      await answer(message);
    },
    payloadOf: (event) => JSON.stringify(event),
    failed: (error) => [{ message: `masked ${(error as Error).message}` }],
    unreachable: ({ message }) => problems.push(message),
  });
  return { delivery, messages, problems };
}

const next = (number: number) => ({ action: 'next', payload: JSON.stringify({ data: { number } }) });
const undelivered = { message: 'Events could not be delivered: subscribe again.', extensions: { code: 'UNAVAILABLE' } };

afterEach(() => void vi.useRealTimers());

async function* numbers(count: number, asked?: number[]): AsyncGenerator<ExecutionResult> {
  for (let number = 1; number <= count; number += 1) {
    asked?.push(number);
    yield { data: { number } };
  }
}

it('completes without errors when the events are over', async () => {
  const { delivery, messages } = deliver(numbers(2));
  await delivery.over;
  expect(messages).toEqual([next(1), next(2), { action: 'complete' }]);
});

it('asks for an event when the one before it has arrived', async () => {
  const asked: number[] = [];
  let arrived = () => {};
  const { delivery, messages } = deliver(
    numbers(2, asked),
    () =>
      new Promise((resolve) => {
        arrived = resolve;
      }),
  );
  await expect.poll(() => messages.length).toBe(1);
  expect(asked).toEqual([1]);
  arrived();
  await expect.poll(() => messages.length).toBe(2);
  expect(asked).toEqual([1, 2]);
  arrived();
  await expect.poll(() => messages.length).toBe(3);
  arrived();
  await delivery.over;
});

it('completes with a masked error when the events fail by themselves', async () => {
  const { delivery, messages } = deliver(
    (async function* () {
      yield { data: { number: 1 } };
      throw new Error('secret');
    })(),
  );
  await delivery.over;
  expect(messages).toEqual([next(1), { action: 'complete', errors: [{ message: 'masked secret' }] }]);
});

it('waits for the call that is open when it is ended, then completes with the errors', async () => {
  let arrived = () => {};
  const { delivery, messages } = deliver(numbers(5), (message) =>
    message.action === 'next'
      ? new Promise((resolve) => {
          arrived = resolve;
        })
      : Promise.resolve(),
  );
  await expect.poll(() => messages.length).toBe(1);
  const errors = [{ message: 'over' }];
  delivery.end(errors);
  delivery.end([{ message: 'a second reason' }]);
  expect(messages).toEqual([next(1)]);
  arrived();
  await delivery.over;
  expect(messages).toEqual([next(1), { action: 'complete', errors }]);
});

it.each([
  ['has ended the subscription', new CallbackError('over', false, true), [], []],
  ['refuses a call', new CallbackError('refused', false), ['refused'], []],
  ['cannot be reached', new CallbackError('away', true), ['away'], [{ action: 'complete', errors: [undelivered] }]],
])('stops the events when the router %s', async (_what, error, problems, after) => {
  const asked: number[] = [];
  const { delivery, ...got } = deliver(numbers(5, asked), async ({ action }) => {
    if (action === 'next') throw error;
  });
  await delivery.over;
  expect(asked).toEqual([1]);
  expect(got).toEqual({ messages: [next(1), ...after], problems });
});

it('ends when the router does not take the last message either', async () => {
  const { delivery, messages } = deliver(numbers(0), async () => {
    throw new CallbackError('away', true);
  });
  await delivery.over;
  expect(messages).toEqual([{ action: 'complete' }]);
});

it('lets one heartbeat wait for a slow call, not all that were due meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  let arrived: (() => void) | undefined;
  const { delivery, messages } = deliver(
    numbers(2),
    ({ action }) =>
      action === 'next' && arrived === undefined
        ? new Promise((resolve) => {
            arrived = resolve;
          })
        : Promise.resolve(),
    1_000,
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(messages).toEqual([next(1)]);
  vi.advanceTimersByTime(10_000);
  arrived?.();
  await delivery.over;
  expect(messages).toEqual([next(1), { action: 'check' }, next(2), { action: 'complete' }]);
});
