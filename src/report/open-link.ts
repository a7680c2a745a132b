import { recordAudit } from '../audit/audit.js';
import type { Database } from '../database/database.js';
import type { Signer } from '../integration/key/signing.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import { type ReportLinks, refuseLink } from '../server/report-links.js';
import { hasLeft } from '../tenant/resting-clients.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { readToken, tokenMark } from './link-token.js';
import { readClient } from './read-client.js';
import { openingDayOf, opens } from './report-link.js';
import { type ReportLinkRow, readLink, rememberOpening } from './report-link.store.js';
import type { ReportPeriodKind } from './report-period.js';

/**
 * Recognises and opens links of reports: an opening reads the link, how its client stands and the settings, asks OpsMerge for the client, and
 * writes once a day.
 */
export function createReportLinks({
  database,
  opsMerge,
  signer,
}: {
  database: Database;
  opsMerge: Pick<OpsMerge, 'client'>;
  signer: Signer;
}): ReportLinks {
  return {
    identify(authorization) {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      if (!token?.startsWith(`${tokenMark}.`)) return null;
      const claims = readToken(signer, token, new Date());
      if (claims === null) throw refuseLink();
      const { tenantId, linkId, expiresAt } = claims;
      const subject = `report-link:${linkId}`;
      return {
        ...{ tenantId, subject, name: subject, roles: ['report-link'], scopes: [] },
        ...{ clientId: null, siteIds: null, tokenId: linkId, expiresAt },
      };
    },

    async open(viewer) {
      const { tenantId, tokenId } = viewer;
      const now = new Date();
      // Not from a replica, which may not know yet that it was revoked.
      const link = await readLink(database.query, tenantId, tokenId ?? '');
      if (link === undefined) throw refuseLink();
      if (await hasLeft(database.query, tenantId, link.clientId)) throw refuseLink();
      const settings = await readTenantSettings(database.query, tenantId);
      const client = await readClient(opsMerge, tenantId, link.clientId);
      if (!opens(link, settings, client, now)) throw refuseLink();
      await recordOpening(database, link, now);
      const { clientId, day, timeZone } = link;
      const period = link.period as ReportPeriodKind;
      return { ...viewer, clientId, report: { clientName: client?.name ?? null, period, day, timeZone } };
    },
  };
}

/** The first opening of a day is in the audit; those after it write nothing. */
async function recordOpening(database: Database, link: ReportLinkRow, now: Date): Promise<void> {
  const day = openingDayOf(now);
  if (link.lastOpenedOn === day) return;
  const { tenantId, id, clientId } = link;
  await database.query.transaction().execute(async (transaction) => {
    if (!(await rememberOpening(transaction, link, day))) return;
    const detail = { clientId, isFirst: link.lastOpenedOn === null };
    await recordAudit(transaction, {
      ...{ tenantId, actor: 'report-link', action: 'REPORT_LINK_OPENED', subject: id, detail, at: now },
    });
  });
}
