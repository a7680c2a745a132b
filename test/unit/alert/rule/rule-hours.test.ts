import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleConditions } from '../../../../src/domain/alert-rule.js';
import { facts, route, rule } from '../../../support/alerts.js';

describe('hours', () => {
  const isWithin = (hours: RuleConditions['hours'], at: string | Date, zone = 'UTC') =>
    route([rule('r', { conditions: { hours } })], { at: new Date(at) }, { zone }).actions.length === 1;
  const weekdays = [1, 2, 3, 4, 5];

  // 2026-03-20 is a Friday.
  it.each([
    ['begins', weekdays, '08:00', '18:00', '2026-03-20T08:00:00Z', true],
    ['just before', weekdays, '08:00', '18:00', '2026-03-20T07:59:59.999Z', false],
    ['last minute', weekdays, '08:00', '18:00', '2026-03-20T17:59:59.999Z', true],
    ['is over', weekdays, '08:00', '18:00', '2026-03-20T18:00:00Z', false],
    ['Saturday', weekdays, '08:00', '18:00', '2026-03-21T12:00:00Z', false],
    ['Friday night', weekdays, '18:00', '08:00', '2026-03-20T23:00:00Z', true],
    ['of Friday, on Saturday', weekdays, '18:00', '08:00', '2026-03-21T07:59:00Z', true],
    ['of Friday, over', weekdays, '18:00', '08:00', '2026-03-21T08:00:00Z', false],
    ['Saturday night', weekdays, '18:00', '08:00', '2026-03-21T23:00:00Z', false],
    ['of Sunday, on Monday', weekdays, '18:00', '08:00', '2026-03-23T07:00:00Z', false],
    ['of Sunday, on Monday, asked for', [7], '18:00', '08:00', '2026-03-23T07:00:00Z', true],
    ['up to midnight', [5], '18:00', '00:00', '2026-03-20T23:59:59Z', true],
    ['up to midnight, over', [5], '18:00', '00:00', '2026-03-21T00:00:00Z', false],
    ['whole day, its start', [5], '00:00', '00:00', '2026-03-20T00:00:00Z', true],
    ['whole day, its end', [5], '00:00', '00:00', '2026-03-20T23:59:59Z', true],
    ['whole day, the next', [5], '00:00', '00:00', '2026-03-21T00:00:00Z', false],
    ['whole day by another time', [5], '08:00', '08:00', '2026-03-20T03:00:00Z', true],
    ['whole day by another time, the next', [5], '08:00', '08:00', '2026-03-21T03:00:00Z', false],
  ])('%s', (_, days, from, to, at, within) => {
    expect(isWithin({ days, from, to }, at)).toBe(within);
  });

  it.each([
    // Clocks go from 02:00 to 03:00 on Sunday 2026-03-29: eight o'clock comes an hour sooner.
    ['the day before', '08:00', '18:00', '2026-03-28T06:30:00Z', false],
    ['the day of the change', '08:00', '18:00', '2026-03-29T06:00:00Z', true],
    ['hours that are left out', '02:00', '03:00', '2026-03-29T01:00:00Z', false],
    ['a night with the change', '22:00', '06:00', '2026-03-29T03:59:00Z', true],
    ['a night with the change, over', '22:00', '06:00', '2026-03-29T04:00:00Z', false],
    // And from 03:00 back to 02:00 on Sunday 2026-10-25: half past two is twice.
    ['the first half past two', '02:00', '03:00', '2026-10-25T00:30:00Z', true],
    ['the second half past two', '02:00', '03:00', '2026-10-25T01:30:00Z', true],
    ['behind both', '02:00', '03:00', '2026-10-25T02:00:00Z', false],
  ])('in Berlin, %s', (_, from, to, at, within) => {
    expect(isWithin({ days: [6, 7], from, to }, at, 'Europe/Berlin')).toBe(within);
  });

  const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }).map((at) => new Date(at));
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((parts) => parts.map((part) => `${part}`.padStart(2, '0')).join(':'));

  it('of all days, from-to and to-from share the week between them', () => {
    fc.assert(
      fc.property(instants, zone, time, time, (at, there, from, to) => {
        fc.pre(from !== to);
        const days = [1, 2, 3, 4, 5, 6, 7];
        expect(isWithin({ days, from, to }, at, there)).toBe(!isWithin({ days, from: to, to: from }, at, there));
      }),
    );
  });

  it('each instant belongs to at most one day, whatever the hours', () => {
    fc.assert(
      fc.property(instants, zone, time, time, (at, there, from, to) => {
        const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => isWithin({ days: [day], from, to }, at, there));
        expect(days.length).toBeLessThanOrEqual(1);
        if (from === to) expect(days).toHaveLength(1);
      }),
    );
  });

  it.each([['local'], ['Mars/Olympus'], ['']])('refuses the zone "%s"', (bad) => {
    expect(() => isWithin({ days: [1], from: '08:00', to: '18:00' }, facts.at, bad)).toThrow(
      `"${bad}" is not a time zone`,
    );
  });
});
