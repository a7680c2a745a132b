import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ThreatFamily } from '../../domain/severity.js';
import { AgentReference, ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { pageArguments } from '../../graphql/paging.js';
import { SeverityEnum } from '../../graphql/severity.type.js';

export const SeveritySource = graphEnum('BitdefenderSeveritySource', 'Basis of a severity.', {
  INCIDENT_SCORE: "Bitdefender's score of the incident.",
  THREAT_FAMILY: 'Malware family in the name; Bitdefender gives quarantine items no severity.',
  INFECTED_STATE: "The device's state says that it is infected; rated by the tenant's settings.",
  DETECTION_STATE: "The device's state says that malware was detected; rated by the tenant's settings.",
  NONE: 'No basis: Bitdefender reported neither a score nor a quarantine item.',
  REPORT_MODULE: 'Module of an event in the Security audit report, which gives no severity.',
});
export type SeveritySource = keyof typeof SeveritySource;

export const ThreatStatusEnum = graphEnum('BitdefenderThreatStatus', 'Status of a threat.', {
  UNRESOLVED: 'Open.',
  RESOLVED: 'Closed, in Bitdefender or by a user here.',
  FALSE_POSITIVE: 'Marked as a false positive, in Bitdefender or by a user here.',
});
export type ThreatStatusEnum = keyof typeof ThreatStatusEnum;

export const StatusFilter = graphEnum('BitdefenderThreatStatusFilter', 'Filter of threats by status.', {
  UNRESOLVED: 'Open threats.',
  RESOLVED: 'Closed threats.',
  FALSE_POSITIVE: 'False positives.',
  ALL: 'Threats of every status.',
});
export type StatusFilter = keyof typeof StatusFilter;

export const ThreatActionEnum = graphEnum('BitdefenderThreatAction', 'Action that Bitdefender took on a threat.', {
  REPORTED: 'Reported only.',
  BLOCKED: 'Blocked.',
  PARTIALLY_BLOCKED: 'Blocked in part.',
  QUARANTINED: 'File moved to quarantine.',
  KILLED: 'Process ended.',
  UNKNOWN: 'Action unknown to this service; see `actionRaw`.',
});
export type ThreatActionEnum = keyof typeof ThreatActionEnum;

export const ThreatFamilyEnum = graphEnum(
  'BitdefenderThreatFamily',
  'Family of malware, by the words in the name of a threat.',
  {
    RANSOMWARE: 'Encrypts files for a ransom.',
    EXPLOIT: 'Uses a vulnerability.',
    TROJAN: 'Disguises itself as something useful.',
    BACKDOOR: 'Opens the machine to others.',
    WORM: 'Spreads over the network.',
    VIRUS: 'Spreads over files.',
    ROOTKIT: 'Hides in the operating system.',
    SPYWARE: 'Collects what people type and store.',
    HEURISTIC: 'Found by its behaviour or its likeness to malware.',
    ADWARE: 'Shows advertisements.',
    APPLICATION: 'Potentially unwanted application.',
    UNKNOWN: 'The name indicates no family.',
  } satisfies Record<ThreatFamily, string>,
);
export type ThreatFamilyEnum = keyof typeof ThreatFamilyEnum;

@Directive('@key(fields: "id")')
@ObjectType('BitdefenderThreat', {
  description:
    'Detection on a machine: an incident, a quarantine item, or both if they are the same event; or what the state of the device shows if neither does.',
})
export class Threat {
  @Field(() => ID, { description: 'Id of the threat in OpsMerge.' })
  id!: string;

  @Field(() => String, { description: 'Name of the detection in Bitdefender.' })
  name!: string;

  @Field(() => String, { description: 'Signature that detected it, as Bitdefender writes it.' })
  signature!: string;

  @Field(() => ThreatFamilyEnum, { description: 'Family of malware; UNKNOWN where the name indicates none.' })
  family!: ThreatFamilyEnum;

  @Field(() => SeverityEnum, { description: 'Severity of the threat.' })
  severity!: SeverityEnum;

  @Field(() => Int, { nullable: true, description: "Bitdefender's score, 0 to 100; null if there is none." })
  severityScore!: number | null;

  @Field(() => SeveritySource, { description: 'Basis of the severity.' })
  severitySource!: SeveritySource;

  @Field(() => String, { description: 'Reason for the severity, as a sentence.' })
  severityReason!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What the threat may stand for and where to look, while only the state of the device shows it; null once an incident or a quarantine item does.',
  })
  explanation!: string | null;

  @Field(() => ThreatStatusEnum, { description: 'Status of the threat.' })
  status!: ThreatStatusEnum;

  @Field(() => String, {
    nullable: true,
    description: '`bitdefender`, or the subject of the user who resolved it; null while it is unresolved.',
  })
  resolvedBy!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time of the resolution; null while it is unresolved.',
  })
  resolvedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Latest note of a user; null if there is none.' })
  note!: string | null;

  @Field(() => ID, { nullable: true, description: 'Subject of the assigned user; null if unassigned.' })
  assigneeId!: string | null;

  @Field(() => ThreatActionEnum, { description: 'Action that Bitdefender took.' })
  action!: ThreatActionEnum;

  @Field(() => String, { nullable: true, description: 'Action as Bitdefender writes it; null if it reported none.' })
  actionRaw!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Path of the file; null if Bitdefender did not report it, or while the details of the incident are pending.',
  })
  filePath!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the file, else its MD5; null if Bitdefender reported neither.',
  })
  fileHash!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Path of the process; null under the same conditions as `filePath`.',
  })
  processPath!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'URL of the incident in Control Center; null for quarantine items.',
  })
  link!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Host name of the machine as reported with the threat; null if it was not.',
  })
  hostName!: string | null;

  @Field(() => Date, { description: 'Time of the first detection.' })
  detectedAt!: Date;

  @Field(() => Date, { description: 'Time of the last detection.' })
  lastDetectedAt!: Date;

  @Field(() => Int, { description: 'Number of detections.' })
  occurrences!: number;

  @Field(() => Boolean, {
    description:
      'Whether it predates the mapping of its company by more than a day, so that no rule was applied to it.',
  })
  history!: boolean;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'Client of the threat; null for an unmapped company.',
  })
  client!: ClientReference | null;

  @Field(() => ID, { description: 'Id in OpsMerge of the company in which it was detected.' })
  companyId!: string;

  @Field(() => AgentReference, { nullable: true, description: 'Agent on the machine; null if there is none.' })
  agent!: AgentReference | null;

  deviceId!: string | null;
}

