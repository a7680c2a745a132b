import { createHash } from 'node:crypto';
import { z } from 'zod';
import { flag, integer, requiredId, text } from '../rows/fields.js';
import { readRows } from '../rows/read-rows.js';
import { readAuditRows } from '../rows/report-rows.js';
import { unpackReport } from '../rows/unpack-report.js';
import { downloadUrl } from '../transport/download-url.js';
import { GravityZoneError } from '../transport/errors.js';
import type { Session } from '../transport/session.js';
import type { ReportAnswer } from '../types.js';
import { readingMethods } from './methods.js';
import { walkPages } from './paging.js';

const securityAudit = 17;
const pageSize = 100;

const rowSchema = z.object({ id: requiredId, name: text(200), type: integer });
const linksSchema = z.object({ readyForDownload: flag, lastInstanceUrl: z.string().optional() });

/** The id of the one Security audit report of that name; null when there is none or more than one. */
async function findReport(session: Session, name: string, signal: AbortSignal | undefined): Promise<string | null> {
  const found = new Set<string>();
  const pages = walkPages({
    method: readingMethods.reports.method,
    pageSizes: [pageSize],
    ask: (page, perPage) => session.transport.call('reports', { name, type: securityAudit, page, perPage }, signal),
  });
  // The server matches a part of the name.
  for await (const { rows } of pages)
    for (const row of readRows(rows, rowSchema, (item) => item).items)
      if (row.name === name && (row.type ?? securityAudit) === securityAudit) found.add(row.id);
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}

/** See `GravityZone.auditReport`. */
export async function auditReport(
  session: Session,
  { name, knownDigest }: { name: string; knownDigest: string | null },
  signal?: AbortSignal,
): Promise<ReportAnswer> {
  const reportId = await findReport(session, name, signal);
  if (reportId === null) return { state: 'NOT_FOUND' };
  const links = linksSchema.safeParse(await session.transport.call('reportLinks', { reportId }, signal));
  if (!links.success) throw new GravityZoneError('MALFORMED_ANSWER', { method: readingMethods.reportLinks.method });
  const { readyForDownload, lastInstanceUrl } = links.data;
  if (readyForDownload !== true || lastInstanceUrl === undefined) return { state: 'NOT_READY' };
  const archive = await session.transport.download(downloadUrl(session.options.endpoint, lastInstanceUrl), signal);
  // The dates of the archive differ with each download, so the rows identify the instance.
  const rows = session.transport.scrub(await unpackReport(archive));
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('base64url');
  if (digest === knownDigest) return { state: 'KNOWN' };
  const report = readAuditRows(rows, await session.dates(signal));
  return report.understood
    ? { state: 'READ', digest, events: report.events, skipped: report.skipped }
    : { state: 'NOT_UNDERSTOOD', digest, header: report.header };
}
