import { createHmac } from 'node:crypto';

/**
 * The value of `opsmerge-signature`: for each secret the HMAC-SHA256 over the timestamp (Unix seconds), a full stop and
 * the body, in hex behind `v1=`. After a rotation there are two, separated by a comma, and either may be right.
 */
export function signWebhook(secrets: readonly string[], timestamp: number, body: string): string {
  return secrets
    .map((secret) => `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`)
    .join(',');
}
