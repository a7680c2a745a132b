import { expect, it } from 'vitest';
import { syncNowAllowedAt } from '../../src/sync/limit-sync-now.js';

const now = new Date('2026-03-18T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const times = (count: number, from: number) => Array.from({ length: count }, (_, index) => minutesAgo(from + index));

it.each([
  ['nobody asked before', [], null],
  ['it was asked for 19 times', times(19, 1), null],
  ['it was asked for 20 times, the first 20 minutes ago', times(20, 1), new Date('2026-03-18T10:40:00Z')],
  ['more than 20 stand on record', times(25, 1), new Date('2026-03-18T10:40:00Z')],
  ['the 20th is an hour old', times(20, 41), null],
])('Sync now, when %s', (_, requestedAt, allowedAt) => {
  expect(syncNowAllowedAt(requestedAt.toReversed(), now)).toEqual(allowedAt);
});
