import { expect, it } from 'vitest';
import type { LiveEvent, LiveEvents } from '../../../../src/live/live-events.js';
import { type SyncReader, watchRuns } from '../../../../src/sync/history/sync.reader.js';
import type { SyncRun } from '../../../../src/sync/history/sync.type.js';

it('reads a run once for all who watch it when it makes progress', async () => {
  const listeners = new Set<(event: LiveEvent) => void>();
  const liveEvents: LiveEvents = {
    on(_tenantId, _topic, listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state: () => ({ listening: true, since: new Date() }),
    close: async () => undefined,
  };
  const reads: string[] = [];
  const reader: SyncReader = {
    async byIds(_tenantId, ids) {
      reads.push(ids.join(' '));
      return ids.map((id) => ({ id, calls: reads.length }) as SyncRun);
    },
    page: () => Promise.reject(new Error('Not asked for.')),
  };
  const watch = watchRuns({ liveEvents, reader });
  const progress = (id: string) => {
    for (const listener of listeners) listener({ tenantId: 'a', topic: 'runs', id });
  };
  const subscribers = Array.from({ length: 50 }, () => watch('a', null)) as AsyncGenerator<SyncRun>[];
  const nextOfAll = () => Promise.all(subscribers.map((each) => each.next()));

  for (const [index, id] of ['one', 'two', 'one'].entries()) {
    const next = nextOfAll();
    progress(id);
    const expected = { done: false, value: { id, calls: index + 1 } };
    expect(await next).toEqual(subscribers.map(() => expected));
  }
  expect(reads).toEqual(['one', 'two', 'one']);

  await Promise.all(subscribers.map((each) => each.return(undefined)));
  expect(listeners.size).toBe(0);
});

it('begins with the present state of a run that is asked for', async () => {
  const liveEvents: LiveEvents = {
    on: () => () => undefined,
    state: () => ({ listening: true, since: new Date() }),
    close: async () => undefined,
  };
  const reader: SyncReader = {
    byIds: async (_tenantId, ids) => ids.map((id) => ({ id }) as SyncRun),
    page: () => Promise.reject(new Error('Not asked for.')),
  };
  const [first] = [watchRuns({ liveEvents, reader })('a', 'run') as AsyncGenerator<SyncRun>];
  expect(await first.next()).toEqual({ done: false, value: { id: 'run' } });
  await first.return(undefined);
});
