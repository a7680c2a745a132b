import { askAgainAt } from '../../gravityzone/reads/ask-again.js';
import { createRowReader, type RowReader } from '../../gravityzone/reads/row-reader.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import type { Incident, IncidentDetail } from '../../gravityzone/types.js';
import { draftOfIncident, type PendingDetails } from '../../threat/intake/draft.js';
import { dueDetails, lastDetailed, notePending, storeDetails } from '../../threat/intake/incident-details.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { shareRead } from '../run/progress.js';
import { firstWindowMilliseconds, saveCursor, storeDrafts } from './store-drafts.js';
import { type Stream, type StreamContext, writing } from './stream-context.js';

/** BD writes late. */
const overlapMilliseconds = 10 * 60_000;
const detailsInOneRun = 100;

/**
 * Incidents changed since the last successful pass. Each is stored with or without its details: missing details are
 * requested by later runs. If GravityZone returns no details at all, the stream fails nevertheless.
 */
export const incidents: Stream = async (context, outcome) => {
  const { gravityZone, connection, database, now, signal } = context;
  const from = connection.incidentsTakenTo?.getTime() ?? now.getTime() - firstWindowMilliseconds;
  const window = { changedFrom: new Date(from - overlapMilliseconds), changedTo: now };
  const reader = createRowReader(
    (id) => gravityZone.incident(id, signal),
    () => lastDetailed(database.query, connection),
    signal,
  );
  let left = detailsInOneRun;
  for await (const page of gravityZone.incidents(window, signal)) {
    const wanted = await newIncidents(context, page.items);
    const { found, pending, failure } = await readDetails(context, outcome, reader, wanted, left);
    left -= Math.min(left, wanted.length);
    await storeDrafts(
      context,
      outcome,
      page.items.map((incident) =>
        draftOfIncident(incident, found.get(incident.id) ?? null, pending.get(incident.id) ?? null),
      ),
      new Map(page.items.map(({ companyId, companyName }) => [companyId ?? '', companyName ?? ''])),
    );
    outcome.fetched += page.items.length + page.skipped.length;
    outcome.skipped.push(...page.skipped);
    outcome.warnings.push(...page.warnings);
    await context.progressed(shareRead(outcome.fetched, page.total));
    if (failure !== null) throw failure;
  }
  await saveCursor(context, { incidentsTakenTo: now });
  await readDueDetails(context, outcome, reader, left);
};

/** The new incidents among these whose details are worth a call: open ones, most severe first. */
async function newIncidents(context: StreamContext, items: Incident[]): Promise<Incident[]> {
  const { tenantId, id } = context.connection;
  const stored = await context.database.query
    .selectFrom('threatSource')
    .select('bdId')
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .where('kind', '=', 'INCIDENT')
    .where('bdId', 'in', items.length > 0 ? items.map((item) => item.id) : [''])
    .execute();
  const known = new Set(stored.map(({ bdId }) => bdId));
  return items
    .filter((incident) => !known.has(incident.id) && incident.kind === 'INCIDENT' && incident.status !== 'CLOSED')
    .sort((a, b) => (b.severityScore ?? 0) - (a.severityScore ?? 0));
}

/** Reads the details of at most `most` new incidents. The others are pending; `failure` is that of GravityZone, else null. */
async function readDetails(
  context: StreamContext,
  outcome: StreamOutcome,
  reader: RowReader<IncidentDetail>,
  wanted: Incident[],
  most: number,
) {
  const found = new Map<string, IncidentDetail>();
  const notYet: PendingDetails = { problem: null, failures: 0, dueAt: context.now };
  const pending = new Map(wanted.map(({ id }) => [id, notYet]));
  const failed = new Map<string, GravityZoneError>();
  let failure: GravityZoneError | null = null;
  try {
    for (const { id } of wanted.slice(0, most)) {
      const detail = await reader.read(id);
      if (detail instanceof GravityZoneError) failed.set(id, detail);
      else {
        found.set(id, detail);
        pending.delete(id);
      }
    }
    await reader.settle();
    for (const [id, error] of failed) pending.set(id, noteFailure(outcome, { id, failures: 0 }, error));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof GravityZoneError)) throw error;
    failure = error;
  }
  return { found, pending, failure };
}

/** Reads at most `most` details that earlier runs did not get. */
async function readDueDetails(
  context: StreamContext,
  outcome: StreamOutcome,
  reader: RowReader<IncidentDetail>,
  most: number,
): Promise<void> {
  const { connection, database, now } = context;
  const failed: [string, PendingDetails][] = [];
  const skips: StreamOutcome = { ...outcome, skipped: [], warnings: [] };
  for (const incident of await dueDetails(database.query, connection, now, most)) {
    const { bdId: id, failures } = incident;
    const detail = await reader.read(id);
    if (detail instanceof GravityZoneError) failed.push([id, noteFailure(skips, { id, failures }, detail)]);
    else {
      outcome.stored += 1;
      await writing(context, (transaction) => storeDetails(transaction, connection, incident, detail, new Date()));
    }
  }
  await reader.settle();
  outcome.skipped.push(...skips.skipped);
  outcome.warnings.push(...skips.warnings);
  await writing(context, async (transaction) => {
    for (const [id, pending] of failed) await notePending(transaction, connection, id, pending);
  });
}

/** Records in the outcome that the details of an incident could not be read; returns when they are requested again. */
function noteFailure(
  outcome: StreamOutcome,
  { id, failures }: { id: string; failures: number },
  { code, message }: GravityZoneError,
): PendingDetails {
  // A missing method is not the fault of a row.
  if (code !== 'METHOD_NOT_FOUND')
    outcome.skipped.push({ reason: `DETAILS_${code}`, raw: { incidentId: id, message } });
  outcome.warnings.push(`The details of incident ${id} could not be read: ${message}`);
  // BD does not know the incident, or has no details for this key: another request would not change that.
  const isFinal = code === 'INVALID_PARAMETERS' || code === 'METHOD_NOT_FOUND';
  return {
    problem: message,
    failures: failures + 1,
    dueAt: isFinal ? null : askAgainAt(failures + 1, new Date()),
  };
}
