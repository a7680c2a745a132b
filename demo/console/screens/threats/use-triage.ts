import { useCallback, useState } from 'react';
import { type BitdefenderTriageDecision, TriageThreatsDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';

/** How far a batch is, or how it ended. */
export interface Batch {
  decision: BitdefenderTriageDecision;
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

/** What is decided, and about which threats. */
export interface Decided {
  ids: readonly string[];
  decision: BitdefenderTriageDecision;
  assigneeId?: string;
  note?: string;
}

/** What takes a decision back, for those that it changed. Notes and assignments stay in the history. */
const inverse: Partial<Record<BitdefenderTriageDecision, BitdefenderTriageDecision>> = {
  RESOLVE: 'REOPEN',
  FALSE_POSITIVE: 'REOPEN',
  REOPEN: 'RESOLVE',
};

/** Small enough that a long batch shows its progress. */
const perRequest = 100;

/** Triages threats in batches, and takes it back. */
export function useTriage(onChanged: () => void) {
  const { run } = useAction(TriageThreatsDocument);
  const [batch, setBatch] = useState<Batch | null>(null);

  const send = useCallback(
    async ({ ids, ...decided }: Decided, onProgress: (done: number) => void) => {
      const changed: string[] = [];
      const refused: string[] = [];
      for (let start = 0; start < ids.length; start += perRequest) {
        const part = ids.slice(start, start + perRequest);
        const answer = (await run({ input: { ids: part, ...decided } }))?.triageBitdefenderThreats;
        // The request itself failed, which has been shown; the rest would fail too.
        if (!answer) break;
        refused.push(...answer.userErrors.map(({ message }) => message));
        for (const { id, userErrors } of answer.outcomes ?? []) {
          if (userErrors.length === 0) changed.push(id);
          else refused.push(...userErrors.map(({ message }) => message));
        }
        onProgress(start + part.length);
      }
      return { changed, refused };
    },
    [run],
  );

  const decide = useCallback(
    async (decided: Decided) => {
      const total = decided.ids.length;
      if (total === 0) return;
      const begun: Batch = {
        decision: decided.decision,
        total,
        done: 0,
        running: true,
        changed: [],
        refused: [],
        undone: false,
      };
      setBatch(begun);
      const { changed, refused } = await send(decided, (done) => setBatch({ ...begun, done }));
      onChanged();
      const ended: Batch = { ...begun, done: total, running: false, changed, refused };
      const back = inverse[decided.decision];
      const undo = async (decision: BitdefenderTriageDecision) => {
        const undoing = { ...ended, running: true, total: changed.length };
        setBatch({ ...undoing, done: 0 });
        await send({ ids: changed, decision }, (done) => setBatch({ ...undoing, done }));
        setBatch({ ...ended, undone: true });
        onChanged();
      };
      setBatch({ ...ended, undo: back && changed.length > 0 ? () => void undo(back) : undefined });
    },
    [send, onChanged],
  );
  return { batch, decide, dismiss: useCallback(() => setBatch(null), []) };
}
