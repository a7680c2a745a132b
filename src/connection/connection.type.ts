import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';

export const ConnectionState = graphEnum('BitdefenderConnectionState', 'How a connection is doing.', {
  CONNECTED: 'It is polled, and the last sync could use the key.',
  FAILING: 'It is polled, but the last sync could not use it: see the problem.',
  DISCONNECTED: 'It is not polled any more; its data stay.',
});
export type ConnectionState = keyof typeof ConnectionState;

export const Flavour = graphEnum('BitdefenderFlavour', 'Which kind of GravityZone answers.', {
  CLOUD: "One of Bitdefender's cloud instances.",
  ON_PREMISES: "A GravityZone appliance of the customer's own.",
});
export type Flavour = keyof typeof Flavour;

export const OwnCompanyKind = graphEnum('BitdefenderOwnCompanyKind', 'What kind of company a key belongs to.', {
  PARTNER: 'A partner, whose key reaches the companies it manages.',
  CUSTOMER: 'A single company, whose key reaches nothing else.',
  UNKNOWN: 'GravityZone told a kind that is not known.',
});
export type OwnCompanyKind = keyof typeof OwnCompanyKind;

@ObjectType('BitdefenderProblem', { description: 'What went wrong with GravityZone, and what to do.' })
export class Problem {
  @Field(() => String, { description: 'A stable code, in capitals: see docs/gravityzone.md.' })
  code!: string;

  @Field(() => String, { description: 'What went wrong.' })
  message!: string;

  @Field(() => String, { description: 'What to do about it.' })
  hint!: string;
}

@ObjectType('BitdefenderMissingApi', { description: 'An API that is not ticked on the key.' })
export class MissingApi {
  @Field(() => String, { description: "GravityZone's name of the API." })
  api!: string;

  @Field(() => String, { description: 'What does not work without it.' })
  neededFor!: string;
}

@ObjectType('BitdefenderConnection', { description: "A tenant's link to one GravityZone. The API key is never shown." })
export class Connection {
  @Field(() => ID, { description: 'Our id of the connection.' })
  id!: string;

  @Field(() => String, { description: 'What the MSP calls it.' })
  name!: string;

  @Field(() => String, { description: 'The address of the API.' })
  endpoint!: string;

  @Field(() => ConnectionState, { description: 'How it is doing.' })
  state!: ConnectionState;

  @Field(() => Flavour, { nullable: true, description: 'Cloud or on-premises, once known.' })
  flavour!: Flavour | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When the present API key was set.' })
  keySetAt!: Date;

  @Field(() => String, { description: 'Who set the present API key: the subject of the token.' })
  keySetBy!: string;

  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description: 'When the present API key was made, as BD tells; null where BD did not.',
  })
  keyCreatedAt!: Date | null;

  @Field(() => Int, { description: 'Whole days since the key was made, or since it was set where BD does not tell.' })
  keyAgeDays!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Whose key it is: the company it belongs to, in the words of BD; null where the key could not tell.',
  })
  companyName!: string | null;

  @Field(() => Boolean, { description: 'Whether it is polled; false means that its data are of the past.' })
  syncing!: boolean;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was first connected.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When polling was stopped; null while connected.' })
  disconnectedAt!: Date | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'The last sync in which every stream succeeded.' })
  lastSucceededAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes east of UTC in which GravityZone writes dates without a zone, as measured.',
  })
  naiveOffsetMinutes!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The IANA zone of those dates, where an admin has set it; it counts instead of the measured offset.',
  })
  naiveZone!: string | null;

  @Field(() => Problem, { nullable: true, description: 'The first problem of the last sync; null if there was none.' })
  problem!: Problem | null;
}

@ObjectType('BitdefenderConnectionTest', { description: 'What a key can do, found by trying. Nothing is kept.' })
export class ConnectionTest {
  @Field(() => Boolean, { description: 'Whether the key can be used.' })
  ok!: boolean;

