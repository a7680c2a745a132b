import type { DetectionSource } from '../../domain/visibility.js';

/** Which stream reads a source. */
const streamOf: readonly (readonly [DetectionSource, string])[] = [
  ['INCIDENTS', 'INCIDENTS'],
  ['QUARANTINE', 'QUARANTINE'],
  ['DEVICE_STATE', 'DETAILS'],
  ['EXCHANGE_QUARANTINE', 'EXCHANGE_QUARANTINE'],
];

/** Failures that no later sync repairs by itself. */
const lasting = ['API_NOT_ENABLED', 'METHOD_NOT_FOUND', 'NO_LICENCE'];

/**
 * The sources that can be read, by what failed in the last runs: pairs of a stream and the code of its error. The quarantine of Exchange
 * servers is read where there are any, and a report where its last instance was read.
 */
export function readableSources(
  failures: readonly (readonly [stream: string, code: string])[],
  { hasExchange, hasReport }: { hasExchange: boolean; hasReport: boolean },
): DetectionSource[] {
  const failed = failures.filter(([, code]) => lasting.includes(code)).map(([stream]) => stream);
  const reports: DetectionSource[] = hasReport ? ['REPORTS'] : [];
  const listed = streamOf.flatMap(([source, stream]) => {
    const isRead = !failed.includes(stream) && (source !== 'EXCHANGE_QUARANTINE' || hasExchange);
    return isRead ? [source] : [];
  });
  return [...listed, ...reports];
}
