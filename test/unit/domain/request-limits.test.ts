import { describe, expect, it } from 'vitest';
import { parseRequestLimits } from '../../../src/domain/request-limits.js';

const usual = { personPerMinute: 1_200, tenantPerMinute: 12_000, personAtOnce: 40, tenantAtOnce: 5, exportsAtOnce: 2 };

describe('parseRequestLimits', () => {
  it.each([
    { entries: [], limits: usual },
    { entries: ['person-per-minute=600'], limits: { ...usual, personPerMinute: 600 } },
    {
      entries: ['tenant-at-once=3', 'exports-at-once=1', 'tenant-at-once=4'],
      limits: { ...usual, tenantAtOnce: 4, exportsAtOnce: 1 },
    },
  ])('reads $entries', ({ entries, limits }) => {
    expect(parseRequestLimits(entries)).toEqual(limits);
  });

  it.each([
    '',
    'person-per-minute',
    'person-per-minute=0',
    'person-per-minute=-1',
    'person-per-minute=1.5',
    'constructor=1',
  ])('refuses "%s"', (entry) => {
    expect(parseRequestLimits(['exports-at-once=1', entry])).toBeNull();
  });
});
