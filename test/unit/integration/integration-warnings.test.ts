import { expect, test } from 'vitest';
import { integrationWarnings } from '../../../src/integration/integration-warnings.js';
import { isOtherZone } from '../../../src/integration/zone-change.js';

const now = new Date('2026-11-28T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const sound = {
  ...{ state: 'CONNECTED', naiveZone: null, naiveOffsetMinutes: 120 },
  ...{ zoneChangedAt: null, zoneChangedFrom: null, zoneChangedTo: null },
};
const changed = { ...sound, zoneChangedAt: daysAgo(1), zoneChangedFrom: -210, zoneChangedTo: 345 };

test.each([
  ['nothing when the zone was measured', sound, []],
  ['that times are not certain when nothing was', { ...sound, naiveOffsetMinutes: null }, ['TIMES_NOT_CERTAIN']],
  ['nothing when the zone is set', { ...sound, naiveOffsetMinutes: null, naiveZone: 'Europe/Bucharest' }, []],
  ['nothing when it is disconnected', { ...sound, naiveOffsetMinutes: null, state: 'DISCONNECTED' }, []],
  ['that the zone changed', changed, ['TIME_ZONE_CHANGED']],
  ['nothing when the zone changed a while ago', { ...changed, zoneChangedAt: daysAgo(8) }, []],
])('warns of %s', (_, integration, codes) => {
  expect(integrationWarnings(integration, now).map(({ code }) => code)).toEqual(codes);
});

test('names both offsets, and the zone that is set', () => {
  const [warning] = integrationWarnings({ ...changed, naiveZone: 'America/St_Johns' }, now);
  expect(warning?.message).toContain('from UTC-03:30 to UTC+05:45');
  expect(warning?.hint).toContain('America/St_Johns');
});

test('takes an hour for the other season, not for another zone', () => {
  expect([isOtherZone(120, 420), isOtherZone(120, 180), isOtherZone(120, 120), isOtherZone(null, 120)]).toEqual([
    ...[true, false, false, false],
  ]);
});
