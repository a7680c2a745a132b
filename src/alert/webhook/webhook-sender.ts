import { Agent, request } from 'undici';
import type { Database } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import type { Sealer } from '../../integration/key/sealing.js';
import { resolveWithSystem } from '../../net/addresses.js';
import { type AllowedNetwork, networksFor } from '../../net/allowed-networks.js';
import { createConnector } from '../../net/connector.js';
import { NetError } from '../../net/errors.js';
import { inSpan, SpanKind } from '../../telemetry/spans.js';
import { signWebhook } from './webhook-signature.js';

/** What is thrown when a delivery would be no better the next time. */
export class DeliveryRefused extends Error {}

/** Sends to the tenants' own receivers. */
export interface WebhookSender {
  /** Posts a payload under a delivery id that stays the same when it is repeated. Throws unless the answer is a 2xx. */
  send(tenantId: string, webhookId: string, deliveryId: string, payload: object): Promise<void>;
}

/** Answers are not read; one that is longer than this is cut off. */
const maximumAnswerBytes = 64 * 1024;

/** Sends over TLS to allowed addresses only, follows no redirect, and names no address in its errors. */
export function createWebhookSender(parts: {
  database: Database;
  sealer: Sealer;
  allowedNetworks: readonly AllowedNetwork[];
  timeoutMilliseconds: number;
}): WebhookSender {
  const { database, sealer, allowedNetworks, timeoutMilliseconds } = parts;
  return {
    async send(tenantId, webhookId, deliveryId, payload) {
      const webhook = await database.query
        .selectFrom('webhook')
        .selectAll()
        .where('tenantId', '=', tenantId)
        .where('id', '=', uuidOrNone(webhookId))
        .executeTakeFirst();
      if (webhook === undefined) throw new DeliveryRefused('The webhook was deleted.');
      const now = new Date();
      const secrets = [sealer.open(webhook.sealedSecret, tenantId, webhook.id)];
      if (webhook.previousSealedSecret !== null && webhook.previousUntil !== null && webhook.previousUntil > now)
        secrets.push(sealer.open(webhook.previousSealedSecret, tenantId, webhook.id));
      const timestamp = Math.floor(now.getTime() / 1_000);
      const body = JSON.stringify(payload);
      const dispatcher = new Agent({
        connect: createConnector(networksFor(allowedNetworks, tenantId, webhook.url), resolveWithSystem, {
          ...(webhook.caCertificate !== null && { caCertificate: webhook.caCertificate }),
        }),
        maxResponseSize: maximumAnswerBytes,
      });
      const deadline = AbortSignal.timeout(timeoutMilliseconds);
      try {
        const post = () =>
          request(webhook.url, {
            dispatcher,
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'opsmerge-delivery': deliveryId,
              'opsmerge-timestamp': String(timestamp),
              'opsmerge-signature': signWebhook(secrets, { deliveryId, timestamp, body }),
            },
            body,
            signal: deadline,
          });
        const response = await inSpan('webhook', { kind: SpanKind.CLIENT }, post);
        if (response.statusCode < 200 || response.statusCode > 299)
          throw new Error(`The receiver answered with HTTP ${response.statusCode}.`);
      } catch (error) {
        throw new Error(reasonOf(error, deadline, timeoutMilliseconds));
      } finally {
        await dispatcher.destroy();
      }
    },
  };
}

/** What went wrong, without the address: a path or a query may hold a token. */
function reasonOf(error: unknown, deadline: AbortSignal, timeoutMilliseconds: number): string {
  if (deadline.aborted) return `The receiver did not answer within ${timeoutMilliseconds} ms.`;
  if (error instanceof NetError && error.code === 'FORBIDDEN_ADDRESS')
    return 'The receiver lies at an address that this service may not contact.';
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('The receiver answered')) return message;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `The receiver could not be reached${code}.`;
}
