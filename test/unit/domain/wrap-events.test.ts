import { describe, expect, it } from 'vitest';
import { mapEvents, wrapEvents } from '../../../src/domain/wrap-events.js';

async function* numbers(fail = false) {
  yield 1;
  if (fail) throw new Error('no');
  yield 2;
}

describe('wrapped events', () => {
  it.each([
    [
      'over',
      'all are read',
      async (events: AsyncGenerator<number>) => {
        for await (const _ of events);
      },
    ],
    ['over', 'they were never started', (events: AsyncGenerator<number>) => events.return(undefined)],
    [
      'over',
      'nobody wants the second',
      async (events: AsyncGenerator<number>) => {
        for await (const _ of events) break;
        await events.return(undefined);
      },
    ],
  ])('end once, %s, when %s', async (how, _, use) => {
    const ends: string[] = [];
    await use(wrapEvents(numbers(), { ended: (way) => ends.push(way) }));
    expect(ends).toEqual([how]);
  });

  it('end once, failed, when the source fails', async () => {
    const ends: string[] = [];
    const events = wrapEvents(numbers(true), { ended: (way) => ends.push(way) });
    expect((await events.next()).value).toBe(1);
    await expect(events.next()).rejects.toThrow('no');
    await events.return(undefined);
    expect(ends).toEqual(['failed']);
  });

  it('are the same, each step in what is around it', async () => {
    const seen: string[] = [];
    const events = wrapEvents(numbers(), {
      async step(move) {
        seen.push('before');
        const result = await move();
        seen.push(String(result.value));
        return result;
      },
    });
    const values: number[] = [];
    for await (const value of events) values.push(value);
    expect(values).toEqual([1, 2]);
    expect(seen).toEqual(['before', '1', 'before', '2', 'before', 'undefined']);
  });
});

describe('mapped events', () => {
  it('are what the function makes of each', async () => {
    const found: string[] = [];
    for await (const text of mapEvents(numbers(), async (number) => `number ${number}`)) found.push(text);
    expect(found).toEqual(['number 1', 'number 2']);
  });

  it.each([
    ['one cannot be mapped', (events: AsyncGenerator<number>) => events.next().catch(() => undefined)],
    ['nobody wants more', (events: AsyncGenerator<number>) => events.return(undefined)],
    ['they are thrown at', (events: AsyncGenerator<number>) => events.throw(new Error('no')).catch(() => undefined)],
  ])('end their source when %s', async (_, use) => {
    const source = numbers();
    await source.next();
    const mapped = mapEvents(source, () => Promise.reject(new Error('no')));
    await use(mapped);
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });

  it('fail as their source does', async () => {
    const mapped = mapEvents(numbers(true), async (number) => number);
    expect(await mapped.next()).toEqual({ done: false, value: 1 });
    await expect(mapped.next()).rejects.toThrow('no');
  });
});
