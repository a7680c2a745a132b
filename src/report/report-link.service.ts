import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Database, Tables } from '../database/database.js';
import { UserInputError } from '../graphql/errors.js';
import type { Signer } from '../integration/key/signing.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import { hasLeft } from '../tenant/resting-clients.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { isShownTo } from '../threat/portal/portal-threat.js';
import { writeToken } from './link-token.js';
import { readClient } from './read-client.js';
import { mostActiveLinks, mostLinkDays, stateOf, usualLinkDays } from './report-link.js';
import { countActive, type ReportLinkRow, readLink } from './report-link.store.js';
import type { CreateReportLinkInput } from './report-link.type.js';
import { periodOf } from './report-period.js';

/** What people do with the links of reports. */
export interface ReportLinkService {
  /** Creates a link, and gives its token, which nobody can read again. Throws UserInputError for what cannot be shared. */
  create(viewer: Viewer, input: CreateReportLinkInput): Promise<{ link: ReportLinkRow; token: string }>;
  /** Revokes a link at once; one that has ended stays as it is. Throws UserInputError where there is none. */
  revoke(viewer: Viewer, linkId: string): Promise<ReportLinkRow>;
}

export function createReportLinkService({
  database,
  opsMerge,
  signer,
}: {
  database: Database;
  opsMerge: Pick<OpsMerge, 'client'>;
  signer: Signer;
}): ReportLinkService {
  return {
    async create({ tenantId, subject }, input) {
      const { clientId, expiresInDays } = input;
      const days = expiresInDays ?? usualLinkDays;
      if (days < 1 || days > mostLinkDays)
        throw new UserInputError('BAD_DAYS', `Let it expire after 1 to ${mostLinkDays} days.`, [
          'input',
          'expiresInDays',
        ]);
      if ((await readClient(opsMerge, tenantId, clientId)) === null)
        throw new UserInputError('CLIENT_NOT_FOUND', 'There is no such client in OpsMerge: choose one of yours.', [
          'input',
          'clientId',
        ]);
      return database.forTenant(tenantId, async (transaction) => {
        const now = new Date();
        const settings = await readTenantSettings(transaction, tenantId);
        refuseUnshared(clientId, settings, await hasLeft(transaction, tenantId, clientId));
        const zone = input.timeZone ?? settings.timeZone;
        const { day } = periodOf(input.period, input.day ?? null, zone, now, { field: ['input'] });
        await refuseTooMany(transaction, tenantId, clientId, now);
        const link: ReportLinkRow = {
          ...{ tenantId, id: randomUUID(), clientId, period: input.period, day, timeZone: zone },
          // To the second, as the token has it.
          expiresAt: new Date(Math.floor(now.getTime() / 1_000) * 1_000 + days * 86_400_000),
          ...{ createdBy: subject, createdAt: now, revokedBy: null, revokedAt: null },
          ...{ lastOpenedOn: null, daysOpened: 0 },
        };
        await transaction.insertInto('reportLink').values(link).execute();
        const detail = { before: null, after: valuesOf(link) };
        await recordAudit(transaction, {
          ...{ tenantId, actor: subject, action: 'REPORT_LINK_CREATED', subject: link.id, detail, at: now },
        });
        return { link, token: writeToken(signer, { tenantId, linkId: link.id, expiresAt: link.expiresAt }) };
      });
    },

    revoke: ({ tenantId, subject }, linkId) =>
      database.forTenant(tenantId, async (transaction) => {
        const now = new Date();
        const link = await readLink(transaction, tenantId, linkId);
        if (link === undefined)
          throw new UserInputError('NOT_FOUND', 'There is no such link: read the list again.', ['input', 'linkId']);
        if (stateOf(link, now) !== 'ACTIVE') return link;
        const revoked = { revokedBy: subject, revokedAt: now };
        await transaction
          .updateTable('reportLink')
          .set(revoked)
          .where('tenantId', '=', tenantId)
          .where('id', '=', link.id)
          .execute();
        const detail = { before: valuesOf(link), after: null };
        await recordAudit(transaction, {
          ...{ tenantId, actor: subject, action: 'REPORT_LINK_REVOKED', subject: link.id, detail, at: now },
        });
        return { ...link, ...revoked };
      }),
  };
}

/** What the audit says of a link. */
const valuesOf = ({ clientId, period, day, timeZone, expiresAt }: ReportLinkRow) => ({
  ...{ clientId, period, day, timeZone, expiresAt },
});

function refuseUnshared(clientId: string, settings: Parameters<typeof isShownTo>[1], left: boolean): void {
  if (isShownTo(clientId, settings) && !left) return;
  const message = left
    ? 'This client is archived in OpsMerge, or was merged into another one: no link would open. Share a report of the other one, or make this one active.'
    : settings.portalEnabled
      ? 'The portal is hidden from this client. Show it in the settings, then share the report.'
      : 'The portal is off, so that no client gets a report. Turn it on in the settings, then share the report.';
  throw new UserInputError('PORTAL_NOT_SHARED', message, ['input', 'clientId']);
}

async function refuseTooMany(
  transaction: Transaction<Tables>,
  tenantId: string,
  clientId: string,
  now: Date,
): Promise<void> {
  if ((await countActive(transaction, tenantId, clientId, now)) < mostActiveLinks) return;
  const message = `${mostActiveLinks} links of this client are active: revoke some first.`;
  throw new UserInputError('TOO_MANY', message, ['input', 'clientId']);
}
