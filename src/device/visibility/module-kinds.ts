import type { DetectionKind } from '../../domain/visibility.js';

/** What a device does not detect while a module, by Bitdefender's name, is switched off (API reference 3.3). */
export const moduleKinds: Readonly<Record<string, readonly DetectionKind[]>> = {
  antimalware: ['FILE_QUARANTINED', 'FILE_CLEANED_OR_BLOCKED', 'FILE_NOT_CLEANED'],
  advancedThreatControl: ['BEHAVIOUR'],
  advancedAntiExploit: ['BEHAVIOUR'],
  hyperDetect: ['BEHAVIOUR'],
  networkAttackDefense: ['WEB_AND_NETWORK'],
  antiphishing: ['WEB_AND_NETWORK'],
  contentControl: ['WEB_AND_NETWORK'],
  firewall: ['DEVICE_CONTROL_FIREWALL_DATA'],
  deviceControl: ['DEVICE_CONTROL_FIREWALL_DATA'],
};
