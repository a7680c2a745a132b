/** What a device has of a match before it was matched in its client: a match in one client means nothing in another. */
export const unmatched = {
  agentId: null,
  twinOf: null,
  matchKind: 'NONE',
  matchReason: 'Not matched yet.',
  matchCandidates: [] as string[],
};
