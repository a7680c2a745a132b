/** How long something took, or takes so far, in seconds; null while it has not begun. */
export function secondsBetween(from: string | null, to: string | null, now: Date): number | null {
  if (from === null) return null;
  return Math.max(0, ((to === null ? now : new Date(to)).getTime() - new Date(from).getTime()) / 1_000);
}

const endStates: readonly string[] = ['SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'];

/** Whether nothing more will come of a run, a stream or a job. */
export const isOver = (state: string): boolean => endStates.includes(state);

/** The colour of a state; never the only sign of it. */
export function stateColor(state: string): string {
  if (state === 'FAILED') return 'red';
  if (state === 'PARTIAL') return 'yellow';
  if (state === 'SUCCEEDED') return 'teal';
  return state === 'RUNNING' ? 'blue' : 'gray';
}
