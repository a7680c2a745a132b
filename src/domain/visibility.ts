/** What GravityZone can detect, as far as it differs in where a poller can see it (API reference 9). */
export const detectionKinds = [
  'FILE_QUARANTINED',
  'FILE_CLEANED_OR_BLOCKED',
  'FILE_NOT_CLEANED',
  'BEHAVIOUR',
  'RANSOMWARE_MITIGATION',
  'WEB_AND_NETWORK',
  'DEVICE_CONTROL_FIREWALL_DATA',
  'EXCHANGE_MALWARE',
  'XDR',
] as const;
export type DetectionKind = (typeof detectionKinds)[number];

/** Where this service reads detections. */
export const detectionSources = ['INCIDENTS', 'QUARANTINE', 'DEVICE_STATE', 'EXCHANGE_QUARANTINE', 'REPORTS'] as const;
export type DetectionSource = (typeof detectionSources)[number];

/** SEEN: each detection is reported. PARTLY: not each, or not on each device. NOT_SEEN: none is. */
export type Visibility = 'SEEN' | 'PARTLY' | 'NOT_SEEN';

/**
 * Where a detection appears. SOME is what the reference calls some, seldom or unknown; FLAG is one flag for all detections of 24 hours,
 * without file or name.
 */
type Appears = 'EACH' | 'FLAG' | 'SOME';

const places: Readonly<Record<DetectionKind, Partial<Readonly<Record<DetectionSource, Appears>>>>> = {
  FILE_QUARANTINED: { INCIDENTS: 'EACH', QUARANTINE: 'EACH', DEVICE_STATE: 'FLAG', REPORTS: 'EACH' },
  FILE_CLEANED_OR_BLOCKED: { INCIDENTS: 'EACH', DEVICE_STATE: 'FLAG', REPORTS: 'EACH' },
  FILE_NOT_CLEANED: { INCIDENTS: 'EACH', DEVICE_STATE: 'FLAG', REPORTS: 'EACH' },
  BEHAVIOUR: { INCIDENTS: 'EACH', QUARANTINE: 'SOME', DEVICE_STATE: 'SOME', REPORTS: 'EACH' },
  RANSOMWARE_MITIGATION: { INCIDENTS: 'EACH', DEVICE_STATE: 'SOME', REPORTS: 'EACH' },
  WEB_AND_NETWORK: { INCIDENTS: 'SOME', REPORTS: 'EACH' },
  DEVICE_CONTROL_FIREWALL_DATA: { REPORTS: 'EACH' },
  EXCHANGE_MALWARE: { EXCHANGE_QUARANTINE: 'EACH', REPORTS: 'EACH' },
  XDR: { INCIDENTS: 'EACH', REPORTS: 'EACH' },
};

/** What is known of a key, and of the devices it is asked about. */
export interface VisibilityFacts {
  /** The sources that this key can read; what is not known to fail counts as readable. */
  readable: readonly DetectionSource[];
  /** Managed devices; null in the test of a key, which knows none. */
  devices: {
    total: number;
    /** Whose state has been read and shows no EDR sensor. */
    withoutSensor: number;
    /** Whose state has not been read, or does not say. */
    sensorUnknown: number;
  } | null;
}

export type VisibilityReason =
  | 'INCIDENTS_NOT_READABLE'
  | 'QUARANTINE_NOT_READABLE'
  | 'NO_EDR_SENSOR'
  | 'SENSOR_UNKNOWN'
  | 'ONLY_A_FLAG'
  | 'SOME_ONLY'
  | 'EXCHANGE_NOT_READ'
  | 'NO_REPORT';

/** How far detections of a kind are seen, where, and why not further. */
export interface KindVisibility {
  kind: DetectionKind;
  visibility: Visibility;
  sources: DetectionSource[];
  reasons: VisibilityReason[];
}

/**
 * Returns, for each kind of detection, how far it is seen. A device without the EDR sensor is in no incident but those of XDR, and one whose
 * sensor is unknown is taken to have none; a company is seen as its devices are: SEEN only if that holds for each.
 */
export function decideVisibility(facts: VisibilityFacts): KindVisibility[] {
  return detectionKinds.map((kind) => {
    const groups = kind === 'XDR' ? [true] : sensorGroups(facts);
    const seen = groups.map((hasSensor) => seenBy(kind, sourcesOf(kind, facts, hasSensor)));
    const visibility = seen.every((each) => each === seen[0]) ? (seen[0] ?? 'NOT_SEEN') : 'PARTLY';
    const sources = detectionSources.filter((source) =>
      groups.some((hasSensor) => sourcesOf(kind, facts, hasSensor).includes(source)),
    );
    return { kind, visibility, sources, reasons: visibility === 'SEEN' ? [] : reasonsOf(kind, facts, sources) };
  });
}

/** The sorts of devices there are: with the sensor (true), without (false). A key that is only tested may meet both. */
function sensorGroups({ devices }: VisibilityFacts): boolean[] {
  if (devices === null) return [true, false];
  const without = devices.withoutSensor + devices.sensorUnknown;
  return [...(devices.total > without ? [true] : []), ...(without > 0 || devices.total === 0 ? [false] : [])];
}

function sourcesOf(kind: DetectionKind, { readable }: VisibilityFacts, hasSensor: boolean): DetectionSource[] {
  return detectionSources.filter(
    (source) =>
      places[kind][source] !== undefined && readable.includes(source) && (source !== 'INCIDENTS' || hasSensor),
  );
}

function seenBy(kind: DetectionKind, sources: readonly DetectionSource[]): Visibility {
  const appears = sources.map((source) => places[kind][source]);
  if (appears.includes('EACH')) return 'SEEN';
  return appears.length > 0 ? 'PARTLY' : 'NOT_SEEN';
}

function reasonsOf(
  kind: DetectionKind,
  { readable, devices }: VisibilityFacts,
  sources: readonly DetectionSource[],
): VisibilityReason[] {
  const reasons: VisibilityReason[] = [];
  const { INCIDENTS, QUARANTINE, EXCHANGE_QUARANTINE } = places[kind];
  if (INCIDENTS !== undefined) {
    if (!readable.includes('INCIDENTS')) reasons.push('INCIDENTS_NOT_READABLE');
    else if (kind !== 'XDR' && (devices === null || devices.withoutSensor > 0)) reasons.push('NO_EDR_SENSOR');
    if (readable.includes('INCIDENTS') && (devices?.sensorUnknown ?? 0) > 0) reasons.push('SENSOR_UNKNOWN');
  }
  if (QUARANTINE !== undefined && !readable.includes('QUARANTINE')) reasons.push('QUARANTINE_NOT_READABLE');
  if (EXCHANGE_QUARANTINE !== undefined) reasons.push('EXCHANGE_NOT_READ');
  const appears = sources.map((source) => places[kind][source]);
  if (appears.includes('FLAG')) reasons.push('ONLY_A_FLAG');
  else if (appears.includes('SOME')) reasons.push('SOME_ONLY');
  if (!readable.includes('REPORTS')) reasons.push('NO_REPORT');
  return reasons;
}
