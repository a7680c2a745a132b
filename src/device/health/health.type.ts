import { Field, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';

export const Health = graphEnum('BitdefenderHealth', 'Overall health of a device.', {
  HEALTHY: 'No problem is known.',
  ATTENTION: 'Needs attention.',
  AT_RISK: 'Infected, not fully protected, or with unresolved threats of severity HIGH and above.',
  UNKNOWN: 'The state of the device is unknown.',
});
export type Health = keyof typeof Health;

export const HealthReasonCode = graphEnum(
  'BitdefenderHealthReasonCode',
  'A reason for the health of a device. The first five make it AT_RISK, the next eight ATTENTION; STATE_UNKNOWN is the only reason of UNKNOWN.',
  {
    UNMANAGED: 'Bitdefender has discovered the device but does not protect it.',
    INFECTED: 'Still infected.',
    UNRESOLVED_THREATS: 'Unresolved threats of severity HIGH and above.',
    ANTIMALWARE_OFF: 'The antimalware module is off.',
    LICENCE_EXPIRED: 'The licence has expired.',
    MISSING: 'Bitdefender no longer lists the device.',
    DETECTED: 'Malware was detected in the 24 hours before the state was read.',
    SIGNATURES_OUTDATED: 'The malware signatures are out of date.',
    PRODUCT_OUTDATED: 'The Bitdefender product is out of date.',
    POLICY_NOT_APPLIED: 'The assigned policy is not applied yet.',
    NOT_SEEN: 'No contact to Bitdefender for more than the expected number of days (`notSeenDays`).',
    STATE_STALE: 'The state was last read more than 48 hours ago.',
    ISOLATED: 'The device is isolated: cut off from the network.',
    STATE_UNKNOWN:
      'No problem is known, but the state has not been read yet, or Bitdefender did not report whether the device is infected.',
  },
);
export type HealthReasonCode = keyof typeof HealthReasonCode;

@ObjectType('BitdefenderHealthReason', { description: 'A reason for the health of a device.' })
export class HealthReason {
  @Field(() => HealthReasonCode, { description: 'The reason.' })
  code!: HealthReasonCode;

  @Field(() => String, { description: 'The reason in a sentence, for a technician.' })
  message!: string;

  @Field(() => Date, {
    nullable: true,
    description:
      'When Bitdefender last reported it; null for UNRESOLVED_THREATS, and for a state that has not been read.',
  })
  asOf!: Date | null;
}
