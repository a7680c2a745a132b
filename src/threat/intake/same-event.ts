/** What an incident and a quarantine item have in common. */
export interface DetectionEvent {
  id: string;
  companyId: string;
  deviceId: string | null;
  threatName: string;
  filePath: string | null;
  fileHash: string | null;
  detectedAt: Date;
}

const windowMilliseconds = 24 * 3_600_000;

/**
 * Whether two detections are one event reported twice: the same device of the same company, within a day, and the same file
 * hash, file path (Windows paths in any case) or detection name. What is empty is unknown, and so equal to nothing.
 */
export function isSameEvent(a: DetectionEvent, b: DetectionEvent): boolean {
  if (!isKnown(a.deviceId) || a.deviceId !== b.deviceId || a.companyId !== b.companyId) return false;
  if (Math.abs(a.detectedAt.getTime() - b.detectedAt.getTime()) > windowMilliseconds) return false;
  return sameHash(a, b) || samePath(a, b) || sameName(a, b);
}

/** Of several candidates that are the same event, the surest, then the nearest in time, the earlier, the first by id. */
export function findSameEvent<Event extends DetectionEvent>(
  event: DetectionEvent,
  candidates: readonly Event[],
): Event | null {
  const certainty = (candidate: Event) => (sameHash(event, candidate) ? 0 : samePath(event, candidate) ? 1 : 2);
  const distance = (candidate: Event) => Math.abs(event.detectedAt.getTime() - candidate.detectedAt.getTime());
  const [best] = candidates
    .filter((candidate) => isSameEvent(event, candidate))
    .sort(
      (a, b) =>
        certainty(a) - certainty(b) ||
        distance(a) - distance(b) ||
        a.detectedAt.getTime() - b.detectedAt.getTime() ||
        (a.id < b.id ? -1 : 1),
    );
  return best ?? null;
}

function sameHash(a: DetectionEvent, b: DetectionEvent): boolean {
  return isKnown(a.fileHash) && a.fileHash.toLowerCase() === b.fileHash?.toLowerCase();
}

function samePath(a: DetectionEvent, b: DetectionEvent): boolean {
  return isKnown(a.filePath) && isKnown(b.filePath) && comparable(a.filePath) === comparable(b.filePath);
}

function sameName(a: DetectionEvent, b: DetectionEvent): boolean {
  return isKnown(a.threatName) && a.threatName.toLowerCase() === b.threatName.toLowerCase();
}

/** Bitdefender leaves out what it does not know, or sends it empty. */
function isKnown(text: string | null): text is string {
  return text !== null && text.trim() !== '';
}

/** Windows does not tell upper from lower case; other systems do. */
function comparable(path: string): string {
  return /^([a-z]:|\\\\)/i.test(path) ? path.toLowerCase().replaceAll('/', '\\') : path;
}
