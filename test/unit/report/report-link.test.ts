import { describe, expect, it } from 'vitest';
import { openingDayOf, opens, stateOf } from '../../../src/report/report-link.js';

const now = new Date('2026-03-18T12:00:00Z');
const link = { clientId: 'client-1', expiresAt: new Date('2026-03-18T12:00:01Z'), revokedAt: null };
const shared = { portalEnabled: true, portalHiddenClientIds: ['client-2'] };
const client = { id: 'client-1' };

describe('a report link', () => {
  it.each([
    ['ACTIVE', link],
    ['EXPIRED', { ...link, expiresAt: now }],
    ['REVOKED', { ...link, revokedAt: now }],
    ['REVOKED', { ...link, revokedAt: now, expiresAt: now }],
  ])('is %s', (state, stored) => {
    expect(stateOf(stored, now)).toBe(state);
  });

  it.each([
    ['active, of a client that exists and is shared with', link, shared, client, true],
    ['of a client that OpsMerge cannot be asked about', link, shared, undefined, true],
    ['of a client that was deleted', link, shared, null, false],
    ['expired', { ...link, expiresAt: now }, shared, client, false],
    ['revoked', { ...link, revokedAt: now }, shared, client, false],
    ['of a client from which the portal is hidden', { ...link, clientId: 'client-2' }, shared, client, false],
    ['while the portal is off', link, { ...shared, portalEnabled: false }, client, false],
  ])('%s: opens as it should', (_, stored, settings, found, expected) => {
    expect(opens(stored, settings, found, now)).toBe(expected);
  });

  it('is put on record once a day', () => {
    expect(openingDayOf(new Date('2026-03-18T23:59:59Z'))).toBe('2026-03-18');
    expect(openingDayOf(new Date('2026-03-19T00:00:00Z'))).toBe('2026-03-19');
  });
});
