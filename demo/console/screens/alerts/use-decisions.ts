import { useCallback } from 'react';
import { DecideAlertsDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { useBatch } from '../../graph/use-batch.ts';
import { type Decided, inverseOf } from './decisions.ts';

/** Decides about alerts in batches, and takes it back. */
export function useDecisions(onChanged: () => void) {
  const { run } = useAction(DecideAlertsDocument);
  const send = useCallback(
    async ({ ids, before: _, ...decided }: Decided) =>
      (await run({ input: { ids: [...ids], ...decided } }))?.decideBitdefenderAlerts,
    [run],
  );
  return useBatch<Decided>({ send, inverse: inverseOf, onChanged });
}
