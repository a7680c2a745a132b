import { GraphQLDateTimeISO } from 'graphql-scalars';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AgentReference, ClientReference } from '../graphql/core-types.js';
import { connectionType } from '../graphql/paging.js';

export enum SeverityEnum {
  UNKNOWN = 'UNKNOWN',
  LOW = 'LOW',
  MEDIUM = 'MEDIUM',
  HIGH = 'HIGH',
  CRITICAL = 'CRITICAL',
}
registerEnumType(SeverityEnum, {
  name: 'BitdefenderSeverity',
  description: 'How grave a threat is, from the least.',
  valuesConfig: {
    UNKNOWN: { description: 'Nothing was told from which it could be judged.' },
    LOW: { description: 'By default a score of 0 to 39; adware and unwanted applications.' },
    MEDIUM: { description: 'By default a score of 40 to 75; quarantined malware of an ordinary family.' },
    HIGH: { description: 'By default a score of 76 to 89; quarantined malware while the device is still infected.' },
    CRITICAL: { description: 'By default a score of 90 to 100; ransomware.' },
  },
});

export enum SeveritySource {
  INCIDENT_SCORE = 'INCIDENT_SCORE',
  THREAT_FAMILY = 'THREAT_FAMILY',
  NONE = 'NONE',
}
registerEnumType(SeveritySource, {
  name: 'BitdefenderSeveritySource',
  description: 'Where a severity came from.',
  valuesConfig: {
    INCIDENT_SCORE: { description: "From BD's score of the incident." },
    THREAT_FAMILY: { description: 'From the family in the name: BD gives quarantine items no severity.' },
    NONE: { description: 'From nothing: neither was told.' },
  },
});

export enum ThreatStatusEnum {
  UNRESOLVED = 'UNRESOLVED',
  RESOLVED = 'RESOLVED',
  FALSE_POSITIVE = 'FALSE_POSITIVE',
}
registerEnumType(ThreatStatusEnum, {
  name: 'BitdefenderThreatStatus',
  description: 'Whether a threat still needs someone.',
  valuesConfig: {
    UNRESOLVED: { description: 'Nobody has dealt with it yet.' },
    RESOLVED: { description: 'Closed in BD or by a person here.' },
    FALSE_POSITIVE: { description: 'It was none, said BD or a person here.' },
  },
});

export enum StatusFilter {
  UNRESOLVED = 'UNRESOLVED',
  RESOLVED = 'RESOLVED',
  FALSE_POSITIVE = 'FALSE_POSITIVE',
  ALL = 'ALL',
}
registerEnumType(StatusFilter, {
  name: 'BitdefenderThreatStatusFilter',
  description: 'Which threats to show by their status.',
  valuesConfig: {
    UNRESOLVED: { description: 'Those that still need someone.' },
    RESOLVED: { description: 'Those dealt with.' },
    FALSE_POSITIVE: { description: 'Those that were none.' },
    ALL: { description: 'The whole history.' },
  },
});

export enum ThreatActionEnum {
  REPORTED = 'REPORTED',
  BLOCKED = 'BLOCKED',
  PARTIALLY_BLOCKED = 'PARTIALLY_BLOCKED',
  QUARANTINED = 'QUARANTINED',
  KILLED = 'KILLED',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(ThreatActionEnum, {
  name: 'BitdefenderThreatAction',
  description: 'What BD did about a threat.',
  valuesConfig: {
    REPORTED: { description: 'It only told of it.' },
    BLOCKED: { description: 'It stopped it.' },
    PARTIALLY_BLOCKED: { description: 'It stopped a part of it.' },
    QUARANTINED: { description: 'It put the file into quarantine.' },
    KILLED: { description: 'It ended the process.' },
    UNKNOWN: { description: 'It says something we do not know: see the raw value.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('BitdefenderThreat', {
  description: 'One detection, from an incident, a quarantine item, or both of one event.',
})
export class Threat {
  @Field(() => ID, { description: 'Our id of the threat.' })
  id!: string;

  @Field(() => String, { description: "What it is called: BD's name of the detection." })
  name!: string;

  @Field(() => String, { description: 'The signature that recognised it, as BD writes it.' })
  signature!: string;

  @Field(() => SeverityEnum, { description: 'How grave it is.' })
  severity!: SeverityEnum;

  @Field(() => Int, { nullable: true, description: "BD's score, 0 to 100; null where BD gave none." })
  severityScore!: number | null;

  @Field(() => SeveritySource, { description: 'Where the severity came from.' })
  severitySource!: SeveritySource;

  @Field(() => String, { description: 'Why it has this severity.' })
  severityReason!: string;

  @Field(() => ThreatStatusEnum, { description: 'Whether it still needs someone.' })
  status!: ThreatStatusEnum;

  @Field(() => String, { nullable: true, description: '`bitdefender`, or the subject of the person who resolved it.' })
  resolvedBy!: string | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it was resolved.' })
  resolvedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'The last note of a person.' })
  note!: string | null;

  @Field(() => ID, { nullable: true, description: "Whose it is: the subject of a person; null while it is nobody's." })
  assigneeId!: string | null;

  @Field(() => ThreatActionEnum, { description: 'What BD did about it.' })
  action!: ThreatActionEnum;

  @Field(() => String, { nullable: true, description: "The action in BD's own word." })
  actionRaw!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The file; null where BD did not report it, or while the details of the incident are pending.',
  })
  filePath!: string | null;

  @Field(() => String, { nullable: true, description: 'The SHA-256 (else MD5) of the file, where BD told.' })
  fileHash!: string | null;

  @Field(() => String, { nullable: true, description: 'The process behind it; null as for the file.' })
  processPath!: string | null;

  @Field(() => String, { nullable: true, description: 'The page of the incident in Control Center.' })
  link!: string | null;

  @Field(() => String, { nullable: true, description: 'The name of the machine as BD gave it with the threat.' })
  hostName!: string | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was first detected.' })
  detectedAt!: Date;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was last detected.' })
  lastDetectedAt!: Date;

  @Field(() => Int, { description: 'How often it was detected.' })
  occurrences!: number;

  @Field(() => Boolean, { description: 'Whether it is from before the company was mapped, and so acted on nothing.' })
  history!: boolean;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'The client it belongs to; null for an unmapped company.',
  })
  client!: ClientReference | null;

  @Field(() => ID, { description: 'Our id of the company in which it was detected.' })
  companyId!: string;

  @Field(() => AgentReference, { nullable: true, description: 'The agent on the machine, if there is one.' })
  agent!: AgentReference | null;

  deviceId!: string | null;
}

