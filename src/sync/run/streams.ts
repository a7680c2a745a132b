import { sql } from 'kysely';
import type { ConnectionRow } from '../../database/tables/rows.js';
import { noteStateRefused, storeDeviceState } from '../../device/inventory/store-device-state.js';
import { clientsToMatch, matchClient, rematchClient } from '../../device/matching/match-client.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import type { Incident, IncidentDetail, Skipped } from '../../gravityzone/types.js';
import { OpsMergeError } from '../../opsmerge/error.js';
import { draftOfIncident, type ThreatDraft } from '../../threat/intake/draft.js';
import { followInfection } from '../../threat/intake/rerate.js';
import { storeThreats } from '../../threat/intake/store-threats.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { shareRead } from './progress.js';
import { type Stream, type StreamContext, writing } from './stream-context.js';
import { learnCompanies, type SyncCompany } from './sync-companies.js';

/** How far back the first sync looks. */
export const firstWindowMilliseconds = 30 * 24 * 3_600_000;
/** BD writes late. */
const incidentOverlapMilliseconds = 10 * 60_000;
/** How many threats are written in one transaction, which must be short. */
export const threatsInOneTransaction = 250;
const detailsOfIncidentsInOneRun = 100;
const statesInOneRun = 200;
/** Answers to one incident or device alone, which asking again would not change. */
const refusals: readonly string[] = ['INVALID_PARAMETERS', 'METHOD_NOT_FOUND', 'MALFORMED_ANSWER'];
const stateIsFreshFor = '6 hours';

/**
 * Devices against the agents of each due client, and of each that is to be matched: a walk of the tree shows what any
 * client's devices are. Core is not asked about clients that merely came into view. Where core
 * does not answer, devices are matched with the agents of the last sync, so that a new device is at once known as the twin
 * or the machine that it is; the stream fails all the same.
 */
export const matching: Stream = async (context, outcome) => {
  const { signal } = context;
  const { tenantId } = context.connection;
  const rematch = (clientId: string) =>
    writing(context, (transaction) => rematchClient(transaction, tenantId, clientId));
  const clients = new Set(dueCompanies(context.companies).map(({ clientId }) => clientId ?? ''));
  const failures: OpsMergeError[] = [];
  for (const clientId of clients) {
    signal.throwIfAborted();
    outcome.fetched += 1;
    const asked =
      failures.length === 0 ? await matchClient(context, tenantId, clientId, signal).catch(unanswered) : null;
    if (asked instanceof OpsMergeError) failures.push(asked);
    outcome.matched += typeof asked === 'number' ? asked : await rematch(clientId);
    await context.progressed(shareRead(outcome.fetched, clients.size));
  }
  for (const clientId of await clientsToMatch(context.database.query, tenantId)) await rematch(clientId);
  for (const failure of failures) throw failure;
};

function unanswered(error: unknown): OpsMergeError {
  if (error instanceof OpsMergeError) return error;
  throw error;
}

/** Incidents changed since the last successful pass. */
export const incidents: Stream = async (context, outcome) => {
  const { gravityZone, connection, now, signal } = context;
  const from = connection.incidentsTakenTo?.getTime() ?? now.getTime() - firstWindowMilliseconds;
  const window = { changedFrom: new Date(from - incidentOverlapMilliseconds), changedTo: now };
  let details = detailsOfIncidentsInOneRun;
  for await (const page of gravityZone.incidents(window, signal)) {
    const unknown = await newIncidents(context, page.items, details);
    details -= unknown.length;
    const found = await incidentDetails(context, outcome, unknown);
    await takeThreats(
      context,
      outcome,
      page.items.map((incident) => draftOfIncident(incident, found.get(incident.id) ?? null)),
      new Map(page.items.map(({ companyId, companyName }) => [companyId ?? '', companyName ?? ''])),
    );
    outcome.fetched += page.items.length + page.skipped.length;
    outcome.skipped.push(...page.skipped);
    outcome.warnings.push(...page.warnings);
    await context.progressed(shareRead(outcome.fetched, page.total));
  }
  await takenTo(context, { incidentsTakenTo: now });
};

/**
 * Last seen, infection and signatures: one call a device, for those with news first, then the stalest. One of which BD
 * refuses to tell waits its turn like any other, so that it costs no call in every run and keeps nobody from theirs.
 */
