import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Viewer } from '../../../src/auth/viewer.js';
import { createOpenConnections } from '../../../src/server/open-connections.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const viewer = (subject: string, seconds = 60) =>
  ({ subject, expiresAt: new Date(Date.now() + seconds * 1_000) }) as Viewer;

function connections() {
  const refused = new Set<string>();
  const listeners: (() => void)[] = [];
  const open = createOpenConnections({
    refuses: ({ subject }) => refused.has(subject),
    onRead: (listener) => listeners.push(listener),
  });
  const refuse = (subject: string) => {
    refused.add(subject);
    for (const listener of listeners) listener();
  };
  return { open, refuse };
}

it('ends a connection when its token expires, and no other', () => {
  const { open } = connections();
  const [first, second] = [vi.fn(), vi.fn()];
  open.keep(viewer('a', 10), first);
  open.keep(viewer('b', 20), second);
  vi.advanceTimersByTime(10_000);
  expect(first).toHaveBeenCalledExactlyOnceWith('The token has expired: connect with a new one.');
  expect(second).not.toHaveBeenCalled();
});

it('ends the connections of those who are refused', () => {
  const { open, refuse } = connections();
  const [first, second] = [vi.fn(), vi.fn()];
  open.keep(viewer('a'), first);
  open.keep(viewer('b'), second);
  refuse('a');
  expect(first).toHaveBeenCalledExactlyOnceWith('The token has been refused.');
  expect(second).not.toHaveBeenCalled();
});

it('ends nothing that is closed', () => {
  const { open, refuse } = connections();
  const end = vi.fn();
  open.keep(viewer('a', 10), end)();
  refuse('a');
  vi.advanceTimersByTime(20_000);
  expect(end).not.toHaveBeenCalled();
});

it('keeps a connection whose token lasts longer than a timer can', () => {
  const { open } = connections();
  const end = vi.fn();
  open.keep(viewer('a', 2 ** 32), end);
  vi.advanceTimersByTime(1_000);
  expect(end).not.toHaveBeenCalled();
});
