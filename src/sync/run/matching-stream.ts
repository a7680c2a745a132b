import { clientsToMatch, matchClient, rematchClient } from '../../device/matching/match-client.js';
import { OpsMergeError } from '../../opsmerge/error.js';
import { shareRead } from './progress.js';
import { dueCompanies } from './store-drafts.js';
import { type Stream, writing } from './stream-context.js';

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

export function unanswered(error: unknown): OpsMergeError {
  if (error instanceof OpsMergeError) return error;
  throw error;
}
