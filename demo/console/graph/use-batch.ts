import { useCallback, useState } from 'react';

/** What is decided, and about which things of a list. */
export interface Decided {
  ids: readonly string[];
  decision: string;
}

/** How far a batch is, or how it ended. */
export interface Batch<What extends Decided = Decided> {
  decision: What['decision'];
  total: number;
  done: number;
  running: boolean;
  changed: readonly string[];
  /** Why some could not be changed. */
  refused: readonly string[];
  undone: boolean;
  /** Takes it back; absent where nothing can. */
  undo?: (() => void) | undefined;
}

/** What the graph says of one part of a batch; null where the request itself failed, which has been shown. */
export type BatchAnswer =
  | {
      outcomes?: readonly { id: string; userErrors: readonly { message: string }[] }[] | null;
      userErrors: readonly { message: string }[];
    }
  | null
  | undefined;

/** Small enough that a long batch shows its progress. */
const perRequest = 100;

/** Sends a decision in parts. */
async function sendParts<What extends Decided>(
  decided: What,
  send: (part: What) => Promise<BatchAnswer>,
  onProgress: (done: number) => void,
): Promise<{ changed: string[]; refused: string[] }> {
  const { ids } = decided;
  const changed: string[] = [];
  const refused: string[] = [];
  for (let start = 0; start < ids.length; start += perRequest) {
    const part = ids.slice(start, start + perRequest);
    const answer = await send({ ...decided, ids: part });
    // The rest would fail too.
    if (!answer) break;
    refused.push(...answer.userErrors.map(({ message }) => message));
    for (const { id, userErrors } of answer.outcomes ?? []) {
      if (userErrors.length === 0) changed.push(id);
      else refused.push(...userErrors.map(({ message }) => message));
    }
    onProgress(start + part.length);
  }
  return { changed, refused };
}

/** Decides about many things at once, says how far it is, and takes it back where `inverse` knows how. */
export function useBatch<What extends Decided>({
  send,
  inverse,
  onChanged,
}: {
  send: (part: What) => Promise<BatchAnswer>;
  /** The decision that takes one back, if there is one. */
  inverse: (decided: What) => What | undefined;
  onChanged: () => void;
}) {
  const [batch, setBatch] = useState<Batch<What> | null>(null);
  const decide = useCallback(
    async (decided: What) => {
      const total = decided.ids.length;
      if (total === 0) return;
      const begun: Batch<What> = {
        decision: decided.decision,
        total,
        done: 0,
        running: true,
        changed: [],
        refused: [],
        undone: false,
      };
      setBatch(begun);
      const { changed, refused } = await sendParts(decided, send, (done) => setBatch({ ...begun, done }));
      onChanged();
      const ended: Batch<What> = { ...begun, done: total, running: false, changed, refused };
      const back = inverse(decided);
      const undo = async (taken: What) => {
        const undoing = { ...ended, running: true, total: changed.length };
        setBatch({ ...undoing, done: 0 });
        await sendParts({ ...taken, ids: changed }, send, (done) => setBatch({ ...undoing, done }));
        setBatch({ ...ended, undone: true });
        onChanged();
      };
      setBatch({ ...ended, undo: back && changed.length > 0 ? () => void undo(back) : undefined });
    },
    [send, inverse, onChanged],
  );
  return { batch, decide, dismiss: useCallback(() => setBatch(null), []) };
}
