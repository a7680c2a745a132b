import type { BitdefenderSyncState } from '../../../operations/documents.ts';

const ended: readonly BitdefenderSyncState[] = ['SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'];

/** Whether a run is over. */
export const hasEnded = (state: BitdefenderSyncState): boolean => ended.includes(state);
