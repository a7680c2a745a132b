import { GraphQLDateTimeISO } from 'graphql-scalars';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AgentReference, ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';

export const SeverityEnum = graphEnum('BitdefenderSeverity', 'How grave a threat is, from the least.', {
  UNKNOWN: 'Nothing was told from which it could be judged.',
  LOW: 'By default a score of 0 to 39; adware and unwanted applications.',
  MEDIUM: 'By default a score of 40 to 75; quarantined malware of an ordinary family.',
  HIGH: 'By default a score of 76 to 89; quarantined malware while the device is still infected.',
  CRITICAL: 'By default a score of 90 to 100; ransomware.',
});
export type SeverityEnum = keyof typeof SeverityEnum;

export const SeveritySource = graphEnum('BitdefenderSeveritySource', 'Where a severity came from.', {
  INCIDENT_SCORE: "From BD's score of the incident.",
  THREAT_FAMILY: 'From the family in the name: BD gives quarantine items no severity.',
  NONE: 'From nothing: neither was told.',
});
export type SeveritySource = keyof typeof SeveritySource;

export const ThreatStatusEnum = graphEnum('BitdefenderThreatStatus', 'Whether a threat still needs someone.', {
  UNRESOLVED: 'Nobody has dealt with it yet.',
  RESOLVED: 'Closed in BD or by a person here.',
  FALSE_POSITIVE: 'It was none, said BD or a person here.',
});
export type ThreatStatusEnum = keyof typeof ThreatStatusEnum;

export const StatusFilter = graphEnum('BitdefenderThreatStatusFilter', 'Which threats to show by their status.', {
  UNRESOLVED: 'Those that still need someone.',
  RESOLVED: 'Those dealt with.',
  FALSE_POSITIVE: 'Those that were none.',
  ALL: 'The whole history.',
});
export type StatusFilter = keyof typeof StatusFilter;

export const ThreatActionEnum = graphEnum('BitdefenderThreatAction', 'What BD did about a threat.', {
  REPORTED: 'It only told of it.',
  BLOCKED: 'It stopped it.',
  PARTIALLY_BLOCKED: 'It stopped a part of it.',
  QUARANTINED: 'It put the file into quarantine.',
  KILLED: 'It ended the process.',
  UNKNOWN: 'It says something we do not know: see the raw value.',
});
export type ThreatActionEnum = keyof typeof ThreatActionEnum;

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

export const ThreatOrderEnum = graphEnum(
  'BitdefenderThreatOrder',
  'In which order a list of threats comes. A cursor belongs to one order.',
  {
    NEWEST: 'The latest first detection first.',
    OLDEST: 'The earliest first detection first.',
    MOST_SEVERE: 'The gravest first; of equal ones the latest.',
    LAST_DETECTED: 'The latest last detection first: what recurs comes up again.',
  },
);
export type ThreatOrderEnum = keyof typeof ThreatOrderEnum;

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

export const ThreatEventKind = graphEnum('BitdefenderThreatEventKind', 'What happened to a threat.', {
  DETECTED: 'It is new.',
  UPDATED: 'BD tells more of it.',
  RECURRED: 'It was detected again.',
  REOPENED: 'It was resolved and is not any more.',
  RESOLVED: 'It was resolved.',
  FALSE_POSITIVE: 'It was declared none.',
  MAPPED: 'Its company was mapped to a client.',
  ASSIGNED: "It is another person's, or nobody's.",
  NOTED: 'A person wrote a note.',
  RERATED: 'Its severity is another: the bands were changed, or its device is infected, or no more.',
});
export type ThreatEventKind = keyof typeof ThreatEventKind;

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
