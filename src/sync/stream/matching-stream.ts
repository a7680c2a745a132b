import { nameOtherClients } from '../../device/matching/agents-elsewhere.js';
import { clientsToMatch, matchClient, rematchClient } from '../../device/matching/match-client.js';
import { readKnownMatches } from '../../device/matching/matching-fingerprint.js';
import { OpsMergeError } from '../../opsmerge/error.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { shareRead } from '../run/progress.js';
import { dueCompanies } from '../run/sync-companies.js';
import { type Stream, writing } from './stream-context.js';

/**
 * Matches the devices of each due client with its agents in core, unless neither have changed since it was matched, and those
 * of other clients whose devices the walk changed with the agents read before. If core does not answer, all are matched with the agents of the last sync, so that
 * a new device is at once recognized as a twin or a machine; the stream fails nevertheless. Last, devices without an agent
 * are explained by the agents of other clients.
 */
export const matching: Stream = async (context, outcome) => {
  const { signal } = context;
  const { tenantId } = context.integration;
  const rematch = (clientId: string) => {
    context.changedClients.add(clientId);
    return writing(context, (transaction) => rematchClient(transaction, tenantId, clientId));
  };
  const clients = new Set(dueCompanies(context.companies).map(({ clientId }) => clientId ?? ''));
  const known = await readKnownMatches(context.database.query, tenantId, [...clients], context.now);
  const { matchMode: mode } = await readTenantSettings(context.database.query, tenantId);
  const failures: OpsMergeError[] = [];
  for (const clientId of clients) {
    signal.throwIfAborted();
    outcome.fetched += 1;
    const how = { signal, mode, known: known.get(clientId) };
    const matched =
      failures.length === 0 ? await matchClient(context, tenantId, clientId, how).catch(unanswered) : null;
    if (matched instanceof OpsMergeError) failures.push(matched);
    if (typeof matched === 'number') context.changedClients.add(clientId);
    outcome.matched += typeof matched === 'number' ? matched : (how.known?.matched ?? (await rematch(clientId)));
    await context.progressed(shareRead(outcome.fetched, clients.size));
  }
  for (const clientId of await clientsToMatch(context.database.query, tenantId)) await rematch(clientId);
  if (failures.length === 0)
    await nameOtherClients(context, tenantId, [...clients], signal).catch((error: unknown) => {
      failures.push(unanswered(error));
    });
  for (const failure of failures) throw failure;
};

/** Returns an error of core, and throws any other. */
export function unanswered(error: unknown): OpsMergeError {
  if (error instanceof OpsMergeError) return error;
  throw error;
}
