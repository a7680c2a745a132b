import { Field, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../graphql/graph-enum.js';

export const DetectionKindEnum = graphEnum('BitdefenderDetectionKind', 'What Bitdefender can detect.', {
  FILE_QUARANTINED: 'File moved to the quarantine.',
  FILE_CLEANED_OR_BLOCKED: 'File that was disinfected, deleted, or blocked on access.',
  FILE_NOT_CLEANED: 'File that could not be cleaned.',
  BEHAVIOUR: 'Suspicious behaviour: Advanced Threat Control, HyperDetect, exploits, fileless attacks.',
  RANSOMWARE_MITIGATION: 'Encryption that was stopped.',
  WEB_AND_NETWORK: 'Network attack, phishing, or blocked site.',
  DEVICE_CONTROL_FIREWALL_DATA: 'Event of device control, the firewall, or data protection.',
  EXCHANGE_MALWARE: 'Malware in mail of an Exchange server.',
  XDR: 'Detection of identity, mail and cloud sensors (XDR).',
});

export const VisibilityEnum = graphEnum('BitdefenderVisibilityLevel', 'How far detections of a kind are reported.', {
  SEEN: 'Each one.',
  PARTLY: 'Not each one, not on each device, or without file and name.',
  NOT_SEEN: 'None.',
});

export const DetectionSourceEnum = graphEnum('BitdefenderDetectionSource', 'Where detections are read.', {
  INCIDENTS: 'Incidents (EDR).',
  QUARANTINE: 'Quarantine of computers.',
  DEVICE_STATE: 'State of each device: infected, or malware detected within 24 hours.',
  EXCHANGE_QUARANTINE: 'Quarantine of Exchange servers.',
  REPORTS: 'Scheduled reports.',
});

export const VisibilityReasonEnum = graphEnum('BitdefenderVisibilityReason', 'Why not each detection is reported.', {
  INCIDENTS_NOT_READABLE: 'The key cannot read incidents: the API is not enabled, or there is no licence.',
  QUARANTINE_NOT_READABLE: 'The key cannot read the quarantine.',
  NO_EDR_SENSOR: 'Devices without the EDR sensor are in no incident.',
  SENSOR_UNKNOWN: 'Devices whose state is not known yet count as devices without the EDR sensor.',
  ONLY_A_FLAG: 'Only the state of the device shows it: one threat for all detections of 24 hours.',
  SOME_ONLY: 'Bitdefender lists only some of them.',
  EXCHANGE_NOT_READ: 'No protected Exchange server is known, or its quarantine cannot be read.',
  NO_REPORT: 'No scheduled report is read, which would list each one.',
});

@ObjectType('BitdefenderKindVisibility', { description: 'How far detections of one kind are reported, and why.' })
export class KindVisibilityType {
  @Field(() => DetectionKindEnum, { description: 'Kind of detection.' })
  kind!: keyof typeof DetectionKindEnum;

  @Field(() => VisibilityEnum, { description: 'How far it is reported.' })
  visibility!: keyof typeof VisibilityEnum;

  @Field(() => [DetectionSourceEnum], { description: 'Where it is read.' })
  sources!: (keyof typeof DetectionSourceEnum)[];

  @Field(() => [VisibilityReasonEnum], { description: 'Reasons why not each one is reported; empty if each is.' })
  reasons!: (keyof typeof VisibilityReasonEnum)[];

  @Field(() => String, { description: 'Sentence for a technician: what is reported, what is not, and what to do.' })
  message!: string;
}

@ObjectType('BitdefenderModuleOff', { description: 'Protection module that is switched off on some devices.' })
export class ModuleOff {
  @Field(() => String, { description: "Bitdefender's name of the module." })
  module!: string;

  @Field(() => Int, { description: 'Number of managed devices on which it is off.' })
  deviceCount!: number;

  @Field(() => [DetectionKindEnum], { description: 'Kinds of detections that these devices do not make.' })
  kinds!: (keyof typeof DetectionKindEnum)[];
}

@ObjectType('BitdefenderVisibility', {
  description: 'What can and cannot be seen of detections, as far as stored data show.',
})
export class VisibilityReport {
  @Field(() => Int, { description: 'Number of managed devices.' })
  deviceCount!: number;

  @Field(() => Int, { description: 'Number of those without the EDR sensor.' })
  withoutSensorCount!: number;

  @Field(() => Int, { description: 'Number of those for which it is not known yet.' })
  sensorUnknownCount!: number;

  @Field(() => Int, { description: 'Number of those that are Exchange servers whose mail Bitdefender scans.' })
  exchangeServerCount!: number;

  @Field(() => [ModuleOff], { description: 'Protection modules that are switched off somewhere, most devices first.' })
  modulesOff!: ModuleOff[];

  @Field(() => [KindVisibilityType], { description: 'One entry for each kind of detection.' })
  kinds!: KindVisibilityType[];
}
