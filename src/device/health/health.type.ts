import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';

export const Health = graphEnum('BitdefenderHealth', 'How well a device is protected, all told.', {
  HEALTHY: 'Nothing is amiss.',
  ATTENTION: 'Something should be looked at.',
  AT_RISK: 'It is not protected, or is infected.',
  UNKNOWN: 'Too little is known.',
});
export type Health = keyof typeof Health;

export const HealthReasonCode = graphEnum(
  'BitdefenderHealthReasonCode',
  'Why a device has its health. The first five put it at risk, the next seven call for attention; STATE_UNKNOWN stands alone.',
  {
    UNMANAGED: 'BD has seen it but does not protect it.',
    INFECTED: 'It is still infected.',
    UNRESOLVED_THREATS: 'It has unresolved threats of HIGH and above.',
    ANTIMALWARE_OFF: 'Its antimalware module is off.',
    LICENCE_EXPIRED: 'Its licence has expired.',
    MISSING: 'BD does not list it any more.',
    DETECTED: 'Malware was seen on it in the 24 hours before it was asked about.',
    SIGNATURES_OUTDATED: 'Its signatures are out of date.',
    PRODUCT_OUTDATED: 'Its protection is an old version.',
    POLICY_NOT_APPLIED: 'It has not taken on its policy yet.',
    NOT_SEEN: 'It has not spoken to BD for as many days as the tenant has set.',
    STATE_STALE: 'Its state was last read more than 48 hours ago.',
    STATE_UNKNOWN:
      'Nothing is amiss as far as is known, but its state has not been read yet, or BD did not tell whether it is infected.',
  },
);
export type HealthReasonCode = keyof typeof HealthReasonCode;

@ObjectType('BitdefenderHealthReason', { description: 'Why a device has its health.' })
export class HealthReason {
  @Field(() => HealthReasonCode, { description: 'What is amiss.' })
  code!: HealthReasonCode;

  @Field(() => String, { description: 'A sentence for the technician.' })
  message!: string;

  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description:
      'When BD last told so; null for what it did not tell: threats that are unresolved, a state not yet read.',
  })
  asOf!: Date | null;
}
