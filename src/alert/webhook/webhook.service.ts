import { randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Tables } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { versionOf } from '../../domain/version.js';
import { refuseOutdated, UserInputError } from '../../graphql/errors.js';
import type { Sealer } from '../../integration/key/sealing.js';

export type WebhookRow = Selectable<Tables['webhook']>;

export interface WebhookInput {
  webhookId?: string | null | undefined;
  /** Of the one to change, as it was read. */
  version?: string | null | undefined;
  name: string;
  url: string;
  caCertificate?: string | null | undefined;
  /** Only for a new one; without it, one is made. */
  secret?: string | null | undefined;
}

/** The receivers of a tenant. Refused input is thrown as UserInputError; a secret is returned once, when it was made here. */
export interface WebhookService {
  list(tenantId: string): Promise<WebhookRow[]>;
  save(viewer: Viewer, input: WebhookInput): Promise<{ webhook: WebhookRow; secret: string | null }>;
  /** The secret before signs too for a day. */
  rotate(
    viewer: Viewer,
    webhookId: string,
    secret: string | null,
  ): Promise<{ webhook: WebhookRow; secret: string | null }>;
  remove(viewer: Viewer, webhookId: string): Promise<void>;
}

/** The version of a webhook: of all that `save` overwrites, so not of its secret. */
export const webhookVersion = ({ name, url, caCertificate }: WebhookRow): string =>
  versionOf({ name, url, caCertificate });

const maximumWebhooks = 20;
const rotationMilliseconds = 24 * 3_600_000;

