import { describe, expect, it } from 'vitest';
import { portalSearch } from '../../../demo/console/screens/portal/search.js';
import { barOf, dayIn, lastMomentOf } from '../../../demo/console/screens/portal/weeks.js';

describe('a week of the portal', () => {
  it('is named by its Monday in the time zone of the provider', () => {
    const from = '2026-03-15T23:00:00.000Z';
    expect(dayIn(from, 'Europe/Berlin')).toBe('2026-03-16');
    expect(dayIn(from, 'UTC')).toBe('2026-03-15');
  });

  it('ends on its Sunday', () => {
    expect(dayIn(lastMomentOf({ to: '2026-03-22T23:00:00.000Z' }), 'Europe/Berlin')).toBe('2026-03-22');
  });

  it('is a bar whose parts are measured by the busiest week', () => {
    const busy = { stopped: 6, handled: 3, beingHandled: 1 };
    const calm = { stopped: 0, handled: 2, beingHandled: 0 };
    const none = { stopped: 0, handled: 0, beingHandled: 0 };
    const weeks = [busy, calm, none];
    expect(barOf(busy, weeks).map(({ percent }) => percent)).toEqual([60, 30, 10]);
    expect(barOf(calm, weeks)).toEqual([{ kind: 'handled', count: 2, percent: 20 }]);
    expect(barOf(none, weeks)).toEqual([]);
    expect(barOf(none, [none])).toEqual([]);
  });

  it('stands in the address as a day', () => {
    expect(portalSearch({ week: '2026-03-18' })).toEqual({ week: '2026-03-18' });
    expect(portalSearch({ week: '2026-W12' })).toEqual({ week: undefined });
    expect(portalSearch({})).toEqual({ week: undefined });
  });
});
