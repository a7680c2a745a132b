/** The match of a device before it is matched in its client; a match never carries over to another client. */
export const unmatched = {
  agentId: null,
  twinOf: null,
  matchKind: 'NONE',
  matchReason: 'Not matched yet.',
  matchCandidates: [] as string[],
};
