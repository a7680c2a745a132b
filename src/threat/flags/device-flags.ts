import type { StateFlag } from '../../domain/severity.js';

/** What is stored of the flags of a device. */
export interface KnownFlags {
  /** When they were read for the first time; null if never. */
  readAt: Date | null;
  /** Since when the device is known to be infected; null if it is not. */
  infectedSince: Date | null;
  /** When the last detection was noticed that the flag still shows; null while it shows none. */
  detectedSince: Date | null;
}

/** The flags as GravityZone gives them (`malwareStatus`); null if it did not report one. */
export interface FlagsRead {
  infected: boolean | null;
  detected: boolean | null;
}

/** What is known of the same machine otherwise. */
export interface KnownDetections {
  /** The last detection of an incident or a quarantine item; null if there is none. */
  listedAt: Date | null;
  /** Whether the present infection has been reported as a threat. */
  infectionReported: boolean;
}

/** A threat that only the flag shows. */
export interface FlagReport {
  flag: StateFlag;
  since: Date;
  /** Whether it was there before the first reading, so that nothing may act on it. */
  history: boolean;
}

export interface FlagDecision {
  flags: KnownFlags;
  reports: FlagReport[];
  /** Since when the device was infected that is no longer; null if it was not, or still is. */
  healedSince: Date | null;
}

const hour = 3_600_000;
/** How long GravityZone shows a detection in the flag (API reference 9). */
const flagMilliseconds = 24 * hour;
/** A flag that is still set after this time stands for another detection. */
const surelyAnotherMilliseconds = 25 * hour;

/**
 * Decides what flags that were read at `asOf` mean. `infected` is a present fact: a threat, unless an incident or a quarantine item of the
 * day before explains it, once for as long as it lasts. `detected` reports what happened within 24 hours: a threat when it turns true, or
 * stays true longer than one detection can explain. At the first reading, a detection is history.
 */
export function decideFlags(known: KnownFlags, read: FlagsRead, detections: KnownDetections, asOf: Date): FlagDecision {
  const isRecent = (at: Date | null) => at !== null && asOf.getTime() - at.getTime() <= flagMilliseconds;
  const listed = isRecent(detections.listedAt);
  const infected = read.infected ?? known.infectedSince !== null;
  const infectedSince = infected ? (known.infectedSince ?? asOf) : null;
  const detected = read.detected ?? known.detectedSince !== null;
  const isAnother = detected && isAnotherDetection(known, detections.listedAt, infectedSince, asOf);
  const reports: FlagReport[] = [];
  if (infectedSince !== null && !listed && !detections.infectionReported)
    reports.push({ flag: 'INFECTED', since: infectedSince, history: false });
  if (isAnother && !listed && !isRecent(infectedSince))
    reports.push({ flag: 'DETECTION', since: asOf, history: known.readAt === null });
  return {
    flags: {
      readAt: known.readAt ?? asOf,
      infectedSince,
      detectedSince: !detected ? null : isAnother ? asOf : known.detectedSince,
    },
    reports,
    healedSince: infected ? null : known.infectedSince,
  };
}

/** Whether a flag that is set shows a detection that was not noticed before. */
function isAnotherDetection(
  { detectedSince }: KnownFlags,
  listedAt: Date | null,
  infectedSince: Date | null,
  asOf: Date,
): boolean {
  if (detectedSince === null) return true;
  const noticed = Math.max(...[detectedSince, listedAt, infectedSince].map((at) => at?.getTime() ?? 0));
  return asOf.getTime() - noticed > surelyAnotherMilliseconds;
}

/** The key of the threat source of a flag: one for each time it is reported. */
export const flagKey = (bdDeviceId: string, flag: StateFlag, since: Date): string =>
  `${bdDeviceId}/${flag}/${since.toISOString()}`;
