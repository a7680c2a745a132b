import { useCallback } from 'react';
import { type BitdefenderTriageDecision, TriageThreatsDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { useBatch } from '../../graph/use-batch.ts';

/** What is decided, and about which threats. */
export interface Decided {
  ids: readonly string[];
  decision: BitdefenderTriageDecision;
  assigneeId?: string;
  note?: string;
}

/** What takes a decision back, for those that it changed. Notes and assignments stay in the history. */
const inverses: Partial<Record<BitdefenderTriageDecision, BitdefenderTriageDecision>> = {
  RESOLVE: 'REOPEN',
  FALSE_POSITIVE: 'REOPEN',
  REOPEN: 'RESOLVE',
};

const inverse = ({ ids, decision }: Decided): Decided | undefined => {
  const back = inverses[decision];
  return back && { ids, decision: back };
};

/** Triages threats in batches, and takes it back. */
export function useTriage(onChanged: () => void) {
  const { run } = useAction(TriageThreatsDocument);
  const send = useCallback(
    async ({ ids, ...decided }: Decided) =>
      (await run({ input: { ids: [...ids], ...decided } }))?.triageBitdefenderThreats,
    [run],
  );
  return useBatch<Decided>({ send, inverse, onChanged });
}
