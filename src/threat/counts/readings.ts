import type { RequestContext } from '../../graphql/context.js';
import type { ThreatOwner } from '../owners/threat-owners.js';
import { loadCounts } from './threat-counts.loader.js';
import type { ThreatCountsReader } from './threat-counts.reader.js';

/** How numbers of several clients together are to be read. */
export interface Reading {
  now: Date;
  timeZone: string;
  asOf: Date | null;
  stale: boolean;
}

/**
 * The zone and the age of the numbers of some owners: of several, that of the oldest. Read with the counts that
 * the request asks for beside it; none of its own are counted. Throws UserInputError for a zone that does not exist.
 */
export async function readReadings(
  context: RequestContext,
  counts: ThreatCountsReader,
  owners: readonly ThreatOwner[],
  timeZone?: string | null,
): Promise<Reading> {
  const all = await Promise.all(
    owners.map((owner) => loadCounts(context, counts, owner, { timeZone, fields: new Set() })),
  );
  const [one] = all;
  if (one === undefined) throw new Error('A list of clients is never empty.');
  const times = all.map(({ asOf }) => asOf?.getTime() ?? null);
  const oldest = times.reduce((a, b) => (a === null || b === null ? null : Math.min(a, b)));
  return {
    now: one.now,
    timeZone: one.timeZone,
    asOf: oldest === null ? null : new Date(oldest),
    stale: all.some(({ stale }) => stale),
  };
}
