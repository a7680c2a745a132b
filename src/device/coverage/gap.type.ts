import { registerEnumType } from 'type-graphql';

export enum Gap {
  UNPROTECTED = 'UNPROTECTED',
  NO_AGENT = 'NO_AGENT',
  AMBIGUOUS = 'AMBIGUOUS',
  UNMANAGED = 'UNMANAGED',
  SIGNATURES_OUTDATED = 'SIGNATURES_OUTDATED',
  PRODUCT_OUTDATED = 'PRODUCT_OUTDATED',
  LICENCE_EXPIRED = 'LICENCE_EXPIRED',
  NOT_SEEN = 'NOT_SEEN',
  MODULE_OFF = 'MODULE_OFF',
  POLICY_NOT_APPLIED = 'POLICY_NOT_APPLIED',
  POLICY_NOT_EXPECTED = 'POLICY_NOT_EXPECTED',
}
registerEnumType(Gap, {
  name: 'BitdefenderGap',
  description:
    'What a machine of a client lacks. Devices that BD no longer lists, or whose company is unmapped, have no gaps.',
  valuesConfig: {
    UNPROTECTED: { description: 'It has an OpsMerge agent, and BD does not protect it, or no longer lists it.' },
    NO_AGENT: { description: 'BD protects it, and it has no OpsMerge agent.' },
    AMBIGUOUS: { description: 'BD protects it, and it could be several agents.' },
    UNMANAGED: { description: 'BD has only noticed it in the network.' },
    SIGNATURES_OUTDATED: { description: 'Its signatures are out of date.' },
    PRODUCT_OUTDATED: { description: 'Its protection is an old version.' },
    LICENCE_EXPIRED: { description: "BD's licence for it has expired." },
    NOT_SEEN: { description: 'It has not spoken to BD for as many days as the tenant has set.' },
    MODULE_OFF: { description: 'A module that the tenant expects to be on is off.' },
    POLICY_NOT_APPLIED: { description: 'It has not taken on its policy.' },
    POLICY_NOT_EXPECTED: { description: 'Its policy is none of those expected for its client.' },
  },
});

export const gaps = Object.values(Gap);
