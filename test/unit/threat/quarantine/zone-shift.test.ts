import { DateTime } from 'luxon';
import { describe, expect, it, test } from 'vitest';
import { naiveDate } from '../../../../demo/gravityzone/naive-date.js';
import { createRandom, pick } from '../../../../demo/gravityzone/random.js';
import { zoneNames } from '../../../../src/gravityzone/rows/zones.js';
import {
  isSameDetection,
  type ListedItem,
  wasMisread,
  zoneShift,
} from '../../../../src/threat/quarantine/zone-shift.js';

const noon = new Date('2026-11-27T12:00:00Z');
const minutesLater = (minutes: number, at = noon) => new Date(at.getTime() + minutes * 60_000);

/** An item quarantined at `at`, whose date moved by so many minutes and is read so many minutes later. */
const item = (moved: number, readLater: number, at = noon): ListedItem => ({
  storedDate: naiveDate(at, 'UTC'),
  listedDate: naiveDate(minutesLater(moved, at), 'UTC'),
  storedAt: at,
  listedAt: minutesLater(readLater, at),
});

describe('dates that move', () => {
  test.each<[string, ListedItem[], number | null, number | null]>([
    ['by no shift when nothing moved', [item(0, 0), item(0, 0)], null, null],
    ['by a shift when read in the new zone they are as stored', [item(300, 0), item(300, 0)], 0, 300],
    ['by a shift westwards', [item(-420, 0), item(-420, 0), item(0, 420)], 0, -420],
    ['by a shift when a single item is as stored', [item(300, 0)], 0, 300],
    ['by a shift that was measured, although a set zone reads them as before', [item(300, 300)], 300, 300],
    ['by no shift when all were quarantined again at once', [item(300, 300), item(300, 300)], 0, null],
    ['by no shift when all were quarantined again an hour later', [item(60, 60), item(60, 60)], null, null],
    ['by no shift when half of them did', [item(300, 0), item(0, 0)], 0, null],
    ['by no shift when zones cannot differ by it', [item(310, 0), item(310, 0)], 0, null],
    ['by the shift of most', [item(300, 0), item(300, 0), item(360, 60)], 0, 300],
  ])('%s', (_, items, measured, shift) => {
    expect(zoneShift(items, measured)).toBe(shift);
  });

  it('is the same detection by the shift, the other season, or the same instant', () => {
    expect(
      [item(300, 0), item(300, 300), item(360, 60), item(240, -60)].map((each) => isSameDetection(each, 300)),
    ).toEqual([true, true, true, true]);
    expect([item(0, 0), item(310, 10), item(1_440, 1_140)].map((each) => isSameDetection(each, 300))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isSameDetection(item(300, 300), null)).toBe(false);
  });

  it('was misread when the same date is hours off, but not by a season', () => {
    const misread = (minutes: number) => wasMisread(item(0, minutes));
    expect([120, -420, 119].map(misread)).toEqual([true, true, true]);
    expect([0, 60, -60, 127].map(misread)).toEqual([false, false, false, false]);
    expect(wasMisread(item(120, 120))).toBe(false);
  });
});

it('recognises every item, but no recurrence, when the zone changes to any other', () => {
  const random = createRandom(3);
  for (let round = 0; round < 150; round += 1) {
    const [before, after] = [pick(zoneNames, random), pick(zoneNames, random)];
    const offset = DateTime.fromJSDate(noon, { zone: after }).offset;
    // Of zones that differ only in the other season, items of that season move alone, as if they were quarantined again.
    if (DateTime.fromJSDate(noon, { zone: before }).offset === offset) continue;
    const read = (date: string) => new Date(Date.parse(`${date}Z`) - offset * 60_000);
    const items = Array.from({ length: 12 }, (_, index) => {
      // One is of the other season.
      const at = minutesLater(-index * 50 - random() * 40 - (index === 4 ? 182 * 1_440 : 0));
      const again = index >= 9 ? minutesLater(90 + index * 13 + random(), at) : at;
      const listedDate = naiveDate(again, after);
      const storedAt = new Date(Math.floor(at.getTime() / 1_000) * 1_000);
      return { storedDate: naiveDate(at, before), listedDate, storedAt, listedAt: read(listedDate) };
    });
    const shift = zoneShift(items, null);
    for (const [index, each] of items.entries()) {
      const isQuiet = each.storedDate === each.listedDate || isSameDetection(each, shift);
      expect([before, after, index, isQuiet]).toEqual([before, after, index, index < 9]);
    }
  }
});
