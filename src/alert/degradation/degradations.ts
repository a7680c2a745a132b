import type { Severity } from '../../domain/severity.js';

/** The ways in which protection degrades, most severe first. All but `LICENCE_ENDING` are about machines. */
export const degradations = [
  'MODULE_OFF',
  'LICENCE_EXPIRED',
  'ISOLATED',
  'NOT_SEEN',
  'SIGNATURES_OUTDATED',
  'LICENCE_ENDING',
  'POLICY_NOT_EXPECTED',
  'PRODUCT_OUTDATED',
] as const;
export type Degradation = (typeof degradations)[number];

/** What is counted of a cause. */
export const countedBy = (cause: Degradation): 'MACHINES' | 'COMPANIES' =>
  cause === 'LICENCE_ENDING' ? 'COMPANIES' : 'MACHINES';

/** How severe each is, and its words: what is wrong, and what to do about it. */
export const degradationTexts: Readonly<Record<Degradation, { severity: Severity; name: string; advice: string }>> = {
  MODULE_OFF: {
    severity: 'HIGH',
    name: 'Expected module off',
    advice: 'Switch the module on in the policy of these machines, or change what is expected.',
  },
  LICENCE_EXPIRED: {
    severity: 'HIGH',
    name: 'Bitdefender licence expired',
    advice: 'Renew the licence of the company in GravityZone.',
  },
  ISOLATED: {
    severity: 'HIGH',
    name: 'Isolated from the network',
    advice: 'Find out why they were isolated, and release them in GravityZone.',
  },
  NOT_SEEN: {
    severity: 'MEDIUM',
    name: 'No contact to Bitdefender',
    advice: 'Find out whether these machines are still in use, and whether they reach GravityZone.',
  },
  SIGNATURES_OUTDATED: {
    severity: 'MEDIUM',
    name: 'Signatures out of date',
    advice: 'Run an update task for these machines in GravityZone.',
  },
  LICENCE_ENDING: {
    severity: 'MEDIUM',
    name: 'Bitdefender licence ending or ended',
    advice: 'Renew the licence of these companies in GravityZone.',
  },
  POLICY_NOT_EXPECTED: {
    severity: 'MEDIUM',
    name: 'Policy not the expected one',
    advice: 'Assign an expected policy to these machines, or change what is expected.',
  },
  PRODUCT_OUTDATED: {
    severity: 'LOW',
    name: 'Bitdefender product out of date',
    advice: 'Update the product on these machines; it may need a restart.',
  },
};