/** A page of threats. */
export const ThreatConnection = connectionType('BitdefenderThreat', () => Threat, { counted: true });

export enum ThreatOrderEnum {
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
  MOST_SEVERE = 'MOST_SEVERE',
  LAST_DETECTED = 'LAST_DETECTED',
}
registerEnumType(ThreatOrderEnum, {
  name: 'BitdefenderThreatOrder',
  description: 'In which order a list of threats comes. A cursor belongs to one order.',
  valuesConfig: {
    NEWEST: { description: 'The latest first detection first.' },
    OLDEST: { description: 'The earliest first detection first.' },
    MOST_SEVERE: { description: 'The gravest first; of equal ones the latest.' },
    LAST_DETECTED: { description: 'The latest last detection first: what recurs comes up again.' },
  },
});

@InputType('BitdefenderThreatFilter', {
  description: 'Which threats to show. What is left out has the default told here.',
})
export class ThreatFilter {
  @Field(() => SeverityEnum, {
    defaultValue: SeverityEnum.HIGH,
    description: 'This severity and above; HIGH by default.',
  })
  minimumSeverity!: SeverityEnum;

  @Field(() => StatusFilter, {
    defaultValue: StatusFilter.UNRESOLVED,
    description: 'By status; UNRESOLVED by default.',
  })
  status!: StatusFilter;

  @Field(() => ID, { nullable: true, description: 'Only of this client.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: "Only of this device's machine: of all its twins." })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only of this company.' })
  companyId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only of mapped companies, or only of unmapped ones.' })
  mapped?: boolean | null;

  @Field(() => ThreatActionEnum, { nullable: true, description: 'Only those about which BD did this.' })
  action?: ThreatActionEnum | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'Only those first detected then or later.' })
  detectedFrom?: Date | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'Only those first detected before then.' })
  detectedBefore?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'A part of the name, file path or host name, in any case; at least 3 characters.',
  })
  search?: string | null;
}

/** The filter of a list whose caller gave none. */
export const defaultFilter: ThreatFilter = { minimumSeverity: SeverityEnum.HIGH, status: StatusFilter.UNRESOLVED };

/** What every list of threats can be asked: the tenant's, a client's and a device's. */
@ArgsType()
export class ThreatListArguments {
  @Field(() => ThreatFilter, {
    nullable: true,
    description: 'Which ones. A client or device whose list it is cannot be changed by it.',
  })
  filter?: ThreatFilter | null;

  @Field(() => ThreatOrderEnum, { defaultValue: ThreatOrderEnum.NEWEST, description: 'In which order.' })
  orderBy!: ThreatOrderEnum;

  @Field(() => Int, { defaultValue: 50, description: 'How many, at most 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Read on behind this cursor.' })
  after?: string | null;
}

export enum ThreatEventKind {
  DETECTED = 'DETECTED',
  UPDATED = 'UPDATED',
  RECURRED = 'RECURRED',
  REOPENED = 'REOPENED',
  RESOLVED = 'RESOLVED',
  FALSE_POSITIVE = 'FALSE_POSITIVE',
  MAPPED = 'MAPPED',
  ASSIGNED = 'ASSIGNED',
  NOTED = 'NOTED',
  RERATED = 'RERATED',
}
registerEnumType(ThreatEventKind, {
  name: 'BitdefenderThreatEventKind',
  description: 'What happened to a threat.',
  valuesConfig: {
    DETECTED: { description: 'It is new.' },
    UPDATED: { description: 'BD tells more of it.' },
    RECURRED: { description: 'It was detected again.' },
    REOPENED: { description: 'It was resolved and is not any more.' },
    RESOLVED: { description: 'It was resolved.' },
    FALSE_POSITIVE: { description: 'It was declared none.' },
    MAPPED: { description: 'Its company was mapped to a client.' },
    ASSIGNED: { description: "It is another person's, or nobody's." },
    NOTED: { description: 'A person wrote a note.' },
    RERATED: { description: 'Its severity is another: the bands were changed, or its device is infected, or no more.' },
  },
});

@ObjectType('BitdefenderThreatEvent', { description: 'Something that happened to a threat.' })
export class ThreatEvent {
  @Field(() => String, { description: 'Pass it as `after` to get what came later.' })
  cursor!: string;

  @Field(() => ThreatEventKind, {
    description: 'What happened; of several things, DETECTED if it is new to you, else the last of them.',
  })
  kind!: ThreatEventKind;

  @Field(() => [ThreatEventKind], { description: 'Everything this event stands for, each kind once, in order.' })
  kinds!: ThreatEventKind[];

  @Field(() => Int, {
    description: 'How many changes of this threat this event stands for: more than 1 when more came than were read.',
  })
  changeCount!: number;

  @Field(() => GraphQLDateTimeISO, { description: 'When the last of it was taken in.' })
  at!: Date;

  @Field(() => Threat, { description: 'The threat as it is now.' })
  threat!: Threat;
}
