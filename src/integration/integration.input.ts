import { Field, ID, InputType } from 'type-graphql';
import { versionInputDescription } from '../graphql/errors.js';

/** URL, key and trust of a GravityZone. */
@InputType()
export abstract class AccessInput {
  @Field(() => String, {
    nullable: true,
    description: "URL of the API (https only), with or without /api; Bitdefender's cloud if omitted.",
  })
  endpoint?: string | null;

  @Field(() => String, {
    description: 'API key from Control Center, My Account. Stored encrypted and never returned.',
  })
  apiKey!: string;

  @Field(() => String, {
    nullable: true,
    description: 'PEM certificate of the private authority that signed the certificate of the server.',
  })
  caCertificate?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "SHA-256 fingerprint of the server's certificate, in hexadecimal.",
  })
  certificateFingerprint?: string | null;
}

@InputType('TestBitdefenderIntegrationInput', { description: 'URL, key and trust of the GravityZone to test.' })
export class TestInput extends AccessInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'ID of the integration that the key is for: URL and trust are those of the integration if omitted. For a test before its key is rotated, or before it is resumed.',
  })
  integrationId?: string | null;
}

@InputType('ConnectBitdefenderInput', { description: 'GravityZone to connect.' })
export class ConnectInput extends AccessInput {
  @Field(() => String, { nullable: true, description: 'Name of the integration; the name of the company if omitted.' })
  name?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'ID of a disconnected integration to resume: omitted fields are unchanged, and another GravityZone is refused. If omitted, a GravityZone that was connected before is recognised automatically.',
  })
  integrationId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether an on-premises appliance was reinstalled, so that none of its devices is known.',
  })
  reinstalled?: boolean | null;
}

@InputType('UpdateBitdefenderIntegrationInput', {
  description: 'Changes to an integration; omitted fields are unchanged.',
})
export class UpdateIntegrationInput {
  @Field(() => ID, { description: 'ID of the integration.' })
  integrationId!: string;

  @Field(() => String, { nullable: true, description: versionInputDescription('integration') })
  version?: string | null;

  @Field(() => String, { nullable: true, description: 'New name of the integration, 1 to 100 characters.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'New URL of the API (https only). A change of host requires `apiKey`.',
  })
  endpoint?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'API key. Required for a change of host, since the stored key is never sent to another host.',
  })
  apiKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'PEM certificate of the private authority that signed the certificate of the server; null removes it.',
  })
  caCertificate?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "SHA-256 fingerprint of the server's certificate, in hexadecimal; null removes it.",
  })
  certificateFingerprint?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Name of a Security audit report scheduled in Control Center, whose events are read; null reads no report. At most 100 characters.',
  })
  reportName?: string | null;
}

@InputType('RotateBitdefenderKeyInput', { description: 'A new key for an integration.' })
export class RotateKeyInput {
  @Field(() => ID, { description: 'ID of the integration.' })
  integrationId!: string;

  @Field(() => String, { description: 'New API key of the same GravityZone company.' })
  apiKey!: string;
}

@InputType('SetBitdefenderTimeZoneInput', { description: 'Time zone of dates that a GravityZone writes without one.' })
export class SetTimeZoneInput {
  @Field(() => ID, { description: 'ID of the integration.' })
  integrationId!: string;

  @Field(() => String, { nullable: true, description: versionInputDescription('integration') })
  version?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "IANA time zone of the key owner's account, such as Europe/Bucharest; null measures the offset again.",
  })
  timeZone?: string | null;
}

@InputType('DisconnectBitdefenderInput', { description: 'Integration to disconnect.' })
export class DisconnectInput {
  @Field(() => ID, { description: 'ID of the integration.' })
  integrationId!: string;
}
