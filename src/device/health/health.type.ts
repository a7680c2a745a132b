import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum Health {
  HEALTHY = 'HEALTHY',
  ATTENTION = 'ATTENTION',
  AT_RISK = 'AT_RISK',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(Health, {
  name: 'BitdefenderHealth',
  description: 'How well a device is protected, all told.',
  valuesConfig: {
    HEALTHY: { description: 'Nothing is amiss.' },
    ATTENTION: { description: 'Something should be looked at.' },
    AT_RISK: { description: 'It is not protected, or is infected.' },
    UNKNOWN: { description: 'Too little is known.' },
  },
});

export enum HealthReasonCode {
  UNMANAGED = 'UNMANAGED',
  INFECTED = 'INFECTED',
  UNRESOLVED_THREATS = 'UNRESOLVED_THREATS',
  ANTIMALWARE_OFF = 'ANTIMALWARE_OFF',
  LICENCE_EXPIRED = 'LICENCE_EXPIRED',
  MISSING = 'MISSING',
  DETECTED = 'DETECTED',
  SIGNATURES_OUTDATED = 'SIGNATURES_OUTDATED',
  PRODUCT_OUTDATED = 'PRODUCT_OUTDATED',
  POLICY_NOT_APPLIED = 'POLICY_NOT_APPLIED',
  NOT_SEEN = 'NOT_SEEN',
  STATE_STALE = 'STATE_STALE',
  STATE_UNKNOWN = 'STATE_UNKNOWN',
}
registerEnumType(HealthReasonCode, {
  name: 'BitdefenderHealthReasonCode',
  description:
    'Why a device has its health. The first five put it at risk, the next seven call for attention; STATE_UNKNOWN stands alone.',
  valuesConfig: {
    UNMANAGED: { description: 'BD has seen it but does not protect it.' },
    INFECTED: { description: 'It is still infected.' },
    UNRESOLVED_THREATS: { description: 'It has unresolved threats of HIGH and above.' },
    ANTIMALWARE_OFF: { description: 'Its antimalware module is off.' },
    LICENCE_EXPIRED: { description: 'Its licence has expired.' },
    MISSING: { description: 'BD does not list it any more.' },
    DETECTED: { description: 'Malware was seen on it in the 24 hours before it was asked about.' },
    SIGNATURES_OUTDATED: { description: 'Its signatures are out of date.' },
    PRODUCT_OUTDATED: { description: 'Its protection is an old version.' },
    POLICY_NOT_APPLIED: { description: 'It has not taken on its policy yet.' },
    NOT_SEEN: { description: 'It has not spoken to BD for as many days as the tenant has set.' },
    STATE_STALE: { description: 'Its state was last read more than 48 hours ago.' },
    STATE_UNKNOWN: {
      description:
        'Nothing is amiss as far as is known, but its state has not been read yet, or BD did not tell whether it is infected.',
    },
  },
});

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
