import { createHash } from 'node:crypto';
import { mintId } from './object-id.js';
import type { World } from './world.js';

/** What Control Center lists as detected, and in which row of the table below it stands. */
export const detectionKinds = {
  FILE_QUARANTINED: 'FILE_QUARANTINED',
  FILE_DISINFECTED: 'FILE_CLEANED_OR_BLOCKED',
  FILE_DELETED: 'FILE_CLEANED_OR_BLOCKED',
  FILE_BLOCKED: 'FILE_CLEANED_OR_BLOCKED',
  FILE_NOT_CLEANED: 'FILE_NOT_CLEANED',
  ADVANCED_THREAT_CONTROL: 'BEHAVIOUR',
  HYPER_DETECT: 'BEHAVIOUR',
  ANTI_EXPLOIT: 'BEHAVIOUR',
  FILELESS: 'BEHAVIOUR',
  RANSOMWARE_MITIGATION: 'RANSOMWARE_MITIGATION',
  NETWORK_ATTACK: 'WEB_AND_NETWORK',
  PHISHING: 'WEB_AND_NETWORK',
  BLOCKED_SITE: 'WEB_AND_NETWORK',
  DEVICE_CONTROL: 'DEVICE_CONTROL_FIREWALL_DATA',
  FIREWALL: 'DEVICE_CONTROL_FIREWALL_DATA',
  DATA_PROTECTION: 'DEVICE_CONTROL_FIREWALL_DATA',
  EXCHANGE_MALWARE: 'EXCHANGE_MALWARE',
  XDR: 'XDR',
} as const;
export type DetectionKind = keyof typeof detectionKinds;
export type DetectionRow = (typeof detectionKinds)[DetectionKind];

/** Whether GravityZone leaves a trace of a detection somewhere; MAYBE where the sources say some, seldom or unknown. */
type Leaves = 'YES' | 'MAYBE' | 'NO';

/** Where GravityZone shows a detection to whoever reads its API. Incidents other than XDR's need the EDR sensor, and mail a protected server. */
interface Traces {
  incident: Leaves;
  quarantine: Leaves;
  flag: Leaves;
}

export const traces: Readonly<Record<DetectionRow, Traces>> = {
  FILE_QUARANTINED: { incident: 'YES', quarantine: 'YES', flag: 'YES' },
  FILE_CLEANED_OR_BLOCKED: { incident: 'YES', quarantine: 'NO', flag: 'YES' },
  FILE_NOT_CLEANED: { incident: 'YES', quarantine: 'NO', flag: 'YES' },
  BEHAVIOUR: { incident: 'YES', quarantine: 'MAYBE', flag: 'MAYBE' },
  RANSOMWARE_MITIGATION: { incident: 'YES', quarantine: 'NO', flag: 'MAYBE' },
  WEB_AND_NETWORK: { incident: 'MAYBE', quarantine: 'NO', flag: 'NO' },
  DEVICE_CONTROL_FIREWALL_DATA: { incident: 'NO', quarantine: 'NO', flag: 'NO' },
  EXCHANGE_MALWARE: { incident: 'NO', quarantine: 'YES', flag: 'NO' },
  XDR: { incident: 'YES', quarantine: 'NO', flag: 'NO' },
};

/** The module and the type under which the Security audit report lists a detection: it lists each one. */
const reported: Readonly<Record<DetectionRow, readonly [module: string, eventType: string]>> = {
  FILE_QUARANTINED: ['Antimalware', 'Malware detected'],
  FILE_CLEANED_OR_BLOCKED: ['Antimalware', 'Malware detected'],
  FILE_NOT_CLEANED: ['Antimalware', 'Malware detected'],
  BEHAVIOUR: ['Advanced Threat Control', 'Process blocked'],
  RANSOMWARE_MITIGATION: ['Ransomware Mitigation', 'Ransomware detected'],
  WEB_AND_NETWORK: ['Network Attack Defense', 'Attack blocked'],
  DEVICE_CONTROL_FIREWALL_DATA: ['Device Control', 'Device blocked'],
  EXCHANGE_MALWARE: ['Exchange Protection', 'Malware detected'],
  XDR: ['XDR', 'Incident'],
};

/** Where the report names neither malware nor a file. */
const isOfNoFile: readonly DetectionRow[] = ['WEB_AND_NETWORK', 'DEVICE_CONTROL_FIREWALL_DATA', 'XDR'];

export interface Detection {
  kind: DetectionKind;
  deviceId: string;
  /** Whether what GravityZone shows only at times is shown this time. */
  withMaybes: boolean;
  /** By default the name of its kind and a file of its own. */
  threatName?: string;
  filePath?: string;
  severityScore?: number;
}

/** The traces that a detection has left. */
export interface LeftTraces {
  incidentId: string | null;
  itemId: string | null;
  /** The flag of the device's state that is true since. */
  flag: 'infected' | 'detected' | null;
}

/**
 * Lets GravityZone detect something on a device now. It leaves the traces of its row in the table above: incidents only with the EDR sensor
 * of the device, except those of XDR, which name no device.
 */
export function detect(world: World, detection: Detection): LeftTraces {
  const { kind, deviceId, withMaybes, severityScore = 60 } = detection;
  const row = detectionKinds[kind];
  const device = world.device(deviceId);
  const { companyId } = device;
  const isLeft = (leaves: Leaves) => leaves === 'YES' || (leaves === 'MAYBE' && withMaybes);
  const shown = traces[row];
  const mark = `${kind.toLowerCase()}-${mintId(world.clock())}`;
  const threatName = detection.threatName ?? `Trojan.Demo.${mark}`;
  const filePath = detection.filePath ?? `C:\\Users\\Public\\${mark}.exe`;
  const file = { filePath, fileSha256: createHash('sha256').update(filePath).digest('hex') };
  const left: LeftTraces = { incidentId: null, itemId: null, flag: null };
  const [module, eventType] = reported[row];
  const isMalware = !isOfNoFile.includes(row);
  const hasFile = isMalware && row !== 'EXCHANGE_MALWARE';
  world.addAuditEvent({
    ...{ deviceId, module, eventType },
    details: isMalware ? [threatName, ...(hasFile ? [filePath] : [])].join('; ') : `${kind} on ${device.name}`,
    fileSha256: hasFile ? file.fileSha256 : '',
  });
  if (isLeft(shown.incident) && (row === 'XDR' || device.edrSensor)) {
    const given = { companyId, name: threatName, severityScore, action: 'blocked', ...file };
    left.incidentId = world.addIncident({ ...given, deviceId: row === 'XDR' ? null : deviceId }).id;
  }
  if (isLeft(shown.quarantine) && (row !== 'EXCHANGE_MALWARE' || device.exchangeServer)) {
    const given = { deviceId, threatName, ...file };
    left.itemId = (row === 'EXCHANGE_MALWARE' ? world.addExchangeItem(given) : world.addQuarantineItem(given)).id;
  }
  if (isLeft(shown.flag)) {
    left.flag = row === 'FILE_NOT_CLEANED' ? 'infected' : 'detected';
    device[left.flag] = true;
  }
  return left;
}
