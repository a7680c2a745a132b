import { Field, ID, ObjectType } from 'type-graphql';
import { graphEnum } from '../graphql/graph-enum.js';

export const FindingSeverity = graphEnum('BitdefenderFindingSeverity', 'Severity of a finding.', {
  PROBLEM: 'Something does not work.',
  WARNING: 'Something works partly, or may stop working.',
  INFORMATION: 'Works as configured; the finding explains the behaviour.',
});
export type FindingSeverity = keyof typeof FindingSeverity;

export const FindingCode = graphEnum(
  'BitdefenderFindingCode',
  'The kind of a finding; docs/operations.md has the details.',
  {
    NO_INTEGRATION: 'No GravityZone is connected.',
    DISCONNECTED: 'The integration was disconnected; its data are historical.',
    INTEGRATION_DNS: 'The host name of GravityZone cannot be resolved.',
    INTEGRATION_CONNECT: 'The GravityZone server cannot be reached.',
    INTEGRATION_TLS: 'No trusted TLS connection can be established.',
    INTEGRATION_HTTP: 'The server responds, but not as GravityZone does.',
    INTEGRATION_KEY: 'GravityZone does not accept the API key.',
    NO_COMPANIES: 'The API key works, but has no access to a customer company.',
    NOTHING_MAPPED: 'No company of the integration is mapped to a client.',
    MISSING_API: 'The API key has no access to an API.',
    NO_LICENCE: 'Bitdefender has no licence for a part of the data.',
    STREAM_FAILS: 'A part of the last sync failed, or the details of a threat were not read.',
    STALE_SYNC: 'The last sync was too long ago.',
    CLIENT_NOT_MAPPED: 'No company is mapped to the client.',
    UNMAPPED_COMPANY: 'A company with threats is mapped to no client.',
    HOST_NAMES_DIFFER: 'A device and an agent have similar host names.',
    DEVICE_AMBIGUOUS: 'A device could be any of several agents.',
    DEVICE_WITHOUT_AGENT: 'No agent of the client has a name like the device.',
    DEVICE_MISSING: 'Bitdefender no longer lists the device.',
    TICKET_RULE_DISABLED: 'The rule that creates tickets is disabled.',
    TICKET_RULE_SEVERITY: 'The severity of the threat is outside the range of the rule that creates tickets.',
    TICKET_RULE_NARROW: 'The conditions of the rule that creates tickets do not match, or the rule was not evaluated.',
    NO_TICKET_RULE: 'No rule creates tickets.',
    ROUTING_OUTDATED:
      'A rule, a mute or the threat changed after the rules were evaluated; now a rule requests a ticket.',
    PLATFORM_RULES: "The platform's rules decide about the alert, and it has no ticket.",
    THREAT_SUPPRESSED: 'A rule suppressed the alert.',
    THREAT_MUTED: 'A mute silenced the alert.',
    THREAT_HELD: 'A maintenance window holds the alert until it ends.',
    THREAT_HISTORY: 'The threat was detected before its company was mapped.',
    THREAT_NOT_MAPPED: 'The company of the threat is mapped to no client.',
    TIMES_NOT_CERTAIN: 'Nothing shows in which time zone GravityZone writes dates.',
    TIME_ZONE_CHANGED: 'The time zone of dates changed in the last 7 days.',
    NOT_ALL_DETECTIONS_SEEN: 'Devices have no EDR sensor, so that not each of their detections can be seen.',
    MODULE_OFF: 'A protection module is switched off on some devices.',
    DELIVERY_PENDING: 'OpsMerge core has not accepted the ticket yet.',
    DELIVERY_FAILED: 'OpsMerge core did not accept the ticket, and it is no longer retried automatically.',
  },
);
export type FindingCode = keyof typeof FindingCode;

export const RemedyKind = graphEnum('BitdefenderRemedyKind', 'Where a finding can be resolved.', {
  MUTATION: 'With the mutation in `name`.',
  SETTING: 'With the setting in `name`, changed by `updateBitdefenderSettings`.',
  GRAVITYZONE: 'In Bitdefender Control Center, at the place in `name`.',
  NOTHING: 'No change is needed here; `message` says why.',
});
export type RemedyKind = keyof typeof RemedyKind;

@ObjectType('BitdefenderRemedy', { description: 'A remedy for a finding.' })
export class Remedy {
  @Field(() => RemedyKind, { description: 'Where the finding can be resolved.' })
  kind!: RemedyKind;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the mutation, the setting or the place; null for NOTHING.',
  })
  name!: string | null;

  @Field(() => String, { description: 'The action to take, in a sentence.' })
  message!: string;
}

@ObjectType('BitdefenderEvidence', { description: 'A fact that a finding is based on.' })
export class Evidence {
  @Field(() => String, { description: 'Name of the fact.' })
  name!: string;

  @Field(() => String, { description: 'Value of the fact; times are in ISO 8601, UTC.' })
  value!: string;
}

@ObjectType('BitdefenderFinding', {
  description: 'An explanation of missing or stale data, with a remedy.',
})
export class Finding {
  @Field(() => FindingCode, { description: 'The kind of finding.' })
  code!: FindingCode;

  @Field(() => FindingSeverity, { description: 'Severity of the finding.' })
  severity!: FindingSeverity;

  @Field(() => String, { description: 'The finding in a sentence.' })
  message!: string;

  @Field(() => [Evidence], { description: 'The facts the finding is based on.' })
  evidence!: Evidence[];

  @Field(() => Remedy, { description: 'The remedy.' })
  remedy!: Remedy;

  @Field(() => ID, { nullable: true, description: 'Id of the integration concerned; null if none.' })
  integrationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the company concerned; null if none.' })
  companyId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the device concerned; null if none.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the threat concerned; null if none.' })
  threatId?: string | null;
}

@ObjectType('BitdefenderDiagnostics', { description: 'Result of the diagnostics.' })
export class Diagnostics {
  @Field(() => Date, { description: 'When the diagnostics ran. They use stored data only.' })
  checkedAt!: Date;

  @Field(() => [Finding], { description: 'The findings, most severe first, at most 100; empty if nothing was found.' })
  findings!: Finding[];
}
