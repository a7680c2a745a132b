import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { UserError } from '../graphql/errors.js';
import { connectionType } from '../graphql/paging.js';

export enum CompanyEventKind {
  APPEARED = 'APPEARED',
  RENAMED = 'RENAMED',
  MOVED = 'MOVED',
  SUSPENDED = 'SUSPENDED',
  RESUMED = 'RESUMED',
  VANISHED = 'VANISHED',
  RETURNED = 'RETURNED',
}
registerEnumType(CompanyEventKind, {
  name: 'BitdefenderCompanyEventKind',
  description: 'What happened to a company in BD.',
  valuesConfig: {
    APPEARED: { description: 'It was seen for the first time.' },
    RENAMED: { description: 'Its name changed.' },
    MOVED: { description: 'It lies under another company or folder.' },
    SUSPENDED: { description: 'It was suspended.' },
    RESUMED: { description: 'It is suspended no more.' },
    VANISHED: { description: 'BD shows it no more; it is polled no more, and its data stay.' },
    RETURNED: { description: 'BD shows it again.' },
  },
});

@ObjectType('BitdefenderCompanyEvent', { description: 'Something that happened to a company in BD.' })
export class CompanyEvent {
  @Field(() => ID, { description: 'Our id of the event.' })
  id!: string;

  @Field(() => CompanyEventKind, { description: 'What happened.' })
  kind!: CompanyEventKind;

  @Field(() => String, { nullable: true, description: 'The name, or the place in the tree, before.' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'The name, or the place in the tree, after.' })
  after!: string | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When a sync saw it.' })
  at!: Date;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When somebody had seen it; null while it is new.' })
  dismissedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who had seen it: the subject of the token.' })
  dismissedBy!: string | null;

  companyId!: string;
}

/** A page of events. */
export const CompanyEventConnection = connectionType('BitdefenderCompanyEvent', () => CompanyEvent);

@InputType('DismissBitdefenderCompanyEventsInput', { description: 'Which events have been seen.' })
export class DismissEventsInput {
  @Field(() => [ID], { description: 'Our ids of the events, at most 500.' })
  eventIds!: string[];
}

@ObjectType('DismissBitdefenderCompanyEventsPayload', { description: 'How many events were dismissed.' })
export class DismissEventsPayload {
  @Field(() => Int, { nullable: true, description: 'Those that were new until now; repeated ones do not count.' })
  dismissed?: number;

  @Field(() => [UserError], { description: 'What to put right; empty when it was done.' })
  userErrors!: UserError[];
}