  @Field(() => Int, { description: 'How many companies the key sees.' })
  companyCount!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of them have no managed device; those that were deleted in GravityZone count. Null if not known.',
  })
  emptyCompanyCount!: number | null;

  @Field(() => Flavour, { nullable: true, description: 'Which kind of GravityZone answered; null if none did.' })
  flavour!: Flavour | null;

  @Field(() => String, { nullable: true, description: 'The company the key belongs to.' })
  companyName!: string | null;

  @Field(() => OwnCompanyKind, { nullable: true, description: 'Its kind; null if not known.' })
  companyKind!: OwnCompanyKind | null;

  @Field(() => [String], { description: 'The APIs that are ticked on the key, as GravityZone names them.' })
  enabledApis!: string[];

  @Field(() => [MissingApi], { description: 'APIs to tick on the key, and what for.' })
  missingApis!: MissingApi[];

  @Field(() => Int, { description: 'How long one answer took, in milliseconds.' })
  latencyMilliseconds!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "By how many seconds GravityZone's clock is ahead of this service's, less than 0 if behind; null if not told.",
  })
  clockAheadSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes east of UTC in which GravityZone writes dates without a zone, as measured; null if not known.',
  })
  naiveOffsetMinutes!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many devices GravityZone gives in one answer; null if not known.',
  })
  pageSize!: number | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When the key was made; null if not told.' })
  keyCreatedAt!: Date | null;

  @Field(() => [Problem], { description: 'Everything that is wrong, the gravest first.' })
  problems!: Problem[];
}

@InputType('BitdefenderAccessInput', { description: 'How to reach a GravityZone.' })
export class AccessInput {
  @Field(() => String, {
    nullable: true,
    description: "The API address, with or without /api; Bitdefender's cloud if left out. https only.",
  })
  endpoint?: string | null;

  @Field(() => String, {
    description: 'The API key, from Control Center, My Account. Sealed at once, never shown again.',
  })
  apiKey!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The PEM certificate of a private authority that signed the server.',
  })
  caCertificate?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The SHA-256 fingerprint of the server's own certificate, in hex.",
  })
  certificateFingerprint?: string | null;
}

@InputType('ConnectBitdefenderInput', { description: 'What to connect.' })
export class ConnectInput extends AccessInput {
  @Field(() => String, { nullable: true, description: "What to call it; the company's name if left out." })
  name?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'An ended connection to take up again; another GravityZone is then refused, and what is left out stays as it was. Without it, a GravityZone that was connected before is recognised by itself.',
  })
  connectionId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'On-premises: that the appliance was installed anew, so that none of its devices is known.',
  })
  reinstalled?: boolean | null;
}

@InputType('UpdateBitdefenderConnectionInput', {
  description: 'What to change of a connection; what is left out stays.',
})
export class UpdateConnectionInput {
  @Field(() => ID, { description: 'The connection.' })
  connectionId!: string;

  @Field(() => String, { nullable: true, description: 'What to call it.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The new API address; https only. Another host needs the key too.',
  })
  endpoint?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The API key: required with another host, which is never shown the stored one.',
  })
  apiKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The PEM certificate of a private authority that signed the server; null trusts it no more.',
  })
  caCertificate?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The SHA-256 fingerprint of the server's own certificate, in hex; null trusts it no more.",
  })
  certificateFingerprint?: string | null;
}

@InputType('RotateBitdefenderKeyInput', { description: 'A new key for a connection.' })
export class RotateKeyInput {
  @Field(() => ID, { description: 'The connection.' })
  connectionId!: string;

  @Field(() => String, { description: 'The new API key of the same GravityZone company.' })
  apiKey!: string;
}

@InputType('SetBitdefenderTimeZoneInput', { description: 'The zone in which a GravityZone writes dates without one.' })
export class SetTimeZoneInput {
  @Field(() => ID, { description: 'The connection.' })
  connectionId!: string;

  @Field(() => String, {
    nullable: true,
    description: "An IANA zone such as Europe/Bucharest, that of the key owner's account; null measures it again.",
  })
  timeZone?: string | null;
}

@InputType('DisconnectBitdefenderInput', { description: 'Which connection to end.' })
export class DisconnectInput {
  @Field(() => ID, { description: 'The connection.' })
  connectionId!: string;
}

@ObjectType('BitdefenderConnectionPayload', { description: 'The changed connection, or why it was not changed.' })
export class ConnectionPayload extends Payload {
  @Field(() => Connection, { nullable: true, description: 'The connection as it is now.' })
  connection?: Connection | null;
}

@ObjectType('TestBitdefenderConnectionPayload', { description: 'The result of a test, or why there was none.' })
export class TestPayload extends Payload {
  @Field(() => ConnectionTest, { nullable: true, description: 'What was found.' })
  test?: ConnectionTest | null;
}
