/** What puts a device at risk, and what calls for attention. Each has its condition in SQL in `health.sql.ts`. */
export const riskCodes = ['UNMANAGED', 'INFECTED', 'UNRESOLVED_THREATS', 'ANTIMALWARE_OFF', 'LICENCE_EXPIRED'] as const;
export const concernCodes = [
  'MISSING',
  'DETECTED',
  'SIGNATURES_OUTDATED',
  'PRODUCT_OUTDATED',
  'POLICY_NOT_APPLIED',
  'NOT_SEEN',
  'STATE_STALE',
] as const;
export type HealthCode = (typeof riskCodes)[number] | (typeof concernCodes)[number];

type Health = 'HEALTHY' | 'ATTENTION' | 'AT_RISK' | 'UNKNOWN';

interface Reason {
  code: HealthCode | 'STATE_UNKNOWN';
  message: string;
  /** When BD last told so; null for what is not its word. */
  asOf: Date | null;
}

export interface HealthFacts {
  managed: boolean;
  present: boolean;
  infected: boolean | null;
  detected: boolean | null;
  signatureOutdated: boolean | null;
  productOutdated: boolean | null;
  policyApplied: boolean | null;
  modules: Record<string, boolean> | null;
  lastSeenAt: Date | null;
  /** When infected, detected, signatures, licence and last seen were true; null if never asked. */
  stateAsOf: Date | null;
  /** When the inventory was read that tells whether it is listed, managed, and has its policy; null if not yet. */
  readAt: Date | null;
  /** When the antimalware module, and the age of the product, were told: by the inventory or with the state. */
  antimalwareAsOf: Date | null;
  productAsOf: Date | null;
  licence: string | null;
  unresolvedHighThreats: number;
  /** After how many days without a word from it a device counts as not seen: the tenant's setting. */
  notSeenDays: number;
}

/** A state that was read longer ago than this is stale. */
export const stateStaleHours = 48;
const hour = 3_600_000;

/** One health from everything known of a device, with a reason for each thing that is amiss, the gravest first. */
export function deviceHealth(facts: HealthFacts, now: Date): { health: Health; reasons: Reason[] } {
  const age = (at: Date) => now.getTime() - at.getTime();
  const { readAt, stateAsOf } = facts;
  const risks = when<(typeof riskCodes)[number]>([
    [!facts.managed, 'UNMANAGED', 'Bitdefender has seen this machine but does not protect it.', readAt],
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
    [!facts.present, 'MISSING', 'Bitdefender does not list it any more.', readAt],
    [
      facts.detected === true,
      'DETECTED',
      'Malware was seen on it in the 24 hours before it was asked about.',
      stateAsOf,
    ],
    [facts.signatureOutdated === true, 'SIGNATURES_OUTDATED', 'Its signatures are out of date.', stateAsOf],
    [facts.productOutdated === true, 'PRODUCT_OUTDATED', 'Its protection is an old version.', facts.productAsOf],
    [facts.policyApplied === false, 'POLICY_NOT_APPLIED', 'It has not taken on its policy yet.', readAt],
    [
      facts.lastSeenAt !== null && age(facts.lastSeenAt) > facts.notSeenDays * 24 * hour,
      'NOT_SEEN',
      `It has not been seen for ${facts.notSeenDays} days.`,
      stateAsOf,
    ],
    [
      stateAsOf !== null && age(stateAsOf) > stateStaleHours * hour,
      'STATE_STALE',
      'Its state was last read over two days ago.',
      stateAsOf,
    ],
  ]);
  const reasons = [...risks, ...concerns];
  if (risks.length > 0) return { health: 'AT_RISK', reasons };
  if (concerns.length > 0) return { health: 'ATTENTION', reasons };
  if (facts.infected !== null) return { health: 'HEALTHY', reasons: [] };
  const message =
    stateAsOf === null ? 'Its state has not been read yet.' : 'Bitdefender did not tell whether it is infected.';
  return { health: 'UNKNOWN', reasons: [{ code: 'STATE_UNKNOWN', message, asOf: stateAsOf }] };
}

function when<Code extends HealthCode>(rows: readonly (readonly [boolean, Code, string, Date | null])[]): Reason[] {
  return rows.filter(([holds]) => holds).map(([, code, message, asOf]) => ({ code, message, asOf }));
}
