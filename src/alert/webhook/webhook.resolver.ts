import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../graphql/context.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import { type WebhookRow, type WebhookService, webhookVersion } from './webhook.service.js';
import {
  DeleteWebhookInput,
  RotateWebhookSecretInput,
  SaveWebhookInput,
  Webhook,
  WebhookPayload,
} from './webhook.type.js';

@Resolver(() => Webhook)
export class WebhookResolver {
  constructor(private readonly service: WebhookService) {}

  @Query(() => [Webhook], { description: 'Receivers of your own, by name. Their secrets are never shown.' })
  bitdefenderWebhooks(@Ctx() { viewer }: RequestContext): Promise<Webhook[]> {
    return this.service.list(viewer.tenantId).then((webhooks) => webhooks.map(webhookOf));
  }

  @PayloadMutation(WebhookPayload, { description: 'Creates a webhook, or changes its name or address.' })
  saveBitdefenderWebhook(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SaveWebhookInput, { description: 'The webhook.' }) input: SaveWebhookInput,
  ): Promise<WebhookPayload> {
    return payloadOf(async () => shown(await this.service.save(viewer, input)));
  }

  @PayloadMutation(WebhookPayload, {
    description: 'Gives a webhook a new secret; the one before signs too for another day.',
  })
  rotateBitdefenderWebhookSecret(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Webhook to change.' })
    input: RotateWebhookSecretInput,
  ): Promise<WebhookPayload> {
    return payloadOf(async () => shown(await this.service.rotate(viewer, input.webhookId, input.secret ?? null)));
  }

  @PayloadMutation(WebhookPayload, { description: 'Deletes a webhook that is no longer used by any rule.' })
  deleteBitdefenderWebhook(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DeleteWebhookInput, { description: 'Webhook to change.' }) input: DeleteWebhookInput,
  ): Promise<WebhookPayload> {
    return payloadOf(async () => {
      await this.service.remove(viewer, input.webhookId);
      return { webhook: null, secret: null };
    });
  }
}

const webhookOf = (row: WebhookRow): Webhook => ({ ...row, version: webhookVersion(row) });

const shown = ({ webhook, secret }: { webhook: WebhookRow; secret: string | null }) => ({
  webhook: webhookOf(webhook),
  secret,
});