export const ThreatOrderEnum = graphEnum(
  'BitdefenderThreatOrder',
  'Order of a list of threats. A cursor is valid for one order only.',
  {
    NEWEST: 'By first detection, newest first.',
    OLDEST: 'By first detection, oldest first.',
    MOST_SEVERE: 'Most severe first, then newest.',
    LAST_DETECTED: 'By last detection, newest first, so that recurring threats move to the top.',
  },
);
export type ThreatOrderEnum = keyof typeof ThreatOrderEnum;

@InputType('BitdefenderThreatFilter', {
  description: 'Filter of threats. Fields that are omitted have the defaults described here.',
})
export class ThreatFilter {
  @Field(() => SeverityEnum, {
    nullable: true,
    description: 'Minimum severity (inclusive); HIGH by default, or none if `severity` is given.',
  })
  minimumSeverity?: SeverityEnum | null;

  @Field(() => [SeverityEnum], { nullable: true, description: 'Only threats of exactly these severities.' })
  severity?: SeverityEnum[] | null;

  @Field(() => [StatusFilter], {
    defaultValue: [StatusFilter.UNRESOLVED],
    description: 'Only threats of these statuses; UNRESOLVED by default.',
  })
  status!: StatusFilter[];

  @Field(() => ID, { nullable: true, description: 'Only threats of this client.' })
  clientId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Only threats of these clients.' })
  clientIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only threats that this user is assigned to.' })
  assigneeId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only threats that somebody is assigned to (true), or nobody (false).',
  })
  assigned?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Only threats of this device's machine, including its twins." })
  deviceId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only threats of machines whose agent is at this site now; machines without an agent are at none.',
  })
  siteId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only threats of this company.' })
  companyId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only threats of mapped companies (true) or of unmapped ones (false).',
  })
  mapped?: boolean | null;

  @Field(() => [ThreatActionEnum], {
    nullable: true,
    description: 'Only threats on which Bitdefender took one of these actions.',
  })
  action?: ThreatActionEnum[] | null;

  @Field(() => [ThreatFamilyEnum], { nullable: true, description: 'Only threats of these families.' })
  family?: ThreatFamilyEnum[] | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Start of the range of first detections (inclusive).',
  })
  detectedFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'End of the range of first detections (exclusive).' })
  detectedBefore?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Part of the name, file path or host name, case-insensitive; at least 3 characters, unless it is blank, which is no search.',
  })
  search?: string | null;
}

