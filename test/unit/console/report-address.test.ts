import { describe, expect, it } from 'vitest';
import { addressOf, tokenOf } from '../../../demo/console/screens/report/link-address.ts';
import { dayAfter, dayBefore, periodSearch } from '../../../demo/console/screens/report/periods.ts';

describe('the address of a report', () => {
  it('has its token behind the sign that no server sees', () => {
    const token = 'bdreport1.MjAyNg.W10.abc-_';
    const address = new URL(addressOf(token, 'https://app.example.com'));
    expect(`${address.pathname}${address.search}`).toBe('/report');
    expect(tokenOf(address.hash)).toBe(token);
  });

  it.each(['', '#', '#short', '#<script>alert(document.cookie)</script>', `#${'a'.repeat(1_001)}`])(
    'has none in %s',
    (hash) => {
      expect(tokenOf(hash)).toBeNull();
    },
  );

  it('leads from one period to the next and back', () => {
    expect(dayBefore('2026-03-01')).toBe('2026-02-28');
    expect(dayAfter('2025-12-01', 'MONTH')).toBe('2026-01-01');
    expect(dayAfter('2025-12-29', 'WEEK')).toBe('2026-01-05');
  });

  it('leaves out what is no period', () => {
    expect(periodSearch({ report: 'year', day: 'today' })).toEqual({ report: undefined, day: undefined });
    expect(periodSearch({ report: 'week', day: '2026-03-16' })).toEqual({ report: 'week', day: '2026-03-16' });
  });
});
