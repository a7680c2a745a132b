import { useCallback, useState } from 'react';
import {
  ForbidMatchDocument,
  PinDeviceDocument,
  RemoveMatchDecisionDocument,
} from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';

interface Answer {
  userErrors: readonly { message: string }[];
}

/** Decisions of a person on the match of a device: which agent it is, which it never is, and to leave it to matching again. */
export function useMatch(deviceId: string, onChanged: () => void) {
  const pinning = useAction(PinDeviceDocument);
  const forbidding = useAction(ForbidMatchDocument);
  const removing = useAction(RemoveMatchDecisionDocument);
  const [outcome, setOutcome] = useState<{ refused: string | null } | null>(null);
  const settle = useCallback(
    (answer: Answer | null | undefined) => {
      // The request itself failed, which has been shown.
      if (!answer) return;
      const refused = answer.userErrors.map(({ message }) => message).join(' ');
      setOutcome({ refused: refused === '' ? null : refused });
      onChanged();
    },
    [onChanged],
  );
  return {
    outcome,
    busy: pinning.busy || forbidding.busy || removing.busy,
    pin: async (agentId: string) => settle((await pinning.run({ input: { deviceId, agentId } }))?.pinBitdefenderDevice),
    forbid: async (agentId: string) =>
      settle((await forbidding.run({ input: { deviceId, agentId } }))?.forbidBitdefenderMatch),
    remove: async (decisionId: string) =>
      settle((await removing.run({ input: { decisionId } }))?.removeBitdefenderMatchDecision),
  };
}

export type Matching = ReturnType<typeof useMatch>;
