import { DateTime } from 'luxon';
import { knownZone } from '../../domain/zone.js';
import { isFresh, type LicenceEnd } from '../../seat/licence-end.js';
import { mostNamed } from './degraded-machines.js';
import type { Degraded } from './follow-degradation.js';

const day = 24 * 3_600_000;

/** The latest end that is a cause now. */
export const lastEndOf = (now: Date, days: number): Date => new Date(now.getTime() + days * day);

/**
 * The clients with companies whose licence has ended or ends within so many days, the first to end first. What was not read lately is neither
 * ending nor renewed: a client with such licences alone has a count of 0. Throws when the zone is not an IANA name.
 */
export function degradedLicences(
  licences: readonly LicenceEnd[],
  { days, zone, now }: { days: number; zone: string; now: Date },
): Degraded[] {
  const ending = licences.filter(({ endsAt }) => endsAt <= lastEndOf(now, days));
  return [...Map.groupBy(ending, ({ clientId }) => clientId)]
    .toSorted(([one], [other]) => compare(one, other))
    .map(([clientId, ofClient]) => {
      const known = ofClient
        .filter((licence) => isFresh(licence, now))
        .toSorted(
          (one, other) => one.endsAt.getTime() - other.endsAt.getTime() || compare(one.companyName, other.companyName),
        );
      const names = known.slice(0, mostNamed).map((licence) => nameOf(licence, zone, now));
      return { clientId, cause: 'LICENCE_ENDING', count: known.length, names };
    });
}

function nameOf({ companyName, endsAt }: LicenceEnd, zone: string, now: Date): string {
  const date = DateTime.fromJSDate(endsAt, { zone: knownZone(zone) }).toFormat('yyyy-MM-dd');
  return `${companyName} (${endsAt > now ? 'ends' : 'ended'} ${date})`;
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
