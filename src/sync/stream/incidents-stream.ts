import type { IntegrationRow } from '../../database/tables/rows.js';
import { askAgainAt } from '../../gravityzone/reads/ask-again.js';
import { failureKind } from '../../gravityzone/reads/judge-rows.js';
import { createRowReader, type RowReader } from '../../gravityzone/reads/row-reader.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import type { Incident, IncidentDetail, Page } from '../../gravityzone/types.js';
import { draftOfIncident, hasDetails, type PendingDetails } from '../../threat/intake/draft.js';
import { dueDetails, lastDetailed, notePending, storeDetails } from '../../threat/intake/incident-details.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { shareRead } from '../run/progress.js';
import { afterLookBack, type LookBackState, lookBackPages, planLookBack } from './plan-look-back.js';
import { firstWindowMilliseconds, saveCursor, storeDrafts } from './store-drafts.js';
import { type Stream, type StreamContext, writing } from './stream-context.js';

/** BD writes late. */
const overlapMilliseconds = 10 * 60_000;
const detailsInOneRun = 100;

/** What the windows of one run share. */
interface Reading {
  reader: RowReader<IncidentDetail>;
  /** How many details the run may still read. */
  left: number;
  /** Ids of the incidents shown so far, which count once. */
  shown: Set<string>;
}

/**
 * Incidents changed since the last successful pass, and once a day those of the last 30 days. Each is stored with or without
 * its details: missing details are requested by later runs. If GravityZone returns no details at all, the stream fails
 * nevertheless.
 */
export const incidents: Stream = async (context, outcome) => {
  const { gravityZone, integration, database, now, signal } = context;
  const isFirst = integration.incidentsTakenTo === null;
  const from = integration.incidentsTakenTo?.getTime() ?? now.getTime() - firstWindowMilliseconds;
  const window = { changedFrom: new Date(from - overlapMilliseconds), changedTo: now };
  const reader = createRowReader(
    (id) => gravityZone.incident(id, signal),
    () => lastDetailed(database.query, integration),
    signal,
  );
  const reading: Reading = { reader, left: detailsInOneRun, shown: new Set() };
  for await (const page of gravityZone.incidents(window, signal)) await storePage(context, outcome, reading, page);
  // The first pass itself reads 30 days.
  const looked = isFirst ? afterLookBack({ until: now, page: 1 }, { state: 'COMPLETE', lastPage: null }, now) : null;
  await saveCursor(context, { incidentsTakenTo: now, ...(looked && columnsOf(looked)) });
  if (!isFirst) await lookBack(context, outcome, reading);
  await readDueDetails(context, outcome, reader, reading.left);
};

/** Stores the incidents of a page, with the details of the new ones as far as the run may read them. */
async function storePage(
  context: StreamContext,
  outcome: StreamOutcome,
  reading: Reading,
  page: Page<Incident>,
): Promise<void> {
  const items = page.items.filter(({ id }) => !reading.shown.has(id));
  for (const { id } of items) reading.shown.add(id);
  const wanted = await newIncidents(context, items);
  const { found, pending, failure } = await readDetails(context, outcome, reading.reader, wanted, reading.left);
  reading.left -= Math.min(reading.left, wanted.length);
  await storeDrafts(
    context,
    outcome,
    items.map((incident) =>
      draftOfIncident(incident, found.get(incident.id) ?? null, pending.get(incident.id) ?? null),
    ),
    new Map(items.map(({ companyId, companyName }) => [companyId ?? '', companyName ?? ''])),
  );
  outcome.fetched += items.length + page.skipped.length;
  outcome.skipped.push(...page.skipped);
  outcome.warnings.push(...page.warnings);
  await context.progressed(shareRead(outcome.fetched, page.total));
  if (failure !== null) throw failure;
}

/**
 * Reads the incidents of 30 days again when that is due, some pages in each run. What is stored already changes nothing. A
 * failure is a warning, since everything recent has been read, and the look goes on an hour later.
 */
async function lookBack(context: StreamContext, outcome: StreamOutcome, reading: Reading): Promise<void> {
  const { gravityZone, integration, now, signal } = context;
  const look = planLookBack(stateOf(integration), now);
  if (look === null) return;
  const window = {
    changedFrom: new Date(look.until.getTime() - firstWindowMilliseconds),
    changedTo: look.until,
    fromPage: look.page,
  };
  let lastPage: number | null = null;
  const save = async (state: 'COMPLETE' | 'STOPPED' | 'FAILED') =>
    saveCursor(context, columnsOf(afterLookBack(look, { state, lastPage }, now)));
  try {
    for await (const page of gravityZone.incidents(window, signal)) {
      await storePage(context, outcome, reading, page);
      lastPage = page.number;
      if (lastPage - look.page + 1 >= lookBackPages) return await save('STOPPED');
    }
    await save('COMPLETE');
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GravityZoneError)) throw error;
    // The list has become shorter than the pages that an earlier run read.
    const isPastTheEnd = error.code === 'INVALID_PARAMETERS' && look.page > 1 && lastPage === null;
    if (!isPastTheEnd && failureKind(error.code) === 'SERVICE' && error.code !== 'THROTTLED') throw error;
    if (!isPastTheEnd) outcome.warnings.push(`The look back over 30 days of incidents failed: ${error.message}`);
    await save(isPastTheEnd ? 'COMPLETE' : 'FAILED');
  }
}

function stateOf({ lookBackDueAt, lookBackUntil, lookBackPage }: IntegrationRow): LookBackState {
  const unfinished = lookBackUntil && lookBackPage !== null ? { until: lookBackUntil, page: lookBackPage } : null;
  return { dueAt: lookBackDueAt, unfinished };
}

function columnsOf({ dueAt, unfinished }: LookBackState) {
  return {
    lookBackDueAt: dueAt,
    lookBackUntil: unfinished?.until ?? null,
    lookBackPage: unfinished?.page ?? null,
  };
}

/** The new incidents among these whose details are worth a call: open ones, most severe first. */
async function newIncidents(context: StreamContext, items: Incident[]): Promise<Incident[]> {
  const { tenantId, id } = context.integration;
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
    .filter((incident) => !known.has(incident.id) && hasDetails(incident))
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

/** Reads at most `most` details that earlier runs did not get, or of incidents that have grown. */
async function readDueDetails(
  context: StreamContext,
  outcome: StreamOutcome,
  reader: RowReader<IncidentDetail>,
  most: number,
): Promise<void> {
  const { integration, database, now } = context;
  const failed: [string, PendingDetails][] = [];
  const skips: StreamOutcome = { ...outcome, skipped: [], warnings: [] };
  for (const incident of await dueDetails(database.query, integration, now, most)) {
    const { bdId: id, failures } = incident;
    const detail = await reader.read(id);
    if (detail instanceof GravityZoneError) failed.push([id, noteFailure(skips, { id, failures }, detail)]);
    else {
      const isChange = await writing(context, (transaction) =>
        storeDetails(transaction, integration, incident, detail, new Date()),
      );
      outcome.stored += isChange ? 1 : 0;
    }
  }
  await reader.settle();
  outcome.skipped.push(...skips.skipped);
  outcome.warnings.push(...skips.warnings);
  await writing(context, async (transaction) => {
    for (const [id, pending] of failed) await notePending(transaction, integration, id, pending);
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