/** The filter of a list whose caller gave none. */
export const defaultFilter: ThreatFilter = { status: [StatusFilter.UNRESOLVED] };

/** What a filter asks for, with what it leaves to the default. */
export function criteriaOf(filter: ThreatFilter | null | undefined): ThreatFilter {
  const given = filter ?? defaultFilter;
  return { ...given, minimumSeverity: given.minimumSeverity ?? (given.severity ? null : SeverityEnum.HIGH) };
}

/** Arguments of the lists of threats of a tenant, a client and a device. */
@ArgsType()
export class ThreatListArguments extends pageArguments() {
  @Field(() => ThreatFilter, {
    nullable: true,
    description: 'Filter of the list. In the list of a client or device, its filter for that is ignored.',
  })
  filter?: ThreatFilter | null;

  @Field(() => ThreatOrderEnum, { defaultValue: ThreatOrderEnum.NEWEST, description: 'Order of the list.' })
  orderBy!: ThreatOrderEnum;
}

export const ThreatEventKind = graphEnum('BitdefenderThreatEventKind', 'Kind of change of a threat.', {
  DETECTED: 'New threat.',
  UPDATED: 'Bitdefender reported more about it.',
  RECURRED: 'Detected again.',
  REOPENED: 'No longer resolved or a false positive.',
  RESOLVED: 'Resolved.',
  FALSE_POSITIVE: 'Marked as a false positive.',
  MAPPED: 'Company mapped to a client.',
  ASSIGNED: 'Assigned to another user, or unassigned.',
  NOTED: 'Note added by a user.',
  RERATED: 'Severity changed because of new bands, or because its device became infected or clean.',
});
export type ThreatEventKind = keyof typeof ThreatEventKind;

@ObjectType('BitdefenderThreatEvent', { description: 'Change of a threat.' })
export class ThreatEvent {
  @Field(() => String, { description: 'Cursor of the event; pass it as `after` to receive later ones.' })
  cursor!: string;

  @Field(() => ThreatEventKind, {
    description: 'Kind of the change. If the event combines several: DETECTED if that is among them, else the latest.',
  })
  kind!: ThreatEventKind;

  @Field(() => [ThreatEventKind], { description: 'Kinds of all changes the event combines, each once, in order.' })
  kinds!: ThreatEventKind[];

  @Field(() => Int, {
    description:
      'Number of changes of this threat the event combines; above 1 if they came faster than they were read.',
  })
  changeCount!: number;

  @Field(() => Date, { description: 'Time at which the latest of the changes was stored.' })
  at!: Date;

  @Field(() => Threat, { description: 'Present state of the threat.' })
  threat!: Threat;
}
