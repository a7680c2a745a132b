import { describe, expect, it } from 'vitest';
import { isFresh, type LicenceEnd } from '../../../src/seat/licence-end.js';

const now = new Date('2026-06-15T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

/** Stored ten days ago, and found to be the same an hour ago. */
const confirmed: LicenceEnd = {
  clientId: 'client-1',
  companyName: 'Bakery',
  endsAt: new Date('2026-07-01T00:00:00Z'),
  isRead: true,
  isLookedAt: true,
  mappedAt: hoursAgo(300),
  month: '2026-06',
  asOf: hoursAgo(240),
  lookedAt: hoursAgo(1),
  failed: false,
};

describe('isFresh', () => {
  it.each<[string, boolean, Partial<LicenceEnd>]>([
    ['found the same by the last look', true, {}],
    ['by a look of two days ago', true, { lookedAt: hoursAgo(48) }],
    ['by a look of more than two days ago', false, { lookedAt: new Date(hoursAgo(48).getTime() - 1) }],
    ['stored lately, by a look that has not reached all companies yet', true, { asOf: hoursAgo(2), lookedAt: null }],
    ['stored long ago, by such a look', false, { lookedAt: null }],
    ['known from an earlier answer only', false, { isRead: false }],
    ['of a company that is looked at no longer', false, { isLookedAt: false }],
    ['when the last look failed', false, { failed: true }],
    ['of a company that was mapped after the last look', false, { mappedAt: hoursAgo(0.5) }],
    ['of a company that was mapped and then read', true, { mappedAt: hoursAgo(0.5), asOf: hoursAgo(0.2) }],
    ['of another month than the last look, which did not ask about it', false, { month: '2026-05' }],
  ])('of a licence end %s: %s', (_, fresh, given) => {
    expect(isFresh({ ...confirmed, ...given }, now)).toBe(fresh);
  });
});
