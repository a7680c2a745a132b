import { describe, expect, it } from 'vitest';
import { callsPerMinute, nextTurn } from '../../../../src/alert/publication/next-turn.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 18, 10, 0, seconds));

describe('the turn of a call', () => {
  it.each([
    ['comes at once when there were few', null, at(0), at(0)],
    ['comes a minute after the call that fills the minute', at(0), at(10), at(60)],
    ['comes at once when that call is a minute old', at(0), at(60), at(60)],
    ['comes behind those that wait themselves', at(60), at(10), at(120)],
  ])('%s', (_, earlier, now, expected) => {
    expect(nextTurn(earlier, now)).toEqual(expected);
  });

  it('spreads a burst so that no minute has more calls than it may', () => {
    const turns: Date[] = [];
    for (let call = 0; call < 5 * callsPerMinute; call += 1) {
      const recent = turns.filter((turn) => turn.getTime() > at(0).getTime() - 60_000);
      const earlier = recent.toSorted((a, b) => b.getTime() - a.getTime())[callsPerMinute - 1] ?? null;
      turns.push(nextTurn(earlier, at(0)));
    }
    const perMinute = Map.groupBy(turns, (turn) => Math.floor((turn.getTime() - at(0).getTime()) / 60_000));
    expect([...perMinute].map(([minute, calls]) => [minute, calls.length])).toEqual(
      [0, 1, 2, 3, 4].map((minute) => [minute, callsPerMinute]),
    );
  });
});
