import { describe, expect, it } from 'vitest';
import { alertsSearch, filterOf } from '../../../demo/console/screens/alerts/search.js';
import { maintenanceSearch } from '../../../demo/console/screens/maintenance/search.js';
import {
  emptyWindow,
  formOf,
  scheduleOf,
  type Window,
  windowInputOf,
} from '../../../demo/console/screens/maintenance/window-form.js';

const now = new Date(2026, 10, 30, 12);

const window: Window = {
  ...{ id: 'w1', version: 'v1', name: 'Patch night', client: { id: 'c1', name: 'The Bakery' }, device: { id: 'd1' } },
  ...{ hostName: 'TILL-01', ruleId: null, ruleName: null, date: null, days: [2, 4], time: '22:30', minutes: 150 },
  ...{ timeZone: 'UTC', ownTimeZone: null, open: null, occurrences: [], over: false, heldCount: 0 },
  ...{ changedAt: '2026-11-30T12:00:00Z', changedBy: 'ada', changedByUser: null },
};

describe('the form of a maintenance window', () => {
  it('begins with tonight, for two hours, in the time zone of the tenant', () => {
    expect(scheduleOf(emptyWindow(now))).toEqual({ date: '2026-11-30', time: '22:00', minutes: 120 });
  });

  it('sends either a date or days, in order, and leaves out what is empty', () => {
    const form = { ...emptyWindow(now), repeats: true, days: ['5', '1'], timeZone: ' Europe/Berlin ' };
    expect(scheduleOf(form)).toEqual({ days: [1, 5], time: '22:00', minutes: 120, timeZone: 'Europe/Berlin' });
    expect(scheduleOf({ ...emptyWindow(now), hours: '', minutes: 45 })).toMatchObject({ minutes: 45 });
    expect(windowInputOf({ ...form, name: ' Night ' }, null)).toEqual({ name: 'Night', schedule: scheduleOf(form) });
  });

  it('of a window that exists sends what it was, under its version, and the device without its client', () => {
    expect(windowInputOf(formOf(window, now), window)).toEqual({
      ...{ windowId: 'w1', version: 'v1', name: 'Patch night', deviceId: 'd1' },
      schedule: { days: [2, 4], time: '22:30', minutes: 150 },
    });
  });
});

describe('addresses', () => {
  it('of what maintenance holds find the alerts it holds', () => {
    expect(filterOf(alertsSearch({ held: 'true' }), 'ada')).toMatchObject({ held: true });
    expect(filterOf(alertsSearch({ held: true }), 'ada')).toMatchObject({ held: true });
    expect(filterOf(alertsSearch({}), 'ada')).not.toHaveProperty('held');
    expect([maintenanceSearch({}), maintenanceSearch({ ended: 'true' })]).toEqual([{ ended: false }, { ended: true }]);
  });
});
