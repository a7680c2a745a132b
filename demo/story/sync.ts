import { setTimeout as sleep } from 'node:timers/promises';
import type { Send } from '../send.js';

const pauseMilliseconds = 200;

/** What *Sync now* gave: runs, or the reason for none. */
export interface SyncAsked {
  runs: string[];
  problem: string | null;
}

/** Asks for a sync of a client, as a technician does with *Sync now*. */
export async function syncClient(send: Send, clientId: string): Promise<SyncAsked> {
  const { syncBitdefenderClient } = await send<{
    syncBitdefenderClient: { runs: { id: string }[] | null; userErrors: { message: string }[] };
  }>(
    'mutation ($input: SyncBitdefenderClientInput!) { syncBitdefenderClient(input: $input) { runs { id } userErrors { message } } }',
    { input: { clientId } },
  );
  const { runs, userErrors } = syncBitdefenderClient;
  return { runs: (runs ?? []).map(({ id }) => id), problem: userErrors[0]?.message ?? null };
}

/** Syncs these clients and waits until all of their runs have ended. */
export async function syncAll(send: Send, clientIds: readonly string[]): Promise<void> {
  const runs = new Set<string>();
  for (const clientId of clientIds) for (const run of (await syncClient(send, clientId)).runs) runs.add(run);
  for (const id of runs)
    for (let ended = false; !ended; ) {
      const { bitdefenderSyncRun } = await send<{ bitdefenderSyncRun: { endedAt: string | null } | null }>(
        'query ($id: ID!) { bitdefenderSyncRun(id: $id) { endedAt } }',
        { id },
      );
      ended = bitdefenderSyncRun?.endedAt !== null;
      if (!ended) await sleep(pauseMilliseconds);
    }
}
