import { DateTime } from 'luxon';
import { describe, expect, it, test } from 'vitest';
import { naiveDate } from '../../../../demo/gravityzone/naive-date.js';
import { mintId } from '../../../../demo/gravityzone/object-id.js';
import { createRandom, pick } from '../../../../demo/gravityzone/random.js';
import { decideOffset, type ZoneEvidence } from '../../../../src/gravityzone/rows/decide-offset.js';
import { createZoneWatch, type ZoneWatch } from '../../../../src/gravityzone/rows/zone-watch.js';
import { allZones, offsetsAt, zoneNames } from '../../../../src/gravityzone/rows/zones.js';

const november = new Date('2026-11-28T12:00:00Z');
const july = new Date('2026-07-15T12:00:00Z');
const nothing: ZoneEvidence = { created: [], quarantined: [], stated: [], freshest: null, withoutCreated: false };
const at = (iso: string, minutes: number) => ({ at: new Date(iso), minutes });
const inAugust = at('2026-08-30T08:00:00Z', 180);

describe('the offset of dates without a zone', () => {
  test.each<[string, Partial<ZoneEvidence>, number | null, number | null]>([
    ['is unknown without evidence', {}, null, null],
    ['is what was known without evidence', {}, 120, 120],
    ['is unknown when no zone has what was known', {}, 105, null],
    ['is that of the creation of the company', { created: [at('2026-11-01T08:00:00Z', 120)] }, null, 120],
    ['stays when the company was created in the other season', { created: [inAugust] }, 120, 120],
    ['is that of November when a machine was just seen', { created: [inAugust], freshest: 118 }, null, 120],
    ['is that of November when few machines were seen a while ago', { created: [inAugust], freshest: 83 }, null, 120],
    ['is corrected when few machines show the other season', { created: [inAugust], freshest: 118 }, 180, 120],
    ['stays while a machine was just seen', { created: [inAugust], freshest: 178 }, 180, 180],
    ['stays while all machines sleep', { created: [inAugust], freshest: -120 }, 180, 180],
    ['is corrected by one machine in the future', { freshest: 178 }, 120, 180],
    ['stays when the company changes nothing, but a clock is off', { freshest: 130 }, 120, 120],
    ['stays after a date that is wrong altogether', { created: [inAugust], freshest: 700 }, 120, 120],
    ['follows the company into another zone', { created: [at('2026-11-01T08:00:00Z', 420)] }, 120, 420],
    ['follows the company westwards', { created: [at('2026-11-01T08:00:00Z', -300)] }, 120, -300],
    ['is that of one quarantine item', { quarantined: [at('2026-11-20T08:00:00Z', 119)] }, null, 120],
    ['stays when one item was quarantined again', { quarantined: [at('2026-11-20T08:00:00Z', 420)] }, 120, 120],
    [
      'follows two quarantine items that agree',
      { quarantined: [at('2026-11-20T08:00:00Z', 420), at('2026-11-21T08:00:00Z', 420)] },
      120,
      420,
    ],
    [
      'is that of most quarantine items',
      {
        quarantined: [
          at('2026-11-20T08:00:00Z', 120),
          at('2026-11-21T08:00:00Z', 120.5),
          at('2026-11-22T08:00:00Z', 540),
        ],
      },
      null,
      120,
    ],
    ['is what incidents state', { stated: [at('2026-11-20T08:00:00Z', 120)] }, null, 120],
    ['is the next that a zone has', { freshest: 105, withoutCreated: true }, null, 120],
    ['is never below a contact', { freshest: 329, withoutCreated: true }, 180, 330],
  ])('%s', (_, evidence, known, offset) => {
    expect(decideOffset({ ...nothing, ...evidence }, known, november).offset).toBe(offset);
  });

  it('is open while only the other season was seen', () => {
    expect(decideOffset({ ...nothing, created: [inAugust] }, null, november).open).toBe(true);
    expect(decideOffset({ ...nothing, created: [inAugust], freshest: 118 }, null, november).open).toBe(false);
  });
});

