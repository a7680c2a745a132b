/** The reasons that make a device AT_RISK. Each has its SQL condition in `health.sql.ts`. */
export const riskCodes = ['UNMANAGED', 'INFECTED', 'UNRESOLVED_THREATS', 'ANTIMALWARE_OFF', 'LICENCE_EXPIRED'] as const;
/** The reasons that make a device need ATTENTION. Each has its SQL condition in `health.sql.ts`. */
export const concernCodes = [
  'MISSING',
  'DETECTED',
  'SIGNATURES_OUTDATED',
  'PRODUCT_OUTDATED',
  'POLICY_NOT_APPLIED',
  'NOT_SEEN',
  'STATE_STALE',
  'ISOLATED',
] as const;
export type HealthCode = (typeof riskCodes)[number] | (typeof concernCodes)[number];

type Health = 'HEALTHY' | 'ATTENTION' | 'AT_RISK' | 'UNKNOWN';

interface Reason {
  code: HealthCode | 'STATE_UNKNOWN';
  message: string;
  /** When Bitdefender last reported it; null if it is not reported by Bitdefender. */
  asOf: Date | null;
}

/** The facts that decide the health of a device; null if unknown. */
export interface HealthFacts {
  managed: boolean;
  present: boolean;
  infected: boolean | null;
  detected: boolean | null;
  signatureOutdated: boolean | null;
  productOutdated: boolean | null;
  isolated: boolean | null;
  policyApplied: boolean | null;
  modules: Record<string, boolean> | null;
  lastSeenAt: Date | null;
  /** When the state (infected, detected, signatures, licence, last seen) was read; null if never. */
  stateAsOf: Date | null;
  /** When the inventory (presence, managed, policy) was read; null if never. */
  readAt: Date | null;
  /** When the antimalware module was reported, by the inventory or the state. */
  antimalwareAsOf: Date | null;
  /** When `productOutdated` was reported, by the inventory or the state. */
  productAsOf: Date | null;
  /** When `isolated` was reported, by the inventory or the state. */
  isolatedAsOf: Date | null;
  licence: string | null;
  unresolvedHighThreats: number;
  /** Days without contact after which the device counts as not seen; see `expectations.ts`. */
  notSeenDays: number;
}

/** The age in hours above which a state is stale. */
export const stateStaleHours = 48;
const hour = 3_600_000;

/** Decides the health of a device, with a reason for each problem, most severe first. */
export function deviceHealth(facts: HealthFacts, now: Date): { health: Health; reasons: Reason[] } {
  const age = (at: Date) => now.getTime() - at.getTime();
  const { readAt, stateAsOf } = facts;
  const risks = when<(typeof riskCodes)[number]>([
    [!facts.managed, 'UNMANAGED', 'Bitdefender has discovered this machine but does not protect it.', readAt],
    [facts.infected === true, 'INFECTED', 'It is still infected.', stateAsOf],
    [
      facts.unresolvedHighThreats > 0,
      'UNRESOLVED_THREATS',
      `It has ${facts.unresolvedHighThreats} unresolved ${facts.unresolvedHighThreats === 1 ? 'threat' : 'threats'} of HIGH and above.`,
      null,
    ],
    [facts.modules?.antimalware === false, 'ANTIMALWARE_OFF', 'Its antimalware module is off.', facts.antimalwareAsOf],
    [facts.licence === 'EXPIRED', 'LICENCE_EXPIRED', 'Its licence has expired.', stateAsOf],
  ]);
  const concerns = when<(typeof concernCodes)[number]>([
    [!facts.present, 'MISSING', 'Bitdefender no longer lists it.', readAt],
    [
      facts.detected === true,
      'DETECTED',
      'Malware was detected on it in the 24 hours before its state was read.',
      stateAsOf,
    ],
    [facts.signatureOutdated === true, 'SIGNATURES_OUTDATED', 'Its signatures are out of date.', stateAsOf],
    [facts.productOutdated === true, 'PRODUCT_OUTDATED', 'Its Bitdefender product is out of date.', facts.productAsOf],
    [facts.policyApplied === false, 'POLICY_NOT_APPLIED', 'Its policy is not applied yet.', readAt],
    [
      facts.lastSeenAt !== null && age(facts.lastSeenAt) > facts.notSeenDays * 24 * hour,
      'NOT_SEEN',
      `It has not been seen for ${facts.notSeenDays} days.`,
      stateAsOf,
    ],
    [
      stateAsOf !== null && age(stateAsOf) > stateStaleHours * hour,
      'STATE_STALE',
      'Its state was last read more than 48 hours ago.',
      stateAsOf,
    ],
    [facts.isolated === true, 'ISOLATED', 'It is isolated: cut off from the network.', facts.isolatedAsOf],
  ]);
  const reasons = [...risks, ...concerns];
  if (risks.length > 0) return { health: 'AT_RISK', reasons };
  if (concerns.length > 0) return { health: 'ATTENTION', reasons };
  if (facts.infected !== null) return { health: 'HEALTHY', reasons: [] };
  const message =
    stateAsOf === null ? 'Its state has not been read yet.' : 'Bitdefender did not report whether it is infected.';
  return { health: 'UNKNOWN', reasons: [{ code: 'STATE_UNKNOWN', message, asOf: stateAsOf }] };
}

function when<Code extends HealthCode>(rows: readonly (readonly [boolean, Code, string, Date | null])[]): Reason[] {
  return rows.filter(([holds]) => holds).map(([, code, message, asOf]) => ({ code, message, asOf }));
}
