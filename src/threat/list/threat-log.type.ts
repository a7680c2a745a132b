import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';
import { SeverityEnum, ThreatEventKind, ThreatStatusEnum } from './threat.type.js';

export const ThreatSourceKind = graphEnum('BitdefenderThreatSource', 'Which list of BD told something of a threat.', {
  INCIDENT: 'The incidents (EDR).',
  QUARANTINE: 'The quarantine (antivirus).',
});
export type ThreatSourceKind = keyof typeof ThreatSourceKind;

@ObjectType('BitdefenderThreatChange', { description: 'Something in the history of a threat, and who or what did it.' })
export class ThreatLogEntry {
  @Field(() => ThreatEventKind, { description: 'What happened.' })
  kind!: ThreatEventKind;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was taken in or decided.' })
  at!: Date;

  @Field(() => String, {
    description: '`bitdefender`, `opsmerge` (the service itself), or the subject of the person who did it.',
  })
  actor!: string;

  @Field(() => ThreatSourceKind, { nullable: true, description: 'Which list of BD told it; null where BD did not.' })
  source!: ThreatSourceKind | null;

  @Field(() => ThreatStatusEnum, { nullable: true, description: 'Its status before, where that is concerned.' })
  from!: ThreatStatusEnum | null;

  @Field(() => ThreatStatusEnum, { nullable: true, description: 'Its status then, where that is concerned.' })
  to!: ThreatStatusEnum | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Its severity before; only of RERATED.' })
  severityFrom!: SeverityEnum | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Its severity then; only of RERATED.' })
  severityTo!: SeverityEnum | null;

  @Field(() => String, { nullable: true, description: 'Why, where it does not go without saying.' })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'The note of the person.' })
  note!: string | null;

  @Field(() => ID, { nullable: true, description: "Whose it was from then on, null for nobody's; only of ASSIGNED." })
  assigneeId!: string | null;

  @Field(() => ClientReference, { nullable: true, description: 'Whose it became; only of MAPPED.' })
  client!: ClientReference | null;
}

/** A page of a threat's history. */
export const ThreatLog = connectionType('BitdefenderThreatChange', () => ThreatLogEntry);
