import { createHmac } from 'node:crypto';

/**
 * The value of `opsmerge-signature`: for each secret the HMAC-SHA256 in hex, behind `v2=` over the id of the delivery, the
 * timestamp (Unix seconds) and the body with full stops between them, and behind `v1=` the same without the id, for receivers
 * from before. They are separated by commas; after a rotation there are those of two secrets, and either may be right.
 */
export function signWebhook(
  secrets: readonly string[],
  { deliveryId, timestamp, body }: { deliveryId: string; timestamp: number; body: string },
): string {
  const sign = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');
  return secrets
    .flatMap((secret) => [
      `v2=${sign(secret, `${deliveryId}.${timestamp}.${body}`)}`,
      `v1=${sign(secret, `${timestamp}.${body}`)}`,
    ])
    .join(',');
}
