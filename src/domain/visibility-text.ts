import type { DetectionKind, KindVisibility, VisibilityReason } from './visibility.js';

const subjects: Readonly<Record<DetectionKind, string>> = {
  FILE_QUARANTINED: 'Files moved to the quarantine',
  FILE_CLEANED_OR_BLOCKED: 'Files that were disinfected, deleted, or blocked on access',
  FILE_NOT_CLEANED: 'Files that could not be cleaned',
  BEHAVIOUR: 'Exploits, fileless attacks and other suspicious behaviour',
  RANSOMWARE_MITIGATION: 'Stopped encryptions (ransomware mitigation)',
  WEB_AND_NETWORK: 'Network attacks, phishing and blocked sites',
  DEVICE_CONTROL_FIREWALL_DATA: 'Events of device control, firewall and data protection',
  EXCHANGE_MALWARE: 'Malware in mail of Exchange servers',
  XDR: 'Detections of identity, mail and cloud sensors (XDR)',
};

const sentences: Readonly<Record<VisibilityReason, string>> = {
  INCIDENTS_NOT_READABLE:
    'This key cannot read incidents: enable the Incidents API for it, and license EDR for the company.',
  QUARANTINE_NOT_READABLE: 'This key cannot read the quarantine: enable the Quarantine API for it.',
  NO_EDR_SENSOR:
    'Devices without the EDR sensor are in no incident: add the sensor to their policy where it is licensed.',
  SENSOR_UNKNOWN: 'Devices whose state has not been read yet count as devices without the EDR sensor.',
  ONLY_A_FLAG:
    'Elsewhere only a flag in the state of the device shows them: one threat for all detections of 24 hours, without file or name.',
  SOME_ONLY: 'GravityZone lists only some of them.',
  EXCHANGE_NOT_READ: 'No protected Exchange server is known, or its quarantine cannot be read.',
  NO_REPORT: 'No scheduled Security audit report is read, which would list them.',
};

/** A sentence or more for a technician: what of a kind is reported, and why not all of it. */
export function visibilityText({ kind, visibility, reasons }: Omit<KindVisibility, 'sources'>): string {
  const how =
    visibility === 'SEEN' ? 'are reported.' : visibility === 'PARTLY' ? 'are reported in part.' : 'are not reported.';
  return [`${subjects[kind]} ${how}`, ...reasons.map((reason) => sentences[reason])].join(' ');
}
