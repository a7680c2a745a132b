import { graphEnum } from '../../graphql/graph-enum.js';

export const Gap = graphEnum(
  'BitdefenderGap',
  'A gap in the coverage of a machine. Devices that Bitdefender no longer lists and devices of unmapped companies have no gaps of their own.',
  {
    UNPROTECTED: 'Has an OpsMerge agent and is not protected by Bitdefender, or no longer listed.',
    NO_AGENT: 'Protected by Bitdefender, without an OpsMerge agent.',
    AMBIGUOUS: 'Protected by Bitdefender, but could be any of several agents.',
    UNMANAGED: 'Discovered by Bitdefender on the network, but not protected.',
    SIGNATURES_OUTDATED: 'The malware signatures are out of date.',
    PRODUCT_OUTDATED: 'The Bitdefender product is out of date.',
    LICENCE_EXPIRED: 'The Bitdefender licence has expired.',
    NOT_SEEN: 'No contact to Bitdefender for more than the expected number of days (`notSeenDays`).',
    MODULE_OFF: 'A module that is expected to be on is off.',
    POLICY_NOT_APPLIED: 'The assigned policy is not applied.',
    POLICY_NOT_EXPECTED: 'The policy is not one of those expected.',
  },
);
export type Gap = keyof typeof Gap;

export const gaps = Object.values(Gap);
