import type { IntegrationRow } from '../../database/tables/rows.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import type { AuditEvent, ReportAnswer } from '../../gravityzone/types.js';
import type { ThreatDraft } from '../../threat/intake/draft.js';
import { draftOfAuditEvent } from '../../threat/intake/report-draft.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { readDevicesByName } from './reported-devices.js';
import { saveReport, storeDrafts } from './store-drafts.js';
import type { Stream, StreamContext } from './stream-context.js';

/** An instance appears at most once an hour. */
const restMilliseconds = 3_600_000;

const noReportProblem = {
  ...{ reportHeader: null, reportErrorCode: null, reportErrorMessage: null, reportErrorHint: null },
};

/**
 * The scheduled Security audit report that an admin has named. What fails here is shown with the report and as a warning, since no
 * other stream depends on it.
 */
export const report: Stream = async (context, outcome) => {
  const { gravityZone, integration, now, signal } = context;
  const { reportName: name, reportDigest: knownDigest, reportCheckedAt } = integration;
  const rested = reportCheckedAt === null || Math.abs(now.getTime() - reportCheckedAt.getTime()) >= restMilliseconds;
  if (name === null || !rested) return;
  try {
    const answer = await gravityZone.auditReport({ name, knownDigest }, signal);
    // The digest is saved after the rows, so that an instance whose intake ended half-way is read again.
    await saveReport(context, { reportCheckedAt: now, ...noReportProblem, ...(await take(context, outcome, answer)) });
  } catch (error) {
    if (!(error instanceof GravityZoneError) || signal.aborted) throw error;
    outcome.warnings.push(`The report "${name}" could not be read: ${error.message}`);
    await saveReport(context, {
      ...{ reportCheckedAt: now, reportState: 'REFUSED', reportHeader: null },
      ...{ reportErrorCode: error.code, reportErrorMessage: error.message, reportErrorHint: error.hint },
    });
  }
};

/** Stores what a report showed; returns the columns to save. */
async function take(
  context: StreamContext,
  outcome: StreamOutcome,
  answer: ReportAnswer,
): Promise<Partial<IntegrationRow>> {
  const { now } = context;
  switch (answer.state) {
    // A known instance was understood, or its header was shown.
    case 'KNOWN':
      return context.integration.reportState === 'NOT_UNDERSTOOD'
        ? { reportState: 'NOT_UNDERSTOOD', reportHeader: context.integration.reportHeader }
        : { reportState: 'READ' };
    case 'NOT_UNDERSTOOD':
      outcome.warnings.push(
        'The columns of the report are not those of a Security audit report; nothing was taken in.',
      );
      return {
        reportState: answer.state,
        reportHeader: answer.header,
        reportDigest: answer.digest,
        reportReadAt: now,
        reportRows: 0,
      };
    case 'READ': {
      outcome.fetched += answer.events.length + answer.skipped.length;
      outcome.skipped.push(...answer.skipped);
      const drafts = await place(context, outcome, answer.events);
      await storeDrafts(context, outcome, drafts, new Map());
      return { reportState: 'READ', reportDigest: answer.digest, reportReadAt: now, reportRows: drafts.length };
    }
    default:
      return { reportState: answer.state };
  }
}

/** The drafts of the events that are about one device of a mapped company; the others are skipped, and events of other companies left out. */
async function place(
  context: StreamContext,
  outcome: StreamOutcome,
  events: readonly AuditEvent[],
): Promise<ThreatDraft[]> {
  const deviceOf = await readDevicesByName(context);
  const drafts: ThreatDraft[] = [];
  for (const event of events) {
    const device = deviceOf(event);
    if (typeof device === 'string')
      outcome.skipped.push({ reason: device, raw: { ...event, name: event.endpointName } });
    else if (device.mapped) drafts.push(draftOfAuditEvent(event, device));
  }
  // Oldest first, so that a later row joins the threat of an earlier one.
  return drafts.sort((a, b) => a.lastDetectedAt.getTime() - b.lastDetectedAt.getTime());
}
