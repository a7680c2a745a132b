import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload, versionDescription, versionInputDescription } from '../../graphql/errors.js';

@ObjectType('BitdefenderWebhook', { description: 'Receiver of the tenant that rules can send alerts to.' })
export class Webhook {
  @Field(() => ID, { description: 'Our id of the webhook: what an action of the kind WEBHOOK names.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Address of the receiver.' })
  url!: string;

  @Field(() => Date, { description: 'When its secret was set.' })
  secretSetAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Until when the secret before signs too.' })
  previousUntil!: Date | null;

  @Field(() => String, { description: versionDescription })
  version!: string;
}

@InputType('SaveBitdefenderWebhookInput', { description: 'A webhook as it shall be from now on.' })
export class SaveWebhookInput {
  @Field(() => ID, { nullable: true, description: 'The webhook to change; a new one if left out.' })
  webhookId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `${versionInputDescription('webhook')} Not for a new one.`,
  })
  version?: string | null;

  @Field(() => String, { description: 'Its name, up to 200 characters.' })
  name!: string;

  @Field(() => String, { description: 'Address of the receiver: https, and allowed for this service.' })
  url!: string;

  @Field(() => String, { nullable: true, description: 'The certificate of a private authority, in PEM form.' })
  caCertificate?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The secret of a new one, 24 to 200 characters. Left out, one is made and shown once.',
  })
  secret?: string | null;
}

@InputType('RotateBitdefenderWebhookSecretInput', { description: 'A new secret for a webhook.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'The webhook.' })
  webhookId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The secret, 24 to 200 characters. Left out, one is made and shown once.',
  })
  secret?: string | null;
}

@InputType('DeleteBitdefenderWebhookInput', { description: 'A webhook to delete.' })
export class DeleteWebhookInput {
  @Field(() => ID, { description: 'The webhook; it must no longer be used by any rule.' })
  webhookId!: string;
}

@ObjectType()
export abstract class WebhookPayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook; null when it was deleted or refused.' })
  webhook?: Webhook | null;

  @Field(() => String, { nullable: true, description: 'The secret that was made: shown here, and never again.' })
  secret?: string | null;
}