export function createWebhookService({ database, sealer }: { database: Database; sealer: Sealer }): WebhookService {
  const find = async (transaction: Transaction<Tables>, tenantId: string, id: string) => {
    const webhook = await transaction
      .selectFrom('webhook')
      .selectAll()
      .where('tenantId', '=', tenantId)
      .where('id', '=', uuidOrNone(id))
      .executeTakeFirst();
    if (webhook === undefined)
      throw new UserInputError('NOT_FOUND', 'There is no such webhook.', ['input', 'webhookId']);
    return webhook;
  };
  function audit(
    transaction: Transaction<Tables>,
    { tenantId, subject: actor }: Viewer,
    action: string,
    change: { before: WebhookRow | null; after: WebhookRow | null },
    at: Date,
  ): Promise<void> {
    const subject = (change.after ?? change.before)?.id ?? '';
    const detail = { before: auditedWebhook(change.before), after: auditedWebhook(change.after) };
    return recordAudit(transaction, { tenantId, actor, action, subject, detail, at });
  }

  return {
    list: (tenantId) =>
      database.query
        .selectFrom('webhook')
        .selectAll()
        .where('tenantId', '=', tenantId)
        .orderBy('name')
        .orderBy('id')
        .execute(),

    save(viewer, input) {
      const { tenantId, subject: changedBy } = viewer;
      const name = input.name.trim();
      if (name.length < 1 || name.length > 200)
        throw new UserInputError('BAD_NAME', 'A name has 1 to 200 characters.', ['input', 'name']);
      const url = urlOf(input.url);
      const caCertificate = certificateOf(input.caCertificate ?? null);
      const given = secretOf(input.secret ?? null);
      if (input.webhookId && given !== null)
        throw new UserInputError('USE_ROTATE', 'Rotate the secret of a webhook that is there.', ['input', 'secret']);
      return database.forTenant(tenantId, async (transaction) => {
        const now = new Date();
        const changes = { name, url, caCertificate, changedAt: now, changedBy };
        if (input.webhookId) {
          const before = await find(transaction, tenantId, input.webhookId);
          refuseOutdated(input.version, webhookVersion(before), 'webhook');
          const webhook = await transaction
            .updateTable('webhook')
            .set(changes)
            .where('tenantId', '=', tenantId)
            .where('id', '=', before.id)
            .returningAll()
            .executeTakeFirstOrThrow();
          await audit(transaction, viewer, 'WEBHOOK_CHANGED', { before, after: webhook }, now);
          return { webhook, secret: null };
        }
        const { count } = await transaction
          .selectFrom('webhook')
          .select(({ fn }) => fn.countAll<string>().as('count'))
          .where('tenantId', '=', tenantId)
          .executeTakeFirstOrThrow();
        if (Number(count) >= maximumWebhooks)
          throw new UserInputError('TOO_MANY', `There are ${maximumWebhooks} webhooks already: delete one first.`);
        const id = randomUUID();
        const secret = given ?? newSecret();
        const webhook = await transaction
          .insertInto('webhook')
          .values({
            tenantId,
            id,
            ...changes,
            sealedSecret: sealer.seal(secret, tenantId, id),
            secretSetAt: now,
            previousSealedSecret: null,
            previousUntil: null,
            createdAt: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await audit(transaction, viewer, 'WEBHOOK_CREATED', { before: null, after: webhook }, now);
        return { webhook, secret: given === null ? secret : null };
      });
    },

    rotate(viewer, webhookId, chosen) {
      const { tenantId } = viewer;
      const given = secretOf(chosen);
      return database.forTenant(tenantId, async (transaction) => {
        const now = new Date();
        const before = await find(transaction, tenantId, webhookId);
        const { id, sealedSecret } = before;
        const secret = given ?? newSecret();
        const webhook = await transaction
          .updateTable('webhook')
          .set({
            sealedSecret: sealer.seal(secret, tenantId, id),
            secretSetAt: now,
            previousSealedSecret: sealedSecret,
            previousUntil: new Date(now.getTime() + rotationMilliseconds),
            changedAt: now,
            changedBy: viewer.subject,
          })
          .where('tenantId', '=', tenantId)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await audit(transaction, viewer, 'WEBHOOK_SECRET_ROTATED', { before, after: webhook }, now);
        return { webhook, secret: given === null ? secret : null };
      });
    },

    async remove(viewer, webhookId) {
      const { tenantId } = viewer;
      await database.forTenant(tenantId, async (transaction) => {
        const now = new Date();
        const before = await find(transaction, tenantId, webhookId);
        const { id } = before;
        const { rows } = await sql<{ name: string }>`
          select name from alert_rule where tenant_id = ${tenantId}
            and actions @> ${JSON.stringify([{ kind: 'WEBHOOK', webhookId: id }])}::jsonb order by position`.execute(
          transaction,
        );
        if (rows.length > 0) {
          const names = rows.map(({ name }) => `"${name}"`).join(', ');
          throw new UserInputError('IN_USE', `Rules use it: change them first: ${names}.`, ['input', 'webhookId']);
        }
        await transaction.deleteFrom('webhook').where('tenantId', '=', tenantId).where('id', '=', id).execute();
        await audit(transaction, viewer, 'WEBHOOK_DELETED', { before, after: null }, now);
      });
    },
  };
}

const newSecret = () => `whsec_${randomBytes(32).toString('base64url')}`;

function urlOf(text: string): string {
  const url = URL.parse(text.trim());
  const refuse = (message: string) => new UserInputError('BAD_URL', message, ['input', 'url']);
  if (url === null || url.protocol !== 'https:') throw refuse('The address must be a URL that begins with https://.');
  if (url.username !== '' || url.password !== '') throw refuse('The address must not hold a user name or a password.');
  url.hash = '';
  return url.href;
}

function certificateOf(text: string | null): string | null {
  if (text === null || text.trim() === '') return null;
  try {
    return new X509Certificate(text).toString();
  } catch {
    throw new UserInputError('BAD_CERTIFICATE', 'This is not a certificate in PEM form.', ['input', 'caCertificate']);
  }
}

function secretOf(text: string | null): string | null {
  if (text === null) return null;
  if (text.length < 24 || text.length > 200)
    throw new UserInputError('BAD_SECRET', 'A secret has 24 to 200 characters; leave it out to have one made.', [
      'input',
      'secret',
    ]);
  return text;
}

/** A webhook as the audit records it. Of its address the host alone: in many the path is a secret. */
const auditedWebhook = (webhook: WebhookRow | null) =>
  webhook && {
    name: webhook.name,
    host: new URL(webhook.url).host,
    trustsOwnCertificate: webhook.caCertificate !== null,
    secretSetAt: webhook.secretSetAt,
  };
