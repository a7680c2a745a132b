import { GraphQLDateTimeISO, GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { connectionType } from '../graphql/paging.js';

@ObjectType('BitdefenderAuditEntry', { description: 'Who changed what.' })
export class AuditEntry {
  @Field(() => ID, { description: 'Our id of the entry.' })
  id!: string;

  @Field(() => GraphQLDateTimeISO, { description: 'When.' })
  at!: Date;

  @Field(() => String, {
    description: 'Who: the subject of the token; `maintenance` for what the service does by itself.',
  })
  actor!: string;

  @Field(() => String, { description: 'What was done, as a stable code.' })
  action!: string;

  @Field(() => String, {
    description: 'The id of what it was done to; a bulk decision has its kind here, and the ids in the detail.',
  })
  subject!: string;

  @Field(() => GraphQLJSON, {
    description:
      'More of it: `before` and `after`, and with many subjects their `ids`, by which before and after are told where they differ; never a secret.',
  })
  detail!: Record<string, unknown>;
}

/** A page of the audit. */
export const AuditConnection = connectionType('BitdefenderAuditEntry', () => AuditEntry);

@InputType('BitdefenderAuditFilter', { description: 'Which entries; what is given must all be true.' })
export class AuditFilter {
  @Field(() => String, { nullable: true, description: 'Only what this person did: the subject of the token.' })
  actor?: string | null;

  @Field(() => [String], { nullable: true, description: 'Only these actions, such as KEY_ROTATED.' })
  actions?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only what was done to this id, also as one of many.' })
  subject?: string | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'Only from this time on.' })
  from?: Date | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'Only before this time.' })
  before?: Date | null;
}
