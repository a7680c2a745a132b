import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { graphEnum } from '../graphql/graph-enum.js';

export const FindingSeverity = graphEnum('BitdefenderFindingSeverity', 'How much a finding matters.', {
  PROBLEM: 'Something does not work.',
  WARNING: 'Something works in part, or may soon not work.',
  INFORMATION: 'It works as it is set; this is why it does what it does.',
});
export type FindingSeverity = keyof typeof FindingSeverity;

export const FindingCode = graphEnum('BitdefenderFindingCode', 'What was found; docs/operations.md says more.', {
  NO_CONNECTION: 'No GravityZone is connected.',
  DISCONNECTED: 'The connection was ended: its data are of the past.',
  CONNECTION_DNS: 'The address of GravityZone is not found.',
  CONNECTION_CONNECT: 'The server of GravityZone is not reached.',
  CONNECTION_TLS: 'No trusted TLS connection is made.',
  CONNECTION_HTTP: 'The server answers, but not as GravityZone should.',
  CONNECTION_KEY: 'GravityZone does not accept the API key.',
  NO_COMPANIES: 'The key works, but sees no company of a customer.',
  MISSING_API: 'An API is not ticked on the key, or not offered to it.',
  NO_LICENCE: 'BD has no licence for a part of what is read.',
  STREAM_FAILS: 'A part of the last sync failed, or the details of a threat could not be read.',
  STALE_SYNC: 'Data were last read too long ago.',
  CLIENT_NOT_MAPPED: 'No company is mapped to the client.',
  UNMAPPED_COMPANY: 'A company with threats is mapped to no client.',
  HOST_NAMES_DIFFER: 'A device and an agent have nearly the same name.',
  DEVICE_AMBIGUOUS: 'A device could be several agents.',
  DEVICE_WITHOUT_AGENT: 'No agent of the client has a name like the device.',
  DEVICE_MISSING: 'BD does not list the device any more.',
  TICKET_RULE_DISABLED: 'The rule that makes tickets is switched off.',
  TICKET_RULE_SEVERITY: 'The threat is outside the severities of the rule that makes tickets.',
  TICKET_RULE_NARROW: 'The rule that makes tickets asks for something else, or was not asked.',
  NO_TICKET_RULE: 'There is no rule that makes tickets.',
  THREAT_SUPPRESSED: 'A rule suppressed the alert.',
  THREAT_MUTED: 'A mute silenced the alert.',
  THREAT_HISTORY: 'The threat is from before its company was mapped.',
  THREAT_NOT_MAPPED: "The threat's company is mapped to no client.",
  DELIVERY_PENDING: 'OpsMerge core has not taken the ticket yet.',
  DELIVERY_FAILED: 'The ticket was given up: OpsMerge core would not take it.',
});
export type FindingCode = keyof typeof FindingCode;

export const RemedyKind = graphEnum('BitdefenderRemedyKind', 'Where something is mended.', {
  MUTATION: 'By the mutation that is named.',
  SETTING: 'By the setting that is named, with updateBitdefenderSettings.',
  GRAVITYZONE: "In Bitdefender's Control Center, at the place that is named.",
  NOTHING: 'It mends itself, or is as it should be.',
});
export type RemedyKind = keyof typeof RemedyKind;

@ObjectType('BitdefenderRemedy', { description: 'What mends a finding.' })
export class Remedy {
  @Field(() => RemedyKind, { description: 'Where.' })
  kind!: RemedyKind;

  @Field(() => String, { nullable: true, description: 'The name of the mutation, the setting or the place.' })
  name!: string | null;

  @Field(() => String, { description: 'What to do, in a sentence.' })
  message!: string;
}

@ObjectType('BitdefenderEvidence', { description: 'A fact that a finding rests on.' })
export class Evidence {
  @Field(() => String, { description: 'Which fact.' })
  name!: string;

  @Field(() => String, { description: 'Its value; times in ISO 8601, UTC.' })
  value!: string;
}

@ObjectType('BitdefenderFinding', {
  description: 'Something that explains what is missing or old, with what mends it.',
})
export class Finding {
  @Field(() => FindingCode, { description: 'What it is.' })
  code!: FindingCode;

  @Field(() => FindingSeverity, { description: 'How much it matters.' })
  severity!: FindingSeverity;

  @Field(() => String, { description: 'The finding in a sentence.' })
  message!: string;

  @Field(() => [Evidence], { description: 'What it rests on.' })
  evidence!: Evidence[];

  @Field(() => Remedy, { description: 'What mends it.' })
  remedy!: Remedy;

  @Field(() => ID, { nullable: true, description: 'The connection it is about.' })
  connectionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The company it is about.' })
  companyId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The device it is about.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The threat it is about.' })
  threatId?: string | null;
}

@ObjectType('BitdefenderDiagnostics', { description: 'What was found, the gravest first; nothing where all is well.' })
export class Diagnostics {
  @Field(() => GraphQLDateTimeISO, { description: 'When it was looked into. Only stored data are looked at.' })
  checkedAt!: Date;

  @Field(() => [Finding], { description: 'The findings, at most 100.' })
  findings!: Finding[];
}
