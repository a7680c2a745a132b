import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';
import { SeverityEnum } from '../../graphql/severity.type.js';
import { ThreatEventKind, ThreatStatusEnum } from './threat.type.js';

export const ThreatSourceKind = graphEnum(
  'BitdefenderThreatSource',
  'Part of Bitdefender that reported a change of a threat.',
  {
    INCIDENT: 'Incidents (EDR).',
    QUARANTINE: 'Quarantine (antivirus).',
    DEVICE_STATE: 'State of the device: infected, or malware detected within 24 hours.',
    REPORT: 'Scheduled Security audit report.',
  },
);
export type ThreatSourceKind = keyof typeof ThreatSourceKind;

@ObjectType('BitdefenderThreatChange', { description: 'Entry in the history of a threat.' })
export class ThreatLogEntry {
  @Field(() => ThreatEventKind, { description: 'Kind of the change.' })
  kind!: ThreatEventKind;

  @Field(() => GraphQLDateTimeISO, { description: 'Time at which it was stored or decided.' })
  at!: Date;

  @Field(() => String, {
    description: 'Actor: `bitdefender`, `opsmerge` (this service), or the subject of a user.',
  })
  actor!: string;

  @Field(() => ThreatSourceKind, {
    nullable: true,
    description: 'Part of Bitdefender that reported it; null if Bitdefender did not.',
  })
  source!: ThreatSourceKind | null;

  @Field(() => ThreatStatusEnum, {
    nullable: true,
    description: 'Status before the change; null if the change is not about the status.',
  })
  from!: ThreatStatusEnum | null;

  @Field(() => ThreatStatusEnum, {
    nullable: true,
    description: 'Status after the change; null if the change is not about the status.',
  })
  to!: ThreatStatusEnum | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Severity before the change; null except for RERATED.' })
  severityFrom!: SeverityEnum | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Severity after the change; null except for RERATED.' })
  severityTo!: SeverityEnum | null;

  @Field(() => String, { nullable: true, description: 'Reason for the change; null if it has no other than its kind.' })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'Note of the user; null if there is none.' })
  note!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Subject of the user it was assigned to; null for unassigned, and except for ASSIGNED.',
  })
  assigneeId!: string | null;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'Client the company was mapped to; null except for MAPPED.',
  })
  client!: ClientReference | null;
}

/** A page of a threat's history. */
export const ThreatLog = connectionType('BitdefenderThreatChange', () => ThreatLogEntry);
