import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum FindingSeverity {
  PROBLEM = 'PROBLEM',
  WARNING = 'WARNING',
  INFORMATION = 'INFORMATION',
}
registerEnumType(FindingSeverity, {
  name: 'BitdefenderFindingSeverity',
  description: 'How much a finding matters.',
  valuesConfig: {
    PROBLEM: { description: 'Something does not work.' },
    WARNING: { description: 'Something works in part, or may soon not work.' },
    INFORMATION: { description: 'It works as it is set; this is why it does what it does.' },
  },
});

export enum FindingCode {
  NO_CONNECTION = 'NO_CONNECTION',
  DISCONNECTED = 'DISCONNECTED',
  CONNECTION_DNS = 'CONNECTION_DNS',
  CONNECTION_CONNECT = 'CONNECTION_CONNECT',
  CONNECTION_TLS = 'CONNECTION_TLS',
  CONNECTION_HTTP = 'CONNECTION_HTTP',
  CONNECTION_KEY = 'CONNECTION_KEY',
  NO_COMPANIES = 'NO_COMPANIES',
  MISSING_API = 'MISSING_API',
  NO_LICENCE = 'NO_LICENCE',
  STREAM_FAILS = 'STREAM_FAILS',
  STALE_SYNC = 'STALE_SYNC',
  CLIENT_NOT_MAPPED = 'CLIENT_NOT_MAPPED',
  UNMAPPED_COMPANY = 'UNMAPPED_COMPANY',
  HOST_NAMES_DIFFER = 'HOST_NAMES_DIFFER',
  DEVICE_AMBIGUOUS = 'DEVICE_AMBIGUOUS',
  DEVICE_WITHOUT_AGENT = 'DEVICE_WITHOUT_AGENT',
  DEVICE_MISSING = 'DEVICE_MISSING',
  TICKET_RULE_DISABLED = 'TICKET_RULE_DISABLED',
  TICKET_RULE_SEVERITY = 'TICKET_RULE_SEVERITY',
  TICKET_RULE_NARROW = 'TICKET_RULE_NARROW',
  NO_TICKET_RULE = 'NO_TICKET_RULE',
  THREAT_SUPPRESSED = 'THREAT_SUPPRESSED',
  THREAT_MUTED = 'THREAT_MUTED',
  THREAT_HISTORY = 'THREAT_HISTORY',
  THREAT_NOT_MAPPED = 'THREAT_NOT_MAPPED',
  DELIVERY_PENDING = 'DELIVERY_PENDING',
  DELIVERY_FAILED = 'DELIVERY_FAILED',
}
registerEnumType(FindingCode, {
  name: 'BitdefenderFindingCode',
  description: 'What was found; docs/operations.md says more.',
  valuesConfig: {
    NO_CONNECTION: { description: 'No GravityZone is connected.' },
    DISCONNECTED: { description: 'The connection was ended: its data are of the past.' },
    CONNECTION_DNS: { description: 'The address of GravityZone is not found.' },
    CONNECTION_CONNECT: { description: 'The server of GravityZone is not reached.' },
    CONNECTION_TLS: { description: 'No trusted TLS connection is made.' },
    CONNECTION_HTTP: { description: 'The server answers, but not as GravityZone should.' },
    CONNECTION_KEY: { description: 'GravityZone does not accept the API key.' },
    NO_COMPANIES: { description: 'The key works, but sees no company of a customer.' },
    MISSING_API: { description: 'An API is not ticked on the key, or not offered to it.' },
    NO_LICENCE: { description: 'BD has no licence for a part of what is read.' },
    STREAM_FAILS: { description: 'A part of the last sync failed, or the details of a threat could not be read.' },
    STALE_SYNC: { description: 'Data were last read too long ago.' },
    CLIENT_NOT_MAPPED: { description: 'No company is mapped to the client.' },
    UNMAPPED_COMPANY: { description: 'A company with threats is mapped to no client.' },
    HOST_NAMES_DIFFER: { description: 'A device and an agent have nearly the same name.' },
    DEVICE_AMBIGUOUS: { description: 'A device could be several agents.' },
    DEVICE_WITHOUT_AGENT: { description: 'No agent of the client has a name like the device.' },
    DEVICE_MISSING: { description: 'BD does not list the device any more.' },
    TICKET_RULE_DISABLED: { description: 'The rule that makes tickets is switched off.' },
    TICKET_RULE_SEVERITY: { description: 'The threat is outside the severities of the rule that makes tickets.' },
    TICKET_RULE_NARROW: { description: 'The rule that makes tickets asks for something else, or was not asked.' },
    NO_TICKET_RULE: { description: 'There is no rule that makes tickets.' },
    THREAT_SUPPRESSED: { description: 'A rule suppressed the alert.' },
    THREAT_MUTED: { description: 'A mute silenced the alert.' },
    THREAT_HISTORY: { description: 'The threat is from before its company was mapped.' },
    THREAT_NOT_MAPPED: { description: "The threat's company is mapped to no client." },
    DELIVERY_PENDING: { description: 'OpsMerge core has not taken the ticket yet.' },
    DELIVERY_FAILED: { description: 'The ticket was given up: OpsMerge core would not take it.' },
  },
});

export enum RemedyKind {
  MUTATION = 'MUTATION',
  SETTING = 'SETTING',
  GRAVITYZONE = 'GRAVITYZONE',
  NOTHING = 'NOTHING',
}
registerEnumType(RemedyKind, {
  name: 'BitdefenderRemedyKind',
  description: 'Where something is mended.',
  valuesConfig: {
    MUTATION: { description: 'By the mutation that is named.' },
    SETTING: { description: 'By the setting that is named, with updateBitdefenderSettings.' },
    GRAVITYZONE: { description: "In Bitdefender's Control Center, at the place that is named." },
    NOTHING: { description: 'It mends itself, or is as it should be.' },
  },
});

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
