import { describe, expect, it } from 'vitest';
import { UserInputError } from '../../../src/graphql/errors.js';
import { applyChange, type SettingsChange, validateChange, workAfter } from '../../../src/tenant/change-settings.js';
import { type TenantSettings } from '../../../src/tenant/tenant-settings.js';

const before: TenantSettings = {
  timeZone: 'Europe/Berlin',
  portalEnabled: true,
  portalHiddenClientIds: ['a'],
  matchMode: 'NORMALISED',
  severityBands: { medium: 40, high: 76, critical: 90 },
  stateSeverities: { infected: 'HIGH', detection: 'MEDIUM' },
  outbreak: { machines: 10, minutes: 10 },
  retentionDays: 400,
  licenceEndingDays: 30,
  alertsRoutedBy: 'OWN_RULES',
  responsePromise: { known: 15, alert: null, ticket: 30, person: null },
};

/** The code and the field of the error, or null. */
function problemOf(change: SettingsChange): [string, string] | null {
  try {
    validateChange(change);
    return null;
  } catch (error) {
    if (!(error instanceof UserInputError)) throw error;
    const [problem] = error.userErrors;
    return [problem?.code ?? '', (problem?.field ?? []).join('.')];
  }
}

const bands = (medium: number) => ({ severityBands: { medium, high: 76, critical: 90 } });

describe('validateChange', () => {
  it.each<SettingsChange>([
    {},
    { timeZone: null, outbreak: null, retentionDays: null, severityBands: null },
    { timeZone: 'UTC' },
    { retentionDays: 31 },
    { retentionDays: 36_500 },
    { licenceEndingDays: null },
    { licenceEndingDays: 1 },
    { licenceEndingDays: 365 },
    { outbreak: { machines: 2, minutes: 1 } },
    { responsePromise: null },
    { responsePromise: {} },
    { responsePromise: { known: 1, alert: 43_200, ticket: null } },
    { outbreak: { machines: 10_000, minutes: 1_440 } },
    bands(40),
  ])('accepts %j', (change) => {
    expect(problemOf(change)).toBeNull();
  });

  it.each<[SettingsChange, string, string]>([
    [{ timeZone: 'Mars/Base' }, 'BAD_TIME_ZONE', 'input.timeZone'],
    [{ retentionDays: 30 }, 'BAD_RETENTION', 'input.retentionDays'],
    [{ retentionDays: 36_501 }, 'BAD_RETENTION', 'input.retentionDays'],
    [{ licenceEndingDays: 0 }, 'BAD_LICENCE_DAYS', 'input.licenceEndingDays'],
    [{ licenceEndingDays: 366 }, 'BAD_LICENCE_DAYS', 'input.licenceEndingDays'],
    [{ outbreak: { machines: 1, minutes: 10 } }, 'BAD_OUTBREAK', 'input.outbreak.machines'],
    [{ outbreak: { machines: 10_001, minutes: 10 } }, 'BAD_OUTBREAK', 'input.outbreak.machines'],
    [{ outbreak: { machines: 2, minutes: 0 } }, 'BAD_OUTBREAK', 'input.outbreak.minutes'],
    [{ outbreak: { machines: 2, minutes: 1_441 } }, 'BAD_OUTBREAK', 'input.outbreak.minutes'],
    [{ responsePromise: { known: 0 } }, 'BAD_PROMISE', 'input.responsePromise.known'],
    [{ responsePromise: { known: 1, person: 43_201 } }, 'BAD_PROMISE', 'input.responsePromise.person'],
    [bands(77), 'BAD_BANDS', 'input.severityBands'],
  ])('refuses %j with %s', (change, code, field) => {
    expect(problemOf(change)).toEqual([code, field]);
  });
});

describe('applyChange', () => {
  it('changes nothing when every field is omitted', () => {
    expect(applyChange(before, {})).toEqual(before);
  });

  it('changes only retentionDays when every field is null', () => {
    const nulls = { timeZone: null, portalEnabled: null, portalHiddenClientIds: null, matchMode: null };
    const change = { ...nulls, outbreak: null, severityBands: null, retentionDays: null };
    expect(applyChange(before, change)).toEqual({ ...before, retentionDays: null });
  });

  it('takes every field that is given, falsy ones included', () => {
    const after: TenantSettings = {
      timeZone: 'UTC',
      portalEnabled: false,
      portalHiddenClientIds: [],
      matchMode: 'STRICT',
      severityBands: { medium: 1, high: 2, critical: 3 },
      stateSeverities: { infected: 'CRITICAL', detection: 'LOW' },
      outbreak: { machines: 2, minutes: 1 },
      retentionDays: 31,
      licenceEndingDays: 1,
      alertsRoutedBy: 'PLATFORM_RULES',
      responsePromise: { known: null, alert: 5, ticket: null, person: 60 },
    };
    expect(applyChange(before, after)).toEqual(after);
  });
});

describe('a promise', () => {
  it('is replaced as a whole: a step that is left out has none', () => {
    const { responsePromise } = applyChange(before, { responsePromise: { person: 60 } });
    expect(responsePromise).toEqual({ known: null, alert: null, ticket: null, person: 60 });
  });
});

describe('workAfter', () => {
  it.each<[SettingsChange, boolean, boolean]>([
    [{}, false, false],
    [{ severityBands: { critical: 90, high: 76, medium: 40 } }, false, false],
    [bands(41), true, false],
    [{ stateSeverities: { detection: 'MEDIUM', infected: 'HIGH' } }, false, false],
    [{ stateSeverities: { infected: 'HIGH', detection: 'HIGH' } }, true, false],
    [{ matchMode: 'STRICT' }, false, true],
    [{ ...bands(41), matchMode: 'STRICT' }, true, true],
    [{ timeZone: 'UTC', retentionDays: null, outbreak: { machines: 2, minutes: 1 } }, false, false],
  ])('for the change %j: re-rate %s, rematch %s', (change, rerate, rematch) => {
    expect(workAfter(before, applyChange(before, change))).toEqual({ rerate, rematch });
  });
});
