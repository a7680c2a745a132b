import { graphEnum } from '../../graphql/graph-enum.js';
import type { Degradation } from './degradations.js';

export const DegradationEnum = graphEnum(
  'BitdefenderDegradation',
  'In which way machines are protected less than they should be, or soon will be.',
  {
    MODULE_OFF: 'A module that is expected to be on is off.',
    LICENCE_EXPIRED: 'The Bitdefender licence has expired.',
    ISOLATED: 'Isolated: cut off from the network.',
    NOT_SEEN: 'No contact to Bitdefender for more than the expected number of days (`notSeenDays`).',
    SIGNATURES_OUTDATED: 'The malware signatures are out of date.',
    LICENCE_ENDING:
      'The licence of a company has ended, or ends within the days of `licenceEndingDays`. Of companies, not of machines.',
    POLICY_NOT_EXPECTED: 'The policy is not one of those expected.',
    PRODUCT_OUTDATED: 'The Bitdefender product is out of date.',
  } satisfies Record<Degradation, string>,
);
export type DegradationEnum = keyof typeof DegradationEnum;
