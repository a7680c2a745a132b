import { expect, it } from 'vitest';
import { syncNowAllowedAt } from '../../../../src/sync/history/limit-sync-now.js';

const now = new Date('2026-03-18T10:00:00Z');
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const times = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => secondsAgo(from + index * 30));

it.each([
  ['nobody asked before', [], null],
  ['it was asked for 59 times', times(59, 30), null],
  ['it was asked for 60 times, the first half an hour ago', times(60, 30), new Date('2026-03-18T10:30:00Z')],
  ['more than 60 stand on record', times(70, 30), new Date('2026-03-18T10:30:00Z')],
  ['the 60th is an hour old', times(60, 1_830), null],
])('Sync now, when %s', (_, requestedAt, allowedAt) => {
  expect(syncNowAllowedAt(requestedAt.toReversed(), now)).toEqual(allowedAt);
});
