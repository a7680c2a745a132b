import { graphEnum } from './graph-enum.js';

export const SeverityEnum = graphEnum('BitdefenderSeverity', 'Severity of a threat, least severe first.', {
  UNKNOWN: 'Bitdefender reported nothing to rate it by.',
  LOW: 'Incidents with a score of 0 to 39 by default; adware and unwanted applications.',
  MEDIUM:
    'Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.',
  HIGH: 'Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.',
  CRITICAL: 'Incidents with a score of 90 to 100 by default; ransomware.',
});
export type SeverityEnum = keyof typeof SeverityEnum;
