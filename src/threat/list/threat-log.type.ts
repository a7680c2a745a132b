import { Field, ID, Int, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';
import { SeverityEnum } from '../../graphql/severity.type.js';
import { ThreatTechnique } from '../extent/threat-extent.type.js';
import { ThreatActionEnum, ThreatEventKind, ThreatStatusEnum } from './threat.type.js';

export const ThreatSourceKind = graphEnum(
  'BitdefenderThreatSource',
  'Part of Bitdefender that reported a change of a threat.',
  {
    INCIDENT: 'Incidents (EDR).',
    QUARANTINE: 'Quarantine (antivirus).',
    DEVICE_STATE: 'State of the device: infected, or malware detected within 24 hours.',
    EXCHANGE_QUARANTINE: 'Quarantine of Exchange servers.',
    REPORT: 'Scheduled Security audit report.',
  },
);
export type ThreatSourceKind = keyof typeof ThreatSourceKind;

export const ItemExitEnum = graphEnum('BitdefenderItemExit', 'How an item left the quarantine.', {
  REMOVED: 'Removed.',
  RESTORED: 'Restored: the file is on the machine again.',
  UNKNOWN: 'Not known: found clean at a later scan and restored, removed between two syncs, or expired.',
});

@ObjectType('BitdefenderThreatChange', { description: 'Entry in the history of a threat.' })
export class ThreatLogEntry {
  @Field(() => ThreatEventKind, { description: 'Kind of the change.' })
  kind!: ThreatEventKind;

  @Field(() => Date, { description: 'Time at which it was stored or decided.' })
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

  @Field(() => SeverityEnum, { nullable: true, description: 'Severity before the change; null if it did not change.' })
  severityFrom!: SeverityEnum | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Severity after the change; null if it did not change.' })
  severityTo!: SeverityEnum | null;

  @Field(() => Int, {
    nullable: true,
    description: "Bitdefender's score before the change, 0 to 100; null if it did not change or there was none.",
  })
  scoreBefore!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Bitdefender's score after the change, 0 to 100; null if it did not change.",
  })
  scoreAfter!: number | null;

  @Field(() => ThreatActionEnum, {
    nullable: true,
    description: 'Action of Bitdefender before the change; null if it did not change.',
  })
  actionBefore!: ThreatActionEnum | null;

  @Field(() => ThreatActionEnum, {
    nullable: true,
    description: 'Action of Bitdefender after the change; null if it did not change.',
  })
  actionAfter!: ThreatActionEnum | null;

  @Field(() => [String], {
    description:
      'Attack types that the change added, as Bitdefender writes them; those of the first report are left out.',
  })
  addedAttackTypes!: string[];

  @Field(() => [ThreatTechnique], {
    description: 'Techniques that the change added; those of the first details are left out.',
  })
  addedTechniques!: ThreatTechnique[];

  @Field(() => Int, {
    nullable: true,
    description: 'Number of affected files before the change; null if it did not change.',
  })
  fileCountBefore!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of affected files after the change; null if it did not change.',
  })
  fileCountAfter!: number | null;

  @Field(() => ItemExitEnum, {
    nullable: true,
    description: 'How the item left the quarantine; null if the change is not about that.',
  })
  itemExit!: keyof typeof ItemExitEnum | null;

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
