import type { StreamError } from '../history/sync-run.store.js';

/** How a stream of a run ended; `DISCONNECTED` when the integration was ended meanwhile. */
export interface StreamResult {
  name: string;
  state: 'SUCCEEDED' | 'FAILED' | 'DISCONNECTED';
  error: StreamError | null;
}

/** What a run achieved. */
export interface RunVerdict {
  state: 'SUCCEEDED' | 'PARTIAL' | 'FAILED';
  /** Names of the streams that succeeded. */
  succeeded: ReadonlySet<string>;
  /** The error of the first stream that failed. */
  firstError: StreamError | null;
  /** Whether the companies count as synced. */
  synced: boolean;
}

/** The streams without which a run has read nothing of BD. */
const readingStreams = ['INVENTORY', 'INCIDENTS', 'QUARANTINE'];
const threatStreams: readonly string[] = ['INCIDENTS', 'QUARANTINE', 'EXCHANGE_QUARANTINE'];
const unavailable: readonly string[] = ['NO_LICENCE', 'API_NOT_ENABLED', 'METHOD_NOT_FOUND'];

/** Judges a run by its streams. */
export function judgeRun(results: readonly StreamResult[]): RunVerdict {
  const succeeded = new Set(results.filter(({ state }) => state === 'SUCCEEDED').map(({ name }) => name));
  const failures = results.filter(({ state }) => state === 'FAILED');
  const readNothing = !readingStreams.some((name) => succeeded.has(name));
  return {
    state: readNothing ? 'FAILED' : failures.length > 0 ? 'PARTIAL' : 'SUCCEEDED',
    succeeded,
    firstError: failures[0]?.error ?? null,
    synced: failures.every(isUnavailable),
  };
}

/**
 * Whether a stream failed because GravityZone, or the licence of the key, does not offer threats. Trying again would not
 * change that: the run reports it, but the companies count as synced and keep their cadence.
 */
function isUnavailable({ name, error }: StreamResult): boolean {
  return threatStreams.includes(name) && error !== null && unavailable.includes(error.code);
}
