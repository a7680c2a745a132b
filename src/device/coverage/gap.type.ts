import { graphEnum } from '../../graphql/graph-enum.js';
import { } from 'type-graphql';

export const Gap = graphEnum('BitdefenderGap', 'What a machine of a client lacks. Devices that BD no longer lists, or whose company is unmapped, have no gaps.', {
  UNPROTECTED: 'It has an OpsMerge agent, and BD does not protect it, or no longer lists it.',
  NO_AGENT: 'BD protects it, and it has no OpsMerge agent.',
  AMBIGUOUS: 'BD protects it, and it could be several agents.',
  UNMANAGED: 'BD has only noticed it in the network.',
  SIGNATURES_OUTDATED: 'Its signatures are out of date.',
  PRODUCT_OUTDATED: 'Its protection is an old version.',
  LICENCE_EXPIRED: "BD's licence for it has expired.",
  NOT_SEEN: 'It has not spoken to BD for as many days as the tenant has set.',
  MODULE_OFF: 'A module that the tenant expects to be on is off.',
  POLICY_NOT_APPLIED: 'It has not taken on its policy.',
  POLICY_NOT_EXPECTED: 'Its policy is none of those expected for its client.',
});
export type Gap = keyof typeof Gap;

export const gaps = Object.values(Gap);
