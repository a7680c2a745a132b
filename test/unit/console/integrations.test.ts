import { describe, expect, it } from 'vitest';
import {
  connectInputOf,
  emptyAccess,
  isPlaced,
  testInputOf,
} from '../../../demo/console/screens/integrations/access-form.js';
import {
  checklistOf,
  checklistOfRefusal,
  checks,
  type KeyTest,
} from '../../../demo/console/screens/integrations/checklist.js';
import { formatOffset } from '../../../demo/console/screens/integrations/offset.js';
import {
  type IntegrationForm,
  isOtherHost,
  updateInputOf,
} from '../../../demo/console/screens/integrations/update-input.js';
import { isChanged, settingsInputOf, valuesOf } from '../../../demo/console/screens/settings/settings-input.js';

const passed: KeyTest = {
  ok: true,
  companyName: 'MSP',
  companyKind: 'PARTNER',
  companyCount: 3,
  emptyCompanyCount: 1,
  flavour: 'CLOUD',
  enabledApis: ['network', 'companies'],
  latencyMilliseconds: 20,
  clockAheadSeconds: 1,
  naiveOffsetMinutes: 120,
  pageSize: 1_000,
  keyCreatedAt: null,
  missingApis: [],
  problems: [],
  warnings: [],
  visibility: [],
};
const problem = (code: string) => ({ code, message: `${code}.`, hint: 'Do this.' });
const statesOf = (list: { name: string; state: string }[]) =>
  Object.fromEntries(list.map(({ name, state }) => [name, state]));

describe('the checklist of a test', () => {
  it('passes all steps of a key that can do everything', () => {
    expect(checklistOf(passed)).toEqual(checks.map((name) => ({ name, state: 'OK' })));
  });

  it.each([
    ['FORBIDDEN_ADDRESS', 'address', []],
    ['TIMEOUT', 'reached', ['address']],
    ['TLS_SELF_SIGNED', 'tls', ['address', 'reached']],
    ['NOT_GRAVITYZONE', 'gravityzone', ['address', 'reached', 'tls']],
    ['SOMETHING_NEW', 'gravityzone', ['address', 'reached', 'tls']],
    ['BAD_KEY', 'key', ['address', 'reached', 'tls', 'gravityzone']],
  ])('%s fails at "%s": what comes before passed, what comes after is not known', (code, step, before) => {
    const list = checklistOf({ ...passed, ok: false, problems: [problem(code)] });
    expect(list.find(({ name }) => name === step)).toEqual({ name: step, state: 'FAILED', problem: problem(code) });
    expect(list.filter(({ state }) => state === 'OK').map(({ name }) => name)).toEqual(before);
    expect(list.filter(({ state }) => state === 'UNKNOWN')).toHaveLength(checks.length - before.length - 1);
  });

  it('goes on after what a key can be used without', () => {
    const list = checklistOf({
      ...passed,
      missingApis: [{ api: 'incidents', neededFor: 'threats' }],
      problems: [problem('API_NOT_ENABLED')],
      companyCount: 0,
      companyName: null,
      clockAheadSeconds: -600,
    });
    expect(statesOf(list)).toMatchObject({
      ...{ key: 'OK', apis: 'WARNING', companies: 'WARNING', ownCompany: 'UNKNOWN', clock: 'WARNING' },
    });
    expect(statesOf(checklistOf({ ...passed, clockAheadSeconds: null }))).toMatchObject({ clock: 'UNKNOWN' });
  });

  it('shows a refusal at its step', () => {
    const list = checklistOfRefusal({ code: 'BAD_CERTIFICATE', message: 'Not PEM.' });
    expect(statesOf(list)).toMatchObject({ reached: 'OK', tls: 'FAILED', key: 'UNKNOWN', clock: 'UNKNOWN' });
    expect(list.find(({ state }) => state === 'FAILED')?.problem?.message).toBe('Not PEM.');
  });
});

describe('the form of a connection', () => {
  const onPremises = {
    ...emptyAccess,
    place: 'ON_PREMISES',
    endpoint: ' https://gz.example/api ',
    trust: 'AUTHORITY',
    caCertificate: 'PEM',
    certificateFingerprint: 'ab',
    name: ' Ours ',
  } as const;

  it('sends what the place and the trust need, and nothing else', () => {
    expect(testInputOf(emptyAccess, 'key')).toEqual({ apiKey: 'key' });
    expect(testInputOf(onPremises, 'key')).toEqual({
      apiKey: 'key',
      endpoint: 'https://gz.example/api',
      caCertificate: 'PEM',
    });
    expect(testInputOf({ ...onPremises, trust: 'FINGERPRINT' }, 'key')).toEqual({
      apiKey: 'key',
      endpoint: 'https://gz.example/api',
      certificateFingerprint: 'ab',
    });
    expect(testInputOf({ ...onPremises, place: 'CLOUD' }, 'key')).not.toHaveProperty('caCertificate');
    expect(connectInputOf(onPremises, 'key')).toMatchObject({ name: 'Ours' });
  });

  it('sends the key alone of a GravityZone that is known', () => {
    expect(testInputOf(onPremises, 'key', 'i-1')).toEqual({ apiKey: 'key', integrationId: 'i-1' });
  });

  it('needs a URL for an appliance only', () => {
    expect(isPlaced(emptyAccess)).toBe(true);
    expect(isPlaced({ ...emptyAccess, place: 'ON_PREMISES' })).toBe(false);
    expect(isPlaced(onPremises)).toBe(true);
  });
});

