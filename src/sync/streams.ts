import type { ConnectionRow } from '../connection/open-gravityzone.js';
import { clientsToMatch, matchClient, rematchClient } from '../device/match-client.js';
import type { Skipped } from '../gravityzone/types.js';
import { OpsMergeError } from '../opsmerge/error.js';
import type { ThreatDraft } from '../threat/draft.js';
import { storeThreats } from '../threat/store-threats.js';
import { shareRead } from './progress.js';
import { type Stream, type StreamContext, writing } from './stream-context.js';
import { learnCompanies, type SyncCompany } from './sync-companies.js';
import type { StreamOutcome } from './sync-run.store.js';

/** How far back the first sync looks. */
export const firstWindowMilliseconds = 30 * 24 * 3_600_000;
/** How many threats are written in one transaction, which must be short. */
export const threatsInOneTransaction = 250;

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
  const { connection, companies, jobs, now } = context;
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
        { connection, companies, jobs, now },
        known.slice(start, start + threatsInOneTransaction),
      ),
    );
}