export const details: Stream = async (context, outcome) => {
  const { gravityZone, connection, companies, signal } = context;
  const due = dueCompanies(companies).map(({ id }) => id);
  const { rows } = await sql<{ id: string; bdId: string }>`
    select device.id, device.bd_id from device
    left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    cross join lateral (select greatest(state.as_of, device.state_refused_at) as at) as asked
    cross join lateral (
      select exists (select from threat
        where threat.tenant_id = device.tenant_id and threat.device_id = device.id and threat.status = 'UNRESOLVED'
          and threat.created_at > coalesce(asked.at, '-infinity')) as threatened) as news
    where device.tenant_id = ${connection.tenantId} and device.company_id = any(${due}::uuid[])
      and device.presence = 'PRESENT' and device.managed
      and (asked.at is null or asked.at < now() - ${stateIsFreshFor}::interval or news.threatened)
    order by news.threatened desc, asked.at nulls first, device.id
    limit ${statesInOneRun}`.execute(context.database.query);
  let inFuture = 0;
  for (const { id, bdId } of rows) {
    const state = await gravityZone.endpointState(bdId, signal).catch((error: unknown) => {
      if (isRefusal(error)) return error.code;
      throw error;
    });
    outcome.fetched += 1;
    await context.progressed(shareRead(outcome.fetched, rows.length));
    if (state === null || typeof state === 'string') {
      outcome.skipped.push({ reason: state ?? 'NOT_MANAGED', raw: { endpointId: bdId } });
      await writing(context, (transaction) => noteStateRefused(transaction, connection.tenantId, id, new Date()));
      continue;
    }
    outcome.stored += 1;
    if (state.seenInFuture) inFuture += 1;
    await writing(context, async (transaction) => {
      const { tenantId } = connection;
      const asOf = new Date();
      await storeDeviceState(transaction, tenantId, id, state, asOf);
      await followInfection(transaction, { tenantId, alerting: context.alerting, now: asOf }, id);
    });
  }
  if (inFuture > 0)
    outcome.warnings.push(
      `By BD's dates ${inFuture} of ${rows.length} devices were last seen in the future, so that this is not known of them. The zone of dates without one is not right: set it with setBitdefenderTimeZone.`,
    );
};

function isRefusal(error: unknown): error is GravityZoneError {
  return error instanceof GravityZoneError && refusals.includes(error.code);
}

/** The companies of this run. */
export function dueCompanies(companies: ReadonlyMap<string, SyncCompany>): SyncCompany[] {
  return [...companies.values()].filter(({ due }) => due);
}

export async function takenTo(
  context: StreamContext,
  cursor: Partial<
    Pick<ConnectionRow, 'incidentsTakenTo' | 'quarantineTakenTo' | 'quarantineWalkedAt' | 'quarantineItems'>
  >,
): Promise<void> {
  const { tenantId, id } = context.connection;
  await writing(context, async (transaction) => {
    await transaction
      .updateTable('connection')
      .set(cursor)
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .execute();
  });
}

/** Stores drafts portion by portion; `names` are of companies BD mentions beside them. */
export async function takeThreats(
  context: StreamContext,
  outcome: StreamOutcome,
  drafts: ThreatDraft[],
  names: ReadonlyMap<string, string>,
): Promise<void> {
  const { connection, companies, alerting, now } = context;
  // A key of a single company sees rows without a company: they are that company's.
  const placed = drafts.map((draft) => ({ ...draft, bdCompanyId: draft.bdCompanyId ?? connection.ownCompanyBdId }));
  const unknown = [...names].filter(([bdId]) => bdId !== '' && !companies.has(bdId));
  if (unknown.length > 0) {
    const shown = unknown.map(([id, name]) => ({ id, name: name || id, parentId: null, kind: 'COMPANY' as const }));
    await writing(context, (transaction) => learnCompanies(transaction, connection, companies, shown, now));
  }
  const known: ThreatDraft[] = [];
  for (const draft of placed) {
    if (companies.has(draft.bdCompanyId ?? '')) known.push(draft);
    else outcome.skipped.push({ reason: 'UNKNOWN_COMPANY', raw: draft } satisfies Skipped);
  }
  for (let start = 0; start < known.length; start += threatsInOneTransaction)
    outcome.stored += await writing(context, (transaction) =>
      storeThreats(
        transaction,
        { connection, companies, alerting, now },
        known.slice(start, start + threatsInOneTransaction),
      ),
    );
}

/** Of these incidents, those not stored yet whose details are worth a call: the open ones, gravest first. */
async function newIncidents(context: StreamContext, items: Incident[], most: number): Promise<Incident[]> {
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
    .sort((a, b) => (b.severityScore ?? 0) - (a.severityScore ?? 0))
    .slice(0, most);
}

/** Details add to a threat: an incident that BD refuses to detail is taken in without them. */
async function incidentDetails(
  context: StreamContext,
  outcome: StreamOutcome,
  items: Incident[],
): Promise<Map<string, IncidentDetail>> {
  const found = new Map<string, IncidentDetail>();
  for (const { id } of items) {
    try {
      found.set(id, await context.gravityZone.incident(id, context.signal));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      outcome.warnings.push(`The details of incident ${id} could not be read: ${error.message}`);
    }
  }
  return found;
}