describe('the form to edit an integration', () => {
  const known = { id: 'i-1', version: 'v', name: 'Ours', endpoint: 'https://gz.example/api', report: null };
  const form: IntegrationForm = {
    ...{ name: 'Ours', endpoint: known.endpoint, reportName: '', apiKey: '', replaceTrust: false },
    trust: 'AUTHORITY',
    ...{ caCertificate: '', certificateFingerprint: '' },
  };

  it('sends what differs, and the version that was read', () => {
    expect(updateInputOf(known, form)).toEqual({ integrationId: 'i-1', version: 'v' });
    expect(updateInputOf(known, { ...form, name: 'Theirs ', reportName: 'Audit' })).toEqual({
      ...{ integrationId: 'i-1', version: 'v', name: 'Theirs', reportName: 'Audit' },
    });
    expect(updateInputOf({ ...known, report: { name: 'Audit' } }, form)).toMatchObject({ reportName: null });
  });

  it('sends a key to another host only', () => {
    const moved = { ...form, endpoint: 'https://other.example/api', apiKey: 'key' };
    expect(updateInputOf(known, moved)).toMatchObject({ endpoint: 'https://other.example/api', apiKey: 'key' });
    expect(updateInputOf(known, { ...moved, endpoint: 'https://gz.example/api/' })).not.toHaveProperty('apiKey');
    expect(isOtherHost(known, '')).toBe(false);
  });

  it('replaces one kind of trust by the other', () => {
    const replaced = { ...form, replaceTrust: true, caCertificate: 'PEM', certificateFingerprint: 'ab' };
    expect(updateInputOf(known, replaced)).toMatchObject({ caCertificate: 'PEM', certificateFingerprint: null });
    expect(updateInputOf(known, { ...replaced, trust: 'FINGERPRINT' })).toMatchObject({
      ...{ caCertificate: null, certificateFingerprint: 'ab' },
    });
    expect(updateInputOf(known, { ...replaced, trust: 'PUBLIC' })).toMatchObject({
      ...{ caCertificate: null, certificateFingerprint: null },
    });
  });
});

describe('the form of the settings', () => {
  const settings = {
    timeZone: 'UTC',
    portalEnabled: false,
    portalHiddenClientIds: [],
    matchMode: 'NORMALISED',
    retentionDays: 400,
    licenceEndingDays: 30,
    alertsRoutedBy: 'OWN_RULES',
    responsePromise: { known: 15, alert: null, ticket: null, person: null },
    version: 'v',
    outbreak: { machines: 10, minutes: 10 },
    severityBands: { medium: 40, high: 76, critical: 90 },
    stateSeverities: { infected: 'HIGH', detection: 'MEDIUM' },
  } as const;
  const read = { ...settings, portalHiddenClientIds: [] as string[] };

  it('has nothing to save as long as nothing differs', () => {
    expect(isChanged(read, valuesOf(read))).toBe(false);
    expect(settingsInputOf(read, valuesOf(read))).toEqual({ version: 'v' });
  });

  it('sends what differs, and parts of one setting together', () => {
    const values = { ...valuesOf(read), portalHiddenClientIds: ['c-1'], critical: '95', minutes: 5 };
    expect(isChanged(read, values)).toBe(true);
    expect(settingsInputOf(read, values)).toEqual({
      version: 'v',
      portalHiddenClientIds: ['c-1'],
      severityBands: { medium: 40, high: 76, critical: 95 },
      outbreak: { machines: 10, minutes: 5 },
    });
  });

  it('sends the promise of all steps together, and none where no minutes are given', () => {
    expect(valuesOf(read)).toMatchObject({ promisedKnown: 15, promisedPerson: '' });
    expect(settingsInputOf(read, { ...valuesOf(read), promisedKnown: '', promisedPerson: '60' })).toEqual({
      version: 'v',
      responsePromise: { known: null, alert: null, ticket: null, person: 60 },
    });
  });

  it('sends the days before the end of a licence as a number', () => {
    expect(settingsInputOf(read, { ...valuesOf(read), licenceEndingDays: '60' })).toEqual({
      version: 'v',
      licenceEndingDays: 60,
    });
  });

  it('keeps threats for ever where no days are given', () => {
    expect(settingsInputOf(read, { ...valuesOf(read), retentionDays: '' })).toMatchObject({ retentionDays: null });
    expect(valuesOf({ ...read, retentionDays: null }).retentionDays).toBe('');
  });
});

it('writes offsets from UTC as people read them', () => {
  expect([0, 120, -330, 345].map(formatOffset)).toEqual(['+00:00', '+02:00', '-05:30', '+05:45']);
});
