import { expect, test } from 'vitest';
import { isActive } from '../../../src/sync/cadence/cadence.js';
import { pastOrNull } from '../../../src/sync/cadence/past.js';
import { mostSyncsInAnHour, syncNowAllowedAt } from '../../../src/sync/history/limit-sync-now.js';
import { planQuarantine } from '../../../src/sync/stream/plan-quarantine.js';

const now = new Date('2026-11-28T12:00:00Z');
const ahead = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const tomorrow = ahead(24 * 60);

test.each([
  ['a time of the past is known', ahead(-1), ahead(-1)],
  ['now is known', now, now],
  ['clocks may differ a little', ahead(4), ahead(4)],
  ['a time of the future is not known', ahead(6), null],
  ['nothing stays unknown', null, null],
])('%s', (_, at, known) => {
  expect(pastOrNull(at, now)).toEqual(known);
});

test('a quarantine that was read tomorrow is read whole', () => {
  expect(planQuarantine({ walkedAt: tomorrow, items: 900 }, now)).toBe('WHOLE');
  expect(planQuarantine({ walkedAt: ahead(-60), items: 900 }, now)).toBe('WINDOW');
});

test('nothing that happens tomorrow makes a client active', () => {
  const quiet = { openTickets: 0, lastAgentInstalledAt: null, lastThreatAt: null, watchedAt: null };
  for (const field of ['lastAgentInstalledAt', 'lastThreatAt', 'watchedAt'] as const) {
    expect(isActive({ ...quiet, [field]: tomorrow }, now).active).toBe(false);
    expect(isActive({ ...quiet, [field]: ahead(-1) }, now).active).toBe(true);
  }
});

test('syncs that were requested tomorrow do not use up those of today', () => {
  const requests = (at: Date) => new Array<Date>(mostSyncsInAnHour).fill(at);
  expect(syncNowAllowedAt(requests(tomorrow), now)).toBeNull();
  expect(syncNowAllowedAt(requests(ahead(-1)), now)).toEqual(ahead(59));
});
