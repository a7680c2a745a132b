import { useCallback, useState } from 'react';
import { type RunProgressFragment, SyncNowDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';

/** What "Sync now" began, and why it did not. */
export interface Sync {
  runs: readonly RunProgressFragment[];
  refused: readonly string[];
}

/** "Sync now" for a client: a run for each of its integrations. */
export function useSync(clientId: string) {
  const { run, busy } = useAction(SyncNowDocument);
  const [sync, setSync] = useState<Sync | null>(null);
  const begin = useCallback(async () => {
    const answer = (await run({ clientId }))?.syncBitdefenderClient;
    // The request itself failed, which has been shown.
    if (!answer) return;
    setSync({ runs: answer.runs ?? [], refused: answer.userErrors.map(({ message }) => message) });
  }, [run, clientId]);
  return { sync, begin: useCallback(() => void begin(), [begin]), busy, dismiss: useCallback(() => setSync(null), []) };
}
