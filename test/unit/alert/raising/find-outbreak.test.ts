import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belongs, type Detection, findOutbreak } from '../../../../src/alert/raising/find-outbreak.js';

const settings = { machines: 3, minutes: 10 };
const at = (minutes: number) => new Date(Date.UTC(2026, 2, 18, 10, 0) + minutes * 60_000);
/** `a0 b4` is machine a at minute 0 and machine b at minute 4. */
const detections = (text: string): Detection[] =>
  text.split(' ').map((part) => ({ machine: part.charAt(0), at: at(Number(part.slice(1))) }));

describe('findOutbreak', () => {
  it.each<[string, string, [number, number] | null]>([
    ['too few machines', 'a0 b1', null],
    ['enough machines', 'a0 b1 c2', [0, 2]],
    ['one machine often', 'a0 a1 a2 a3 b4', null],
    ['a window, ends included', 'a0 b5 c10', [0, 10]],
    ['a little more than a window', 'a0 b5 c10.1', null],
    ['a quiet start is left out', 'a0 b20 c22 d24', [20, 24]],
    ['it goes on while no window is quiet', 'a0 b1 c2 a12 b22', [0, 22]],
    ['it ends with a quiet window', 'a0 b1 c2 d12.1', [0, 2]],
    ['in any order', 'c2 a0 b1', [0, 2]],
    ['a machine that left the window no longer counts', 'a0 b9 a11 c20', null],
    ['a machine that came back counts once', 'a0 a9 b10 c18', [9, 18]],
  ])('%s: %s', (_, text, span) => {
    expect(findOutbreak(detections(text), settings)).toEqual(span && { startedAt: at(span[0]), lastAt: at(span[1]) });
  });

  const many = fc.array(
    fc.record({ machine: fc.constantFrom('a', 'b', 'c', 'd', 'e'), at: fc.integer({ min: 0, max: 60 }).map(at) }),
    { maxLength: 30 },
  );

  it('finds one whenever some window has enough machines, and only then', () => {
    fc.assert(
      fc.property(many, (given) => {
        const machinesFrom = (start: Date) =>
          new Set(given.filter((one) => one.at >= start && +one.at - +start <= 600_000).map(({ machine }) => machine));
        const expected = given.some((one) => machinesFrom(one.at).size >= settings.machines);
        expect(findOutbreak(given, settings) !== null).toBe(expected);
      }),
    );
  });

  it('excludes detections after the end of the outbreak', () => {
    fc.assert(
      fc.property(many, (given) => {
        const span = findOutbreak(given, settings);
        if (span === null) return;
        const next = given.filter(({ at: when }) => when > span.lastAt);
        expect(next.every(({ at: when }) => !belongs(span, when, settings))).toBe(true);
      }),
    );
  });
});