/** What a zone shows of a company created at some time and of machines last seen so many minutes ago. */
function watchOf(zone: string, now: Date, known: number | null, createdAt: Date | null, seenAgo: number[]) {
  const watch = createZoneWatch(known, () => now);
  if (createdAt === null) watch.noteWithoutCreated();
  else watch.noteCreated({ id: mintId(createdAt), date: naiveDate(createdAt, zone) });
  for (const minutes of seenAgo) watch.noteContact(naiveDate(new Date(now.getTime() - minutes * 60_000), zone));
  return watch;
}
const offsetOf = (zone: string, when: Date) => DateTime.fromJSDate(when, { zone }).offset;

describe('in every zone of the world', () => {
  const seasons = [november, july];

  it('is exact with a company of either season and a machine just seen', () => {
    for (const zone of zoneNames)
      for (const now of seasons)
        for (const createdAt of [new Date('2026-06-20T06:07:08Z'), new Date('2026-01-20T06:07:08Z')])
          expect([zone, watchOf(zone, now, null, createdAt, [3, 40, 300]).offset]).toEqual([zone, offsetOf(zone, now)]);
  });

  it('is corrected from the other season by as few as one machine', () => {
    for (const zone of zoneNames)
      for (const now of seasons) {
        const createdAt = new Date(now.getTime() - 182 * 86_400_000);
        // Half an hour, as on Lord Howe Island, can as well be the age of a contact.
        if (Math.abs(offsetOf(zone, createdAt) - offsetOf(zone, now)) === 30) continue;
        const watch = watchOf(zone, now, offsetOf(zone, createdAt), createdAt, [4]);
        expect([zone, watch.offset]).toEqual([zone, offsetOf(zone, now)]);
      }
  });

  it('is exact by last contacts alone when one is fresh, and never below the truth', () => {
    for (const zone of zoneNames)
      for (const now of seasons) {
        expect([zone, watchOf(zone, now, null, null, [2, 90]).offset]).toEqual([zone, offsetOf(zone, now)]);
        expect(watchOf(zone, now, null, null, [500, 2]).offset).toBe(offsetOf(zone, now));
      }
  });

  it('is exact by the quarantine, also when most items were quarantined again', () => {
    const random = createRandom(16);
    const zones = zoneNames.filter((_, index) => index % 7 === 0);
    for (const zone of zones)
      for (const now of seasons) {
        const watch = createZoneWatch(null, () => now);
        const things = Array.from({ length: 12 }, (_, index) => {
          const minted = new Date(now.getTime() - (index + 1) * 3_600_000 * 5);
          const again =
            index % 2 === 0 ? minted : new Date(minted.getTime() + (0.1 + random() * 4) * 3_600_000 + 7_777);
          return { id: mintId(minted), date: naiveDate(again, zone) };
        });
        watch.noteQuarantined(things);
        watch.noteContact(naiveDate(now, zone));
        expect([zone, watch.offset]).toEqual([zone, offsetOf(zone, now)]);
      }
  });

  it('is always one that a zone has, whatever is seen', () => {
    const random = createRandom(105);
    const possible = offsetsAt(allZones, november);
    const showSomething = (watch: ZoneWatch) => {
      const minted = new Date(november.getTime() - random() * 4e9);
      const id = mintId(minted);
      const date = naiveDate(new Date(minted.getTime() + (random() - 0.5) * 2e8), 'UTC');
      const lastSeen = naiveDate(new Date(november.getTime() + (random() - 0.5) * 2e8), 'UTC');
      pick(
        [
          () => watch.noteCreated({ id, date }),
          () => watch.noteQuarantined([{ id, date }]),
          () => watch.noteContact(lastSeen),
          () => watch.noteWithoutCreated(),
        ],
        random,
      )();
    };
    for (let round = 0; round < 60; round += 1) {
      const watch = createZoneWatch(random() < 0.5 ? null : Math.round(random() * 1_700 - 850), () => november);
      for (let step = 0; step < 5; step += 1) showSomething(watch);
      if (watch.offset !== null) expect(possible).toContain(watch.offset);
    }
  });
});
