import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceHealth, type HealthFacts } from '../../../../src/device/health/health.js';

const now = new Date('2026-03-18T10:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const well: HealthFacts = {
  managed: true,
  present: true,
  infected: false,
  detected: false,
  signatureOutdated: false,
  productOutdated: false,
  isolated: false,
  policyApplied: true,
  modules: { antimalware: true, firewall: false },
  lastSeenAt: hoursAgo(1),
  stateAsOf: hoursAgo(1),
  readAt: hoursAgo(2),
  antimalwareAsOf: hoursAgo(3),
  productAsOf: hoursAgo(4),
  isolatedAsOf: hoursAgo(5),
  licence: 'ACTIVE',
  unresolvedHighThreats: 0,
  notSeenDays: 7,
};

const unasked: Partial<HealthFacts> = {
  infected: null,
  detected: null,
  signatureOutdated: null,
  productOutdated: null,
  isolated: null,
  policyApplied: null,
  modules: null,
  lastSeenAt: null,
  stateAsOf: null,
  licence: null,
};

const riskOf: [string, Partial<HealthFacts>][] = [
  ['UNMANAGED', { managed: false }],
  ['INFECTED', { infected: true }],
  ['UNRESOLVED_THREATS', { unresolvedHighThreats: 1 }],
  ['ANTIMALWARE_OFF', { modules: { antimalware: false } }],
  ['LICENCE_EXPIRED', { licence: 'EXPIRED' }],
];
const concernOf: [string, Partial<HealthFacts>][] = [
  ['MISSING', { present: false }],
  ['DETECTED', { detected: true }],
  ['SIGNATURES_OUTDATED', { signatureOutdated: true }],
  ['PRODUCT_OUTDATED', { productOutdated: true }],
  ['POLICY_NOT_APPLIED', { policyApplied: false }],
  ['NOT_SEEN', { lastSeenAt: new Date(hoursAgo(7 * 24).getTime() - 1) }],
  ['STATE_STALE', { stateAsOf: new Date(hoursAgo(48).getTime() - 1) }],
  ['ISOLATED', { isolated: true }],
];

describe('deviceHealth', () => {
  it.each<[string, Partial<HealthFacts>, string, string[]]>([
    ['all is well', {}, 'HEALTHY', []],
    ['seen a week ago', { lastSeenAt: hoursAgo(7 * 24) }, 'HEALTHY', []],
    ['read two days ago', { stateAsOf: hoursAgo(48) }, 'HEALTHY', []],
    ['modules not reported', { modules: {} }, 'HEALTHY', []],
    ['infection not reported', { infected: null }, 'UNKNOWN', ['STATE_UNKNOWN']],
    ['never asked', unasked, 'UNKNOWN', ['STATE_UNKNOWN']],
    ['never asked, and missing', { ...unasked, present: false }, 'ATTENTION', ['MISSING']],
    ['never asked, with threats', { ...unasked, unresolvedHighThreats: 2 }, 'AT_RISK', ['UNRESOLVED_THREATS']],
    ...riskOf.map(([code, facts]): [string, Partial<HealthFacts>, string, string[]] => [
      code,
      facts,
      'AT_RISK',
      [code],
    ]),
    ...concernOf.map(([code, facts]): [string, Partial<HealthFacts>, string, string[]] => [
      code,
      facts,
      'ATTENTION',
      [code],
    ]),
    ['the most severe first', { infected: true, present: false }, 'AT_RISK', ['INFECTED', 'MISSING']],
  ])('%s', (_, facts, health, codes) => {
    const found = deviceHealth({ ...well, ...facts }, now);
    expect([found.health, found.reasons.map(({ code }) => code)]).toEqual([health, codes]);
  });

  it.each([
    [1, 'It has 1 unresolved threat of HIGH and above.'],
    [2, 'It has 2 unresolved threats of HIGH and above.'],
  ])('states the number of unresolved threats (%i)', (unresolvedHighThreats, message) => {
    expect(deviceHealth({ ...well, unresolvedHighThreats }, now).reasons).toEqual([
      { code: 'UNRESOLVED_THREATS', message, asOf: null },
    ]);
  });

  it('gives each reason the time Bitdefender reported it', () => {
    const facts = Object.assign({ ...well }, ...[...riskOf, ...concernOf].map(([, some]) => some));
    const stateAsOf = hoursAgo(50);
    const { reasons } = deviceHealth({ ...facts, stateAsOf }, now);
    expect(Object.fromEntries(reasons.map(({ code, asOf }) => [code, asOf]))).toEqual({
      UNMANAGED: hoursAgo(2),
      INFECTED: stateAsOf,
      UNRESOLVED_THREATS: null,
      ANTIMALWARE_OFF: hoursAgo(3),
      LICENCE_EXPIRED: stateAsOf,
      MISSING: hoursAgo(2),
      DETECTED: stateAsOf,
      SIGNATURES_OUTDATED: stateAsOf,
      PRODUCT_OUTDATED: hoursAgo(4),
      POLICY_NOT_APPLIED: hoursAgo(2),
      NOT_SEEN: stateAsOf,
      STATE_STALE: stateAsOf,
      ISOLATED: hoursAgo(5),
    });
    const never = { ...well, ...unasked };
    expect(deviceHealth(never, now).reasons).toMatchObject([{ code: 'STATE_UNKNOWN', asOf: null }]);
  });

  it('gives each problem a reason, and the health of the worst', () => {
    fc.assert(
      fc.property(fc.subarray(riskOf), fc.subarray(concernOf), (risks, concerns) => {
        const amiss = [...risks, ...concerns];
        const facts = Object.assign({ ...well }, ...amiss.map(([, some]) => some));
        const { health, reasons } = deviceHealth(facts, now);
        expect(reasons.map(({ code }) => code)).toEqual(amiss.map(([code]) => code));
        expect(health).toBe(risks.length > 0 ? 'AT_RISK' : concerns.length > 0 ? 'ATTENTION' : 'HEALTHY');
      }),
    );
  });
});
