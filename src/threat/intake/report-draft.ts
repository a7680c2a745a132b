import { threatFamily } from '../../domain/severity.js';
import type { AuditEvent } from '../../gravityzone/types.js';
import { detailColumnsOf } from './detail-columns.js';
import type { ThreatDraft } from './draft.js';

/** The device of this service that a row of a report is about. */
export interface ReportedDevice {
  bdId: string;
  bdCompanyId: string;
}

const pathPattern = /^(?:[a-z]:\\|\\\\|\/(?!\/))/i;
const namePattern = /^(?:[A-Z][\w-]*[.:])+[\w.!:-]+$/;

/** The file and the name of a detection among the details of an event, whose parts the modules separate in several ways. */
export function partsOfDetails(details: string): { filePath: string | null; name: string | null } {
  const parts = details.split(/[,;|\n]|\s-\s|(?<=[^\W\d_]{2}):\s/u).map((part) => part.trim());
  return {
    filePath: parts.find((part) => pathPattern.test(part)) ?? null,
    name: parts.find((part) => namePattern.test(part) && threatFamily(part) !== 'UNKNOWN') ?? null,
  };
}

/** An event of a Security audit report as a threat of this device. It was dealt with or not: the report does not say. */
export function draftOfAuditEvent(event: AuditEvent, device: ReportedDevice): ThreatDraft {
  const { module, eventType, details, occurrences } = event;
  const parts = partsOfDetails(details);
  const name = parts.name ?? ([module, eventType].filter((text) => text !== '').join(': ') || 'Event without a name');
  return {
    kind: 'REPORT',
    bdId: event.id,
    bdCompanyId: device.bdCompanyId,
    bdDeviceId: device.bdId,
    hostName: event.endpointName,
    fqdn: event.fqdn,
    name,
    family: threatFamily(name),
    severityScore: null,
    deviceInfected: false,
    status: 'UNRESOLVED',
    action: 'REPORTED',
    actionRaw: null,
    ...detailColumnsOf(null),
    filePath: parts.filePath,
    fileHash: event.fileSha256,
    userName: event.user,
    link: null,
    explanation: `Security audit report, module "${module}", event "${eventType}": ${details}`.slice(0, 1_000),
    detectedAt: event.lastAt,
    lastDetectedAt: event.lastAt,
    reportedDate: null,
    reported: { module, eventType, occurrences },
  };
}
