import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { connectionType } from '../graphql/paging.js';

@ObjectType('BitdefenderAuditEntry', {
  description:
    'An entry of the audit log: one change of settings, manual decision, export, reading of key metadata or refused attempt.',
})
export class AuditEntry {
  @Field(() => ID, { description: 'ID of the entry.' })
  id!: string;

  @Field(() => Date, { description: 'Time of the change.' })
  at!: Date;

  @Field(() => String, {
    description: 'Subject of the user who made the change; `maintenance` for changes made by the service itself.',
  })
  actor!: string;

  @Field(() => String, { description: 'Action, as a stable code such as KEY_ROTATED.' })
  action!: string;

  @Field(() => String, {
    description: 'ID of the changed object. For a bulk decision, the kind of the objects; their IDs are in `detail`.',
  })
  subject!: string;

  @Field(() => GraphQLJSON, {
    description:
      'Details: `before` and `after`, and for a bulk decision the `ids` of its objects, by which `before` and `after` are keyed if they differ between objects. Holds no secrets.',
  })
  detail!: Record<string, unknown>;

  @Field(() => String, {
    nullable: true,
    description: 'IP address that the request came from; null for changes made by the service itself.',
  })
  address!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Program that sent the request, in its own words (`user-agent`); null if it named none.',
  })
  userAgent!: string | null;
}

/** A page of the audit log. */
export const AuditConnection = connectionType('BitdefenderAuditEntry', () => AuditEntry, { replicated: true });

@InputType('BitdefenderAuditFilter', { description: 'Filter of the audit log. An entry must match every given field.' })
export class AuditFilter {
  @Field(() => String, { nullable: true, description: 'Subject of the user who made the change.' })
  actor?: string | null;

  @Field(() => [String], { nullable: true, description: 'Actions, such as KEY_ROTATED.' })
  actions?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'ID of the changed object, including bulk decisions that contain it.',
  })
  subject?: string | null;

  @Field(() => Date, { nullable: true, description: 'Start of the range (inclusive).' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'End of the range (exclusive).' })
  before?: Date | null;
}
